"""A run of which something is killed, at a seeded moment, ends in the dataset that an undisturbed one gives.

FLOW_KILLS=24 is `make soak-flows`.
"""

import json
import os
import signal
import time
from collections import Counter
from dataclasses import dataclass
from random import Random

import psutil
import pytest

from flows.demo_site.demo_server import HOST

KILLS = int(os.environ.get("FLOW_KILLS", "3"))
WAIT_SECONDS = 180
AT_ONCE = 2
ABOUT_THE_HOST = {"/robots.txt", "/.well-known/tdmrep.json", "/careers/"}


@dataclass(frozen=True)
class Kill:
    number: int
    stage: str
    victim: str
    runner: str
    moment: float
    """Seconds after the stage was seen to begin."""

    def __str__(self):
        return f"{self.number}-{self.victim}-in-{self.stage}-{self.runner}"


def seeded_kill(number):
    dice = Random(number)
    stage = ("fetch", "extract", "publish", "discover", "report")[number % 5]
    victim = ("worker", "run", "server")[number % 3]
    if victim == "worker" and stage not in {"fetch", "extract"}:
        victim = "run"  # nothing is left to the workers then
    runner = "process" if victim == "worker" else dice.choice(("thread", "process"))
    return Kill(number, stage, victim, runner, dice.uniform(0, 0.5 if stage == "fetch" else 0.1))


def begun(data, stage):
    def any_of(pattern):
        return next(data.glob(pattern), None)

    match stage:
        case "discover":
            return any_of("runs/demo/*/segments/listing*")
        case "fetch":
            return any_of("runs/demo/*/fetched/*.jsonl")
        case "extract":
            return any_of("runs/demo/*/results/*.reading")
        case "publish":
            return any_of("datasets/demo/.unfinished*") or any_of("datasets/demo/v/*")
        case "report":
            return any_of("datasets/demo/latest.json")


def processes_for(run, victim):
    if victim == "run":
        return [run.pid]
    mark = {"server": "flows.server_child", "worker": "spawn_main"}[victim]
    found = []
    for process in psutil.Process(run.pid).children(recursive=True):
        try:
            if mark in " ".join(process.cmdline()):
                found.append(process.pid)
        except psutil.Error:
            continue  # it ended meanwhile
    return found


def wait_until(condition, what, process=None):
    deadline = time.monotonic() + WAIT_SECONDS
    while not (found := condition()):
        if process and process.poll() is not None:
            return None
        assert time.monotonic() < deadline, f"still no {what}"
        time.sleep(0.002)
    return found


@pytest.fixture
def environment(logged_demo_site):
    return {
        "JOBPROFILES_HOST_MAP": json.dumps({HOST: f"127.0.0.1:{logged_demo_site.port}"}),
        "JOBPROFILES_REQUESTS_PER_SECOND": "20",
        "JOBPROFILES_CONCURRENT_PER_HOST": str(AT_ONCE),
        "JOBPROFILES_FETCH_CHUNK_SIZE": "6",
        "JOBPROFILES_EXTRACT_CHUNK_SIZE": "12",
        "JOBPROFILES_WORKERS": "2",
    }


@pytest.fixture
def undisturbed(fingerprint, jobprofiles, environment, prefect_server, logged_demo_site, tmp_path):
    """What an undisturbed run publishes, and how often it asks for each page."""
    done = jobprofiles(
        "publish", "demo", "--data", "undisturbed", **environment, PREFECT_API_URL=prefect_server
    )
    assert done.returncode == 0, done.stderr
    asked = pages_asked(logged_demo_site.log)
    logged_demo_site.log.clear()
    return fingerprint(tmp_path / "undisturbed"), asked


def pages_asked(log):
    return Counter(request.path for request in log if request.path not in ABOUT_THE_HOST)


@pytest.mark.parametrize("kill", [seeded_kill(number) for number in range(KILLS)], ids=str)
def test_a_killed_run_that_is_started_again_gives_what_an_undisturbed_one_gives(
    kill, undisturbed, fingerprint, start_jobprofiles, jobprofiles, environment, logged_demo_site, prefect_server,
    processes_of, tmp_path,
):  # fmt: skip
    published, asked = undisturbed
    server = {} if kill.victim == "server" else {"PREFECT_API_URL": prefect_server}
    run = start_jobprofiles("publish", "demo", JOBPROFILES_TASK_RUNNER=kill.runner, **environment, **server)
    wait_until(lambda: begun(tmp_path / "data", kill.stage), kill.stage, run)
    time.sleep(kill.moment)
    victims = processes_for(run, kill.victim) if run.poll() is None else []
    for victim in victims[-1:]:
        os.kill(victim, signal.SIGKILL)
    _, told = run.communicate(timeout=WAIT_SECONDS)

    # A worker or a server that dies does not even end the run.
    assert run.returncode == (-signal.SIGKILL if kill.victim == "run" and victims else 0), told
    wait_until(lambda: not processes_of(), "end of all processes")
    if run.returncode:
        again = jobprofiles("publish", "demo", **environment, PREFECT_API_URL=prefect_server)
        assert again.returncode == 0, again.stderr
    assert len(published) > 20
    assert fingerprint(tmp_path / "data") == published
    if len(list(tmp_path.glob("data/runs/demo/*Z*"))) == 1:
        twice = pages_asked(logged_demo_site.log) - asked
        assert twice.total() <= AT_ONCE, twice
