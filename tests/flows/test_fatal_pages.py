"""A page at which its reader dies is found out, and nobody else has to suffer for it."""

import json
import signal
import subprocess
import sys

import pytest

from flows.fatal_pages import ReadingNotes
from flows.run_folder import RunFolder


@pytest.fixture
def run(tmp_path):
    return RunFolder(str(tmp_path / "run"))


def read(run, pages, dies_at=None):
    """Read the pages of a chunk as far as a process comes; returns those that were read."""
    notes, found = ReadingNotes(run, 1), []
    for page in range(pages):
        if not notes.may_read(page):
            continue
        if page == dies_at:
            return found
        found.append(page)
    notes.end(whole=True)
    return found


def test_a_chunk_that_is_read_in_one_go_leaves_no_notes(run):
    assert read(run, 3) == [0, 1, 2]
    assert run.noted(run.reading(1)) is None


def test_a_page_that_two_careful_readings_died_of_is_left_out(run):
    assert read(run, 4, dies_at=2) == [0, 1]  # nobody has noted which page it was
    assert read(run, 4, dies_at=2) == [0, 1]
    assert read(run, 4, dies_at=2) == [0, 1]
    assert read(run, 4, dies_at=2) == [0, 1, 3]


def test_processes_that_die_at_different_pages_leave_none_out(run):
    for page in (0, 1, 2, 3):
        read(run, 4, dies_at=page)

    assert read(run, 4) == [0, 1, 2, 3]


def test_a_reading_that_was_stopped_is_no_death(run):
    for _ in range(4):
        notes = ReadingNotes(run, 1)
        assert notes.may_read(0)
        notes.end(whole=False)

    assert read(run, 2) == [0, 1]


FATAL = """
import json, os, signal, sys
import flows.extract_profiles as reading

extract = reading.extract
def dying(body, **given):
    if b"<title>Gilder" in body:
        os.kill(os.getpid(), signal.SIGKILL)
    if b"<title>Become a stage rigger" in body:
        raise ValueError("a reader with a fault")
    return extract(body, **given)

reading.extract = dying
from flows.command_line import main
main(sys.argv[1:])
"""


@pytest.mark.slow
def test_a_run_gets_past_pages_that_always_fail(clean_environment, demo_site, prefect_server, tmp_path):
    codes = []
    while len(codes) < 6 and 0 not in codes:
        done = subprocess.run(
            [sys.executable, "-c", FATAL, "publish", "demo", "--accept", "two pages are known to fail"],
            cwd=tmp_path,
            env={**clean_environment, **demo_site, "PREFECT_API_URL": prefect_server},
            capture_output=True,
            text=True,
            check=False,
        )
        codes.append(done.returncode)

    assert codes == [-signal.SIGKILL] * 3 + [0], done.stderr
    report = json.loads(next(tmp_path.glob("data/runs/demo/*/report.json")).read_text())
    told = "\n".join(page["reason"] for page in report["unread"])
    assert "the process that read it died, each time it was tried" in told
    assert "reading it failed: ValueError: a reader with a fault" in told
    assert report["counts"]["profiles"] == 11
