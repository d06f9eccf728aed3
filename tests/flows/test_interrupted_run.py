"""A run that ends early, in every way: nothing half-done is published, and no process stays."""

import json
import shutil
import signal
import time

import pytest

WAIT_SECONDS = 60


def wait_until(condition, what):
    deadline = time.monotonic() + WAIT_SECONDS
    while not (found := condition()):
        assert time.monotonic() < deadline, f"still no {what}"
        time.sleep(0.05)
    return found


@pytest.fixture
def start_slow_run(start_jobprofiles, slow_demo_site, tmp_path):
    """A function that starts a run and returns once it is in the middle of fetching."""

    def start(**environment):
        process = start_jobprofiles(
            "publish", "demo", JOBPROFILES_FETCH_CHUNK_SIZE="3", **slow_demo_site, **environment
        )
        wait_until(
            lambda: list(tmp_path.glob("data/runs/demo/*/fetched/0001.jsonl")), "chunk that was fetched"
        )
        wait_until(lambda: list(tmp_path.glob("data/runs/demo/*/segments/0002.warc.gz.part")), "second chunk")
        return process

    return start


@pytest.fixture
def published(jobprofiles, demo_site, prefect_server, tmp_path):
    """The latest.json of a run that went well, and whose other traces are removed."""
    assert jobprofiles("publish", "demo", PREFECT_API_URL=prefect_server, **demo_site).returncode == 0
    shutil.rmtree(tmp_path / "data/archive")
    shutil.rmtree(tmp_path / "data/runs")
    return tmp_path / "data/datasets/demo/latest.json"


@pytest.mark.parametrize("runner", ["thread", "process", "dask"])
def test_ctrl_c_leaves_what_was_published_and_no_process(
    published, start_slow_run, processes_of, prefect_server, runner
):
    before = published.read_bytes()

    process = start_slow_run(
        JOBPROFILES_TASK_RUNNER=runner, JOBPROFILES_WORKERS="2", PREFECT_API_URL=prefect_server
    )
    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=WAIT_SECONDS)

    assert process.returncode == 130
    assert err.splitlines()[-1] == "jobprofiles: interrupted"
    assert "Traceback" not in err
    assert published.read_bytes() == before
    wait_until(lambda: not processes_of(), "end of all processes")


def test_an_interrupted_run_goes_on_where_it_stopped(
    jobprofiles, start_slow_run, demo_site, prefect_server, tmp_path
):
    process = start_slow_run(PREFECT_API_URL=prefect_server)
    process.send_signal(signal.SIGINT)
    process.communicate(timeout=WAIT_SECONDS)
    (segment,) = tmp_path.glob("data/archive/demo/*-0001.warc.gz")
    written = segment.stat().st_mtime_ns

    done = jobprofiles("publish", "demo", PREFECT_API_URL=prefect_server, **demo_site)

    assert done.returncode == 0
    assert len(list(tmp_path.glob("data/runs/demo/*Z"))) == 1
    assert segment.stat().st_mtime_ns == written
    assert json.loads((tmp_path / "data/datasets/demo/latest.json").read_text())["counts"]["profiles"] == 13


@pytest.mark.parametrize(("runner", "end"), [("thread", signal.SIGKILL), ("process", signal.SIGTERM)])
def test_a_killed_run_leaves_no_process(start_slow_run, processes_of, end, runner):
    process = start_slow_run(JOBPROFILES_TASK_RUNNER=runner)
    assert any("flows.server_child" in command for command in processes_of())

    process.send_signal(end)
    process.communicate(timeout=WAIT_SECONDS)

    wait_until(lambda: not processes_of(), "end of all processes")


def test_a_run_killed_while_its_server_starts_leaves_no_process(start_jobprofiles, processes_of, demo_site):
    process = start_jobprofiles("publish", "demo", **demo_site)
    wait_until(lambda: any("flows.server_child" in command for command in processes_of()), "server")

    process.kill()
    process.communicate(timeout=WAIT_SECONDS)

    wait_until(lambda: not processes_of(), "end of all processes")


def test_a_second_run_of_a_source_is_told_to_wait(jobprofiles, start_slow_run, demo_site, prefect_server):
    start_slow_run(PREFECT_API_URL=prefect_server)

    done = jobprofiles("publish", "demo", PREFECT_API_URL=prefect_server, **demo_site)

    assert done.returncode == 2
    assert "another run of demo is under way" in done.stderr
