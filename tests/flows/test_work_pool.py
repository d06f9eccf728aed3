"""A Prefect server on PostgreSQL, a work pool, and two workers: what docs/operations.md sets up, from the repository's
own prefect.yaml."""

import contextlib
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import httpx
import psutil
import pytest

ROOT = Path(__file__).resolve().parents[2]
WAIT_SECONDS = 150
CANCELLED_WITHIN = 30


def postgres_programs():
    """The folder of PostgreSQL's programs; Debian has one a release, and none of them on the PATH."""
    debian = sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    elsewhere = [Path(found).resolve().parent for found in (shutil.which("initdb"),) if found]
    return next((folder for folder in (*debian, *elsewhere) if (folder / "pg_isready").exists()), None)


def free_port():
    with socket.create_server(("127.0.0.1", 0)) as free:
        return free.getsockname()[1]


def wait_until(condition, what, seconds=WAIT_SECONDS):
    deadline = time.monotonic() + seconds
    while not (found := condition()):
        assert time.monotonic() < deadline, f"still no {what}"
        time.sleep(0.2)
    return found


class Database:
    """A PostgreSQL server of its own, on loopback; it refuses to run as root, so another user owns it there."""

    def __init__(self, programs, folder, user):
        self.programs, self.folder, self.user = programs, folder, user
        self.port = free_port()
        self.process = None

    @property
    def url(self):
        return f"postgresql+asyncpg://prefect@127.0.0.1:{self.port}/postgres"

    def run(self, program, *arguments):
        command = [self.programs / program, *map(str, arguments)]
        subprocess.run(command, check=True, capture_output=True, user=self.user, cwd=self.folder)

    def start(self):
        command = [self.programs / "postgres", "-D", self.folder / "data", "-h", "127.0.0.1"]
        command += ["-p", str(self.port), "-k", self.folder]
        with (self.folder / "log").open("ab") as log:
            self.process = subprocess.Popen(command, user=self.user, cwd=self.folder, stdout=log, stderr=log)
        wait_until(self.answers, "database", 60)

    def answers(self):
        command = [self.programs / "pg_isready", "-h", "127.0.0.1", "-p", str(self.port)]
        return subprocess.run(command, capture_output=True, check=False).returncode == 0

    def stop(self):
        if self.process:
            self.process.send_signal(signal.SIGINT)
            self.process.wait(timeout=30)


@pytest.fixture(scope="module")
def database():
    programs = postgres_programs()
    if programs is None:
        pytest.skip("PostgreSQL is not installed (Debian: apt install postgresql)")
    user = "postgres" if os.getuid() == 0 else None
    folder = Path(tempfile.mkdtemp(prefix="jobprofiles-postgres-"))
    if user:
        try:
            shutil.chown(folder, user)
        except LookupError:
            pytest.skip("PostgreSQL does not run as root, and there is no user postgres")
    served = Database(programs, folder, user)
    try:
        served.run("initdb", "-D", folder / "data", "-U", "prefect", "--auth=trust", "--no-sync")
        served.start()
        yield served
    finally:
        served.stop()
        shutil.rmtree(folder, ignore_errors=True)


