"""`jobprofiles serve`: scheduled runs in a process that stays, and what is left when it, or a run of it, is ended."""

import json
import signal
import time

import httpx
import psutil
import pytest

from output.exclusive import exclusive

WAIT_SECONDS = 120
CANCELLED_WITHIN = 30
EVERY_TEN_SECONDS = {"JOBPROFILES_SCHEDULES": '{"demo": "* * * * * */10"}'}
"""The sixth field of cron, seconds: nobody should wait for a minute to begin."""


class Serving:
    """A `jobprofiles serve`, and what its Prefect server says of the runs."""

    def __init__(self, process, port):
        self.process = process
        self.api = f"http://127.0.0.1:{port}/api"

    def runs(self, *states):
        wanted = {"flow_runs": {"state": {"name": {"any_": list(states)}}}} if states else {}
        try:
            return httpx.post(f"{self.api}/flow_runs/filter", json=wanted, timeout=20).json()
        except httpx.TransportError:
            return []

    def start_now(self, source="demo"):
        """Start a run as the button in Prefect's pages does; returns its id."""
        found = httpx.get(f"{self.api}/deployments/name/publish-profiles/{source}", timeout=20).json()
        url = f"{self.api}/deployments/{found['id']}/create_flow_run"
        # While the other deployments are registered, its database may be busy.
        asked = wait_until(
            lambda: (said := httpx.post(url, json={}, timeout=20)).is_success and said, "new run"
        )
        return asked.json()["id"]

    def state_of(self, run):
        try:
            return httpx.get(f"{self.api}/flow_runs/{run}", timeout=20).json()["state"]["name"]
        except httpx.TransportError:
            return None

    def cancel(self, run):
        state = {"state": {"type": "CANCELLING"}}
        httpx.post(f"{self.api}/flow_runs/{run}/set_state", json=state, timeout=20).raise_for_status()

    def engines(self):
        children = psutil.Process(self.process.pid).children(recursive=True)
        return [child for child in children if "prefect.engine" in " ".join(child.cmdline())]


def wait_until(condition, what, seconds=WAIT_SECONDS):
    deadline = time.monotonic() + seconds
    while not (found := condition()):
        assert time.monotonic() < deadline, f"still no {what}"
        time.sleep(0.2)
    return found


@pytest.fixture
def serve(start_jobprofiles, unused_port):
    def start(*arguments, **environment):
        process = start_jobprofiles("serve", "demo", "--port", unused_port, *arguments, **environment)
        serving = Serving(process, unused_port)
        deployed = f"{serving.api}/deployments/name/publish-profiles/demo"
        wait_until(lambda: answers(deployed) or process.poll() is not None, "deployment")
        assert process.poll() is None, process.communicate()
        return serving

    return start


def answers(url):
    try:
        return httpx.get(url, timeout=20).is_success
    except httpx.TransportError:
        return False


def in_the_middle(tmp_path):
    return wait_until(lambda: list(tmp_path.glob("data/runs/demo/*/segments/0001*")), "page that is fetched")


@pytest.mark.slow
def test_runs_start_on_schedule_and_end_with_the_process(serve, demo_site, processes_of, tmp_path):
    serving = serve(**demo_site, **EVERY_TEN_SECONDS)
    run = wait_until(lambda: serving.runs("Completed"), "scheduled run that is done")[0]

    assert run["auto_scheduled"]
    assert run["parameters"]["source"] == "demo"
    latest = json.loads((tmp_path / "data/datasets/demo/latest.json").read_text())
    assert latest["counts"]["profiles"] == 13

    serving.process.send_signal(signal.SIGTERM)
    serving.process.communicate(timeout=30)
    assert serving.process.returncode == 0
    wait_until(lambda: not processes_of(), "end of all processes")


@pytest.mark.slow
def test_a_run_that_is_cancelled_ends_soon_and_the_next_one_goes_on_with_it(serve, slow_demo_site, tmp_path):
    serving = serve(**slow_demo_site)
    run = serving.start_now()
    in_the_middle(tmp_path)
    at = time.monotonic()
    serving.cancel(run)
    wait_until(
        lambda: serving.state_of(run) == "Cancelled" and not serving.engines(), "end", CANCELLED_WITHIN
    )
    assert time.monotonic() - at < CANCELLED_WITHIN
    assert not (tmp_path / "data/datasets/demo/latest.json").exists()

    run = serving.start_now()
    wait_until(lambda: serving.state_of(run) == "Completed", "run that is done")
    assert len(list(tmp_path.glob("data/runs/demo/*Z"))) == 1


@pytest.mark.slow
def test_after_kill_9_nothing_runs_on_and_the_next_serve_finishes_the_run(
    serve, slow_demo_site, demo_site, processes_of, tmp_path
):
    serving = serve(**slow_demo_site)
    killed = serving.start_now()
    in_the_middle(tmp_path)
    serving.process.kill()
    serving.process.communicate()
    wait_until(lambda: not processes_of(), "end of all processes", 30)

    serving = serve(**demo_site)
    wait_until(lambda: serving.state_of(killed) == "Crashed", "end in the books")
    run = serving.start_now()
    wait_until(lambda: serving.state_of(run) == "Completed", "run that is done")
    assert len(list(tmp_path.glob("data/runs/demo/*Z"))) == 1


def test_one_folder_is_served_by_one_process(jobprofiles, demo_site, tmp_path):
    (tmp_path / "data/prefect").mkdir(parents=True)
    with exclusive(tmp_path / "data/prefect/serving"):
        done = jobprofiles("serve", "demo", "--port", "0", **demo_site)

    assert done.returncode == 2
    assert "another `jobprofiles serve` uses" in done.stderr


@pytest.mark.parametrize(
    ("setting", "told"),
    [
        ({"JOBPROFILES_SCHEDULES": '{"demo": "at night"}'}, "JOBPROFILES_SCHEDULES gives demo 'at night'"),
        ({"JOBPROFILES_TIMEZONE": "Atlantis"}, "JOBPROFILES_TIMEZONE is 'Atlantis'"),
    ],
)
def test_a_schedule_that_makes_no_sense_is_told_at_once(jobprofiles, setting, told):
    done = jobprofiles("serve", "demo", **setting)

    assert done.returncode == 2
    assert told in done.stderr


def test_on_a_server_that_stays_schedules_rest_while_nobody_serves(
    start_jobprofiles, demo_site, prefect_server
):
    deployed = f"{prefect_server}/deployments/name/publish-profiles/demo"

    def rests():
        found = httpx.get(deployed, timeout=20)
        return found.json()["paused"] if found.is_success else None

    for _ in range(2):
        process = start_jobprofiles("serve", "demo", PREFECT_API_URL=prefect_server, **demo_site)
        wait_until(lambda: rests() is False, "schedule that is awake")
        time.sleep(1)  # to be in the middle of waiting for runs
        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=30)
        assert process.returncode == 0
        assert rests()
