"""A run's folder tells what is done, and which run can be continued."""

import subprocess
import sys
from datetime import UTC, datetime, timedelta

import pytest

from flows.command_errors import UsageError
from flows.run_folder import new_run, only_run, read_lines, unfinished_run, write_whole
from schemas.link import Link
from schemas.run_plan import RunPlan, RunRequest

NOW = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
ASKED = RunRequest(source="demo")


def planned(runs, started=NOW, request=ASKED):
    run = new_run(runs, started)
    write_whole(run.plan, [RunPlan(request=request, started=started, fetch=(), extract=())])
    return run


def test_a_run_is_named_by_its_time_in_utc(tmp_path):
    elsewhere = datetime.fromisoformat("2026-11-22T11:30:00+02:00")

    assert new_run(tmp_path, elsewhere).path.name == "2026-11-22T093000Z"
    assert new_run(tmp_path, NOW).path.name == "2026-11-22T093000Z-2"


def test_an_unfinished_run_of_the_last_day_can_be_continued(tmp_path):
    run = planned(tmp_path)

    assert unfinished_run(tmp_path, ASKED, NOW + timedelta(hours=23)) == run


def test_the_newest_unfinished_run_is_continued(tmp_path):
    planned(tmp_path, NOW - timedelta(hours=2))
    newest = planned(tmp_path)

    assert unfinished_run(tmp_path, ASKED, NOW) == newest


@pytest.mark.parametrize("later", [timedelta(hours=24), timedelta(hours=-1)])
def test_a_run_of_another_day_is_not_continued(tmp_path, later):
    planned(tmp_path)

    assert unfinished_run(tmp_path, ASKED, NOW + later) is None


def test_a_finished_run_is_not_continued(tmp_path):
    planned(tmp_path).report.write_text("{}")

    assert unfinished_run(tmp_path, ASKED, NOW) is None


@pytest.mark.parametrize("asked", [{"limit": 3}, {"start_url": "https://careers.example/"}])
def test_a_run_that_was_asked_for_something_else_is_not_continued(tmp_path, asked):
    planned(tmp_path, request=RunRequest(source="demo", **asked))

    assert unfinished_run(tmp_path, ASKED, NOW) is None


def test_a_plan_that_cannot_be_read_is_not_continued(tmp_path):
    planned(tmp_path).plan.write_text('{"version": 0}')

    assert unfinished_run(tmp_path, ASKED, NOW) is None


def test_a_file_appears_when_it_is_whole(tmp_path):
    path = tmp_path / "links" / "0001.jsonl"

    def links():
        yield Link(url="https://careers.example/a")
        assert not path.exists()
        yield Link(url="https://careers.example/b")

    write_whole(path, links())

    assert [link.url for link in read_lines(path, Link)] == [
        "https://careers.example/a",
        "https://careers.example/b",
    ]
    assert [file.name for file in path.parent.iterdir()] == ["0001.jsonl"]


def test_a_source_is_run_by_one_process_at_a_time(tmp_path):
    program = (
        "import sys; from pathlib import Path; from flows.run_folder import only_run\n"
        "with only_run(Path(sys.argv[1])): pass"
    )
    with only_run(tmp_path / "demo"):
        done = subprocess.run(
            [sys.executable, "-c", program, tmp_path / "demo"], capture_output=True, text=True, check=False
        )
        assert "another run of demo is under way" in done.stderr

    with only_run(tmp_path / "demo"):
        pass


def test_the_lock_is_named_in_the_error(tmp_path):
    with (
        only_run(tmp_path / "demo"),
        pytest.raises(UsageError, match="wait until it ends"),
        only_run(tmp_path / "demo"),
    ):
        pass