class Prefect:
    """A Prefect server and workers, as started by hand, each in a process of its own."""

    def __init__(self, database, folder):
        self.folder = folder
        self.port = free_port()
        self.api = f"http://127.0.0.1:{self.port}/api"
        home = folder / "home"
        home.mkdir()
        foreign = ("PREFECT_", "JOBPROFILES_", "PYTEST_")
        kept = {name: value for name, value in os.environ.items() if not name.startswith(foreign)}
        self.environment = {
            **kept,
            "HOME": str(home),
            "TMPDIR": str(home),
            "PREFECT_API_URL": self.api,
            "PREFECT_API_DATABASE_CONNECTION_URL": database.url,
            "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
            "DO_NOT_TRACK": "1",
            "PREFECT_SERVER_CONCURRENCY_LEASE_STORAGE": "prefect.server.concurrency.lease_storage.filesystem",
            "PREFECT_SERVER_CONCURRENCY_INITIAL_DEPLOYMENT_LEASE_DURATION": "30",
            "PREFECT_WORKER_QUERY_SECONDS": "2",
            "JOBPROFILES_DATA": str(folder / "data"),
        }
        self.processes = []

    def start(self, *arguments, **environment):
        with (self.folder / "log").open("ab") as log:
            process = subprocess.Popen(
                [sys.executable, "-m", "prefect", *map(str, arguments)],
                cwd=ROOT,
                env={**self.environment, **environment},
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        self.processes.append(process)
        return process

    def run(self, *arguments):
        command = [sys.executable, "-m", "prefect", "--no-prompt", *arguments]
        subprocess.run(command, cwd=ROOT, env=self.environment, check=True, capture_output=True, timeout=120)

    def start_server(self):
        server = self.start("server", "start", "--port", self.port)
        wait_until(lambda: self.get("health") is not None, "server")
        return server

    def get(self, path):
        try:
            found = httpx.get(f"{self.api}/{path}", timeout=20)
            return found.json() if found.is_success else None
        except httpx.TransportError:
            return None

    def start_run(self):
        deployment = self.get("deployments/name/publish-profiles/demo")["id"]
        asked = httpx.post(f"{self.api}/deployments/{deployment}/create_flow_run", json={}, timeout=20)
        return asked.json()["id"]

    def state_of(self, run):
        found = self.get(f"flow_runs/{run}")
        return found and found["state"]["name"]

    def end(self):
        for process in reversed(self.processes):
            with contextlib.suppress(psutil.NoSuchProcess):
                for child in psutil.Process(process.pid).children(recursive=True):
                    with contextlib.suppress(psutil.NoSuchProcess):
                        child.kill()
            process.kill()
            process.wait()


@pytest.fixture(scope="module")
def prefect(database, tmp_path_factory):
    served = Prefect(database, tmp_path_factory.mktemp("work-pool"))
    try:
        served.server = served.start_server()
        served.run("work-pool", "create", "jobprofiles", "--type", "process")
        served.run("deploy", "--all")
        yield served
    finally:
        served.end()


@pytest.fixture
def workers(prefect, slow_demo_site):
    """Two workers that find the demo site, each with room for one run."""
    prefect.pace = {**slow_demo_site, "JOBPROFILES_REQUESTS_PER_SECOND": "8"}
    started = [
        prefect.start(
            "worker", "start", "--pool", "jobprofiles", "--name", name, "--limit", 1, **prefect.pace
        )
        for name in ("first", "second")
    ]
    pool = "work_pools/jobprofiles/workers/filter"
    wait_until(lambda: len(httpx.post(f"{prefect.api}/{pool}", json={}, timeout=20).json()) >= 2, "workers")
    yield started
    for worker in started:
        worker.terminate()
        worker.wait(timeout=60)


def test_every_source_is_deployed_and_those_without_an_address_rest(prefect):
    found = httpx.post(f"{prefect.api}/deployments/filter", json={}, timeout=20).json()
    deployed = {deployment["name"]: deployment for deployment in found}

    assert {"bls-ooh", "demo", "life-science-karriere"} <= set(deployed)
    assert not deployed["bls-ooh"]["paused"]
    assert deployed["demo"]["paused"]
    assert {deployment["global_concurrency_limit"]["limit"] for deployment in found} == {1}
    described = deployed["demo"]["parameter_openapi_schema"]["properties"]
    assert described["accept"]["description"].startswith("Why the result is to be published")


@pytest.mark.slow
def test_runs_outlive_their_worker_and_the_database(prefect, workers, database, httpserver):
    httpserver.expect_request("/hook").respond_with_data("")
    command = [sys.executable, ROOT / "docs/automations.py", httpserver.url_for("/hook")]
    subprocess.run(command, env=prefect.environment, check=True, capture_output=True, timeout=120)
    data = prefect.folder / "data"

    # The database is restarted in the middle of a run.
    run = prefect.start_run()
    wait_until(lambda: list(data.glob("runs/demo/*/segments/0001*")), "page that is fetched")
    database.stop()
    database.start()
    wait_until(lambda: prefect.state_of(run) in {"Completed", "Failed", "Crashed"}, "end of the run")
    if prefect.state_of(run) != "Completed":
        run = prefect.start_run()
        wait_until(lambda: prefect.state_of(run) == "Completed", "run that is done")
    first = json.loads((data / "datasets/demo/latest.json").read_text())
    assert first["counts"]["profiles"] == 13
    assert len(list(data.glob("runs/demo/*Z*"))) == 1

    # The worker that does a run is killed: what it started ends with it, and the other worker goes on.
    run = prefect.start_run()
    second = wait_until(lambda: list(data.glob("runs/demo/*/segments/0001*")), "page that is fetched")
    doing = next(worker for worker in workers if psutil.Process(worker.pid).children())
    children = psutil.Process(doing.pid).children(recursive=True)
    doing.kill()
    wait_until(lambda: not any(child.is_running() for child in children), "end of its processes", 60)
    wait_until(lambda: prefect.state_of(run) in {"Crashed", "Failed", "Cancelled"}, "end in the books", 60)
    again = prefect.start_run()
    wait_until(lambda: prefect.state_of(again) == "Completed", "run by the other worker")
    assert second[0].parents[1] == max(data.glob("runs/demo/*Z*"))
    assert json.loads((data / "datasets/demo/latest.json").read_text())["version"] == first["version"]

    # A run that is cancelled in Prefect's pages ends soon, and leaves the worker to the next one.
    run = prefect.start_run()
    wait_until(lambda: list(data.glob("runs/demo/*/segments/0001*")), "page that is fetched")
    cancelling = {"state": {"type": "CANCELLING"}}
    httpx.post(f"{prefect.api}/flow_runs/{run}/set_state", json=cancelling, timeout=20).raise_for_status()
    idle = next(worker for worker in workers if worker.poll() is None)
    wait_until(
        lambda: prefect.state_of(run) == "Cancelled" and not psutil.Process(idle.pid).children(),
        "end of the cancelled run",
        CANCELLED_WITHIN,
    )

    wait_until(lambda: httpserver.log, "word of the run that crashed")
    assert "prefect.flow-run." in httpserver.log[0][0].get_json()["subject"]
