"""Threads, processes, Dask and Ray give the same dataset, byte for byte; a cluster may lose a worker.

RUNNER_PAGES=5000 is `make soak-flows`.
"""

import json
import multiprocessing
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter

import psutil
import pytest

from benchmarks.profile_archive import build_archive
from flows.demo_site.demo_server import HOST
from flows.task_runners import ending_in_time

PAGES = int(os.environ.get("RUNNER_PAGES", "0"))
RUNNERS = ("thread", "process", "dask", "ray")
WAIT_SECONDS = 120
SMALL = {
    "JOBPROFILES_FETCH_CHUNK_SIZE": "6",
    "JOBPROFILES_EXTRACT_CHUNK_SIZE": "6",
    "JOBPROFILES_WORKERS": "2",
}


@pytest.fixture
def short_folder():
    """A folder of a short name: Ray's sockets lie below it, and the system bounds the length of theirs."""
    with tempfile.TemporaryDirectory(prefix="ray-", ignore_cleanup_errors=True) as folder:
        yield folder


@pytest.mark.slow
def test_every_runner_publishes_the_same(
    jobprofiles, demo_site, prefect_server, fingerprint, processes_of, short_folder, tmp_path
):
    published = {}
    for runner in RUNNERS:
        done = jobprofiles(
            "publish", "demo", "--data", runner, JOBPROFILES_TASK_RUNNER=runner, PREFECT_API_URL=prefect_server,
            RAY_TMPDIR=short_folder, **SMALL, **demo_site,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        published[runner] = fingerprint(tmp_path / runner)

    assert len(published["thread"]) > 20
    for runner in RUNNERS:
        assert published[runner] == published["thread"], runner
    wait_until(lambda: not processes_of(), "end of all processes")


@pytest.mark.slow
@pytest.mark.skipif(
    not PAGES, reason="takes minutes: RUNNER_PAGES says with how many pages, as make soak-flows does"
)
def test_every_runner_reads_an_archive_alike(
    jobprofiles, prefect_server, fingerprint, short_folder, tmp_path
):
    build_archive(tmp_path / "pages", PAGES)
    chunk = {"JOBPROFILES_EXTRACT_CHUNK_SIZE": str(max(PAGES // 10, 1)), "JOBPROFILES_WORKERS": "2"}
    published = {}
    for runner in RUNNERS:
        done = jobprofiles(
            "reextract", "demo", "--data", runner, "--accept", "more pages than it has", RAY_TMPDIR=short_folder,
            JOBPROFILES_TASK_RUNNER=runner, JOBPROFILES_ARCHIVE=str(tmp_path / "pages"),
            PREFECT_API_URL=prefect_server, **chunk,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        assert f"{PAGES} profiles" in done.stdout
        published[runner] = fingerprint(tmp_path / runner)

    for runner in RUNNERS:
        assert published[runner] == published["thread"], runner


@pytest.mark.parametrize("runner", ["dask", "ray"])
def test_an_extra_that_is_not_installed_is_named(jobprofiles, demo_site, prefect_server, runner, tmp_path):
    # A package of that name that cannot be imported stands before the installed one.
    hiding = tmp_path / "hiding"
    hiding.mkdir()
    (hiding / f"prefect_{runner}.py").write_text("raise ImportError('not installed')")

    done = jobprofiles(
        "publish", "demo", JOBPROFILES_TASK_RUNNER=runner, PYTHONPATH=str(hiding), PREFECT_API_URL=prefect_server,
        **demo_site,
    )  # fmt: skip

    assert done.returncode == 2
    assert f"it needs the extra, as in `pip install 'jobprofiles[{runner}]'`" in done.stderr


def test_machines_that_share_runs_have_to_share_the_archive(jobprofiles):
    done = jobprofiles("publish", "demo", JOBPROFILES_RUNS="s3://jobs/runs")

    assert done.returncode == 2
    assert "expected JOBPROFILES_ARCHIVE to be an address that they reach, too" in done.stderr


def wait_until(condition, what):
    deadline = time.monotonic() + WAIT_SECONDS
    while not (found := condition()):
        assert time.monotonic() < deadline, f"still no {what}"
        time.sleep(0.1)
    return found


@pytest.fixture
def dask_cluster(clean_environment, bucket, tmp_path):  # noqa: ARG001  (its environment)
    """The address of a Dask scheduler, and two workers with a home and a working directory each of their own."""
    started = []

    def start(*arguments, home):
        home = tmp_path / home
        home.mkdir()
        store = {name: value for name, value in os.environ.items() if name.startswith("AWS_")}
        environment = {**clean_environment, **store, "HOME": str(home), "PREFECT_HOME": str(home / "prefect")}
        command = [sys.executable, "-m", "distributed.cli.dask_" + arguments[0], *map(str, arguments[1:])]
        with (tmp_path / "dask.log").open("ab") as log:
            process = subprocess.Popen(command, cwd=home, env=environment, stdout=log, stderr=log)
        started.append(process)
        return process

    known = tmp_path / "scheduler.json"
    start("scheduler", "--port", "0", "--no-dashboard", "--scheduler-file", known, home="scheduler")
    wait_until(known.exists, "scheduler")
    options = ("--nworkers", "1", "--nthreads", "1", "--no-dashboard", "--scheduler-file", known)
    workers = [start("worker", *options, home=name) for name in ("first", "second")]
    yield json.loads(known.read_text())["address"], workers
    for process in reversed(started):
        for child in psutil.Process(process.pid).children(recursive=True) if process.poll() is None else ():
            child.kill()
        process.kill()
        process.wait()


@pytest.mark.slow
def test_a_run_on_dask_workers_that_share_only_a_store_outlives_one_of_them(
    start_jobprofiles,
    jobprofiles,
    dask_cluster,
    bucket,
    logged_demo_site,
    prefect_server,
    fingerprint,
    tmp_path,
):
    address, workers = dask_cluster
    site = {
        "JOBPROFILES_HOST_MAP": json.dumps({HOST: f"127.0.0.1:{logged_demo_site.port}"}),
        "JOBPROFILES_CONCURRENT_PER_HOST": "2",
        "JOBPROFILES_REQUESTS_PER_SECOND": "8",
        "PREFECT_API_URL": prefect_server,
        **SMALL,
    }
    alone = jobprofiles("publish", "demo", "--data", "alone", **site)
    assert alone.returncode == 0, alone.stderr
    asked = Counter(request.path for request in logged_demo_site.log)
    logged_demo_site.log.clear()
    logged_demo_site.most_at_once = 0

    shared = {"JOBPROFILES_RUNS": f"{bucket}/runs", "JOBPROFILES_ARCHIVE": f"{bucket}/archive"}
    store = {name: value for name, value in os.environ.items() if name.startswith("AWS_")}
    cluster = {"JOBPROFILES_TASK_RUNNER": "dask", "JOBPROFILES_CLUSTER": address}
    run = start_jobprofiles("publish", "demo", **site, **shared, **cluster, **store)
    busy = wait_until(
        lambda: fetching(tmp_path) if len(logged_demo_site.log) > 12 else None, "page that is fetched"
    )
    worker = next(worker for worker in workers if f"/{busy}" in psutil.Process(worker.pid).cwd())
    for process in (*psutil.Process(worker.pid).children(recursive=True), psutil.Process(worker.pid)):
        process.send_signal(signal.SIGKILL)
    _, told = run.communicate(timeout=WAIT_SECONDS)

    assert run.returncode == 0, told
    assert fingerprint(tmp_path / "data") == fingerprint(tmp_path / "alone")
    assert logged_demo_site.most_at_once <= 2
    again = Counter(request.path for request in logged_demo_site.log) - asked
    assert again
    assert again.total() <= 6 + 2, (
        again
    )  # the chunk that its worker took with it, and what is asked of every host
    assert not list(tmp_path.glob("data/runs/demo/*Z"))


def fetching(tmp_path):
    """Name the worker that has a segment under way."""
    found = [path for name in ("first", "second") for path in (tmp_path / name).rglob("*.warc.gz.part")]
    return found[0].relative_to(tmp_path).parts[0] if found else None


class _WaitsForever:
    """A task runner that waits for a worker which does not end."""

    def __enter__(self):
        self.worker = multiprocessing.get_context("spawn").Process(target=time.sleep, args=[600])
        self.worker.start()
        return self

    def __exit__(self, *_):
        self.worker.join()


def test_a_worker_that_does_not_end_holds_up_nobody(monkeypatch):
    monkeypatch.setattr("flows.task_runners._END_SECONDS", 0.2)

    with ending_in_time(_WaitsForever()) as runner:
        assert runner.worker.is_alive()

    assert runner.worker.exitcode == -signal.SIGKILL
