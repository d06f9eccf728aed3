"""A run's folder tells what is done, and which run can be continued."""

import subprocess
import sys
from datetime import UTC, datetime, timedelta

import pytest
from s3fs import S3FileSystem

from flows.command_errors import UsageError
from flows.run_folder import PLAN, REPORT, RunFolder, RunFolderUnreachable, new_run, only_run, unfinished_run
from schemas.link import Link
from schemas.run_plan import RunPlan, RunRequest

NOW = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
ASKED = RunRequest(source="demo")


@pytest.fixture(params=["disk", "store"])
def folder(request, tmp_path):
    """The folder of a run, on a disk and in an object store."""
    return RunFolder(
        str(tmp_path / "run") if request.param == "disk" else f"{request.getfixturevalue('bucket')}/run"
    )


def planned(runs, started=NOW, request=ASKED):
    run = new_run(str(runs), started)
    run.write(PLAN, [RunPlan(request=request, started=started, fetch=(), extract=())])
    return run


def test_a_run_is_named_by_its_time_in_utc(tmp_path):
    elsewhere = datetime.fromisoformat("2026-11-22T11:30:00+02:00")

    assert new_run(str(tmp_path), elsewhere).name == "2026-11-22T093000Z"


def test_two_runs_of_one_second_have_folders_of_their_own(tmp_path):
    planned(tmp_path)

    assert new_run(str(tmp_path), NOW).name == "2026-11-22T093000Z-2"


def test_an_unfinished_run_of_the_last_day_can_be_continued(tmp_path):
    run = planned(tmp_path)

    assert unfinished_run(str(tmp_path), ASKED, NOW + timedelta(hours=23)) == run


def test_the_newest_unfinished_run_is_continued(tmp_path):
    planned(tmp_path, NOW - timedelta(hours=2))
    newest = planned(tmp_path)

    assert unfinished_run(str(tmp_path), ASKED, NOW) == newest


@pytest.mark.parametrize("later", [timedelta(hours=24), timedelta(hours=-1)])
def test_a_run_of_another_day_is_not_continued(tmp_path, later):
    planned(tmp_path)

    assert unfinished_run(str(tmp_path), ASKED, NOW + later) is None


def test_a_finished_run_is_not_continued(tmp_path):
    planned(tmp_path).note(REPORT, "{}")

    assert unfinished_run(str(tmp_path), ASKED, NOW) is None


@pytest.mark.parametrize("asked", [{"limit": 3}, {"start_url": "https://careers.example/"}])
def test_a_run_that_was_asked_for_something_else_is_not_continued(tmp_path, asked):
    planned(tmp_path, request=RunRequest(source="demo", **asked))

    assert unfinished_run(str(tmp_path), ASKED, NOW) is None


def test_a_plan_that_cannot_be_read_is_not_continued(tmp_path):
    planned(tmp_path).note(PLAN, '{"version": 0}')

    assert unfinished_run(str(tmp_path), ASKED, NOW) is None


def test_a_file_appears_when_it_is_whole(folder):
    def links():
        yield Link(url="https://careers.example/a")
        assert not folder.has("links/0001.jsonl")
        yield Link(url="https://careers.example/b")

    folder.write("links/0001.jsonl", links())

    found = [link.url for link in folder.read("links/0001.jsonl", Link)]
    assert found == ["https://careers.example/a", "https://careers.example/b"]
    assert folder.parts("links/*") == ["links/0001.jsonl"]


def test_a_file_that_is_not_finished_does_not_appear(folder):
    def links():
        yield Link(url="https://careers.example/a")
        raise OSError("the disk is full")

    with pytest.raises(OSError, match="disk is full"):
        folder.write("links/0001.jsonl", links())

    assert not folder.has("links/0001.jsonl")


def test_notes_come_back_as_they_were_written_and_can_be_removed(folder):
    assert folder.noted("stop") is None
    folder.note("stop", "for a reason")

    assert folder.noted("stop") == "for a reason"

    folder.remove("stop")
    folder.remove("stop")
    assert not folder.has("stop")


def test_a_file_can_be_read_from_this_machines_disk(folder):
    folder.note("results/0001.jsonl", "{}")

    assert folder.fetch("results/0001.jsonl").read_text() == "{}"


def test_an_unfinished_run_in_a_store_is_found_there(bucket):
    run = planned(f"{bucket}/demo")

    assert unfinished_run(f"{bucket}/demo", ASKED, NOW + timedelta(hours=1)) == run
    assert new_run(f"{bucket}/demo", NOW).name == "2026-11-22T093000Z-2"


def test_a_store_that_does_not_answer_is_named(monkeypatch):
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:9")
    monkeypatch.setenv("AWS_MAX_ATTEMPTS", "1")
    S3FileSystem.clear_instance_cache()

    with pytest.raises(
        RunFolderUnreachable, match="s3://nowhere/runs/1: the folder of the run cannot be reached"
    ):
        RunFolder("s3://nowhere/runs/1").has(PLAN)


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
