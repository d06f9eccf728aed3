"""What a host sees of whole runs, from its own log: of two at once, and of one that was killed and went on."""

import json
import time
from collections import Counter

import pytest

from flows.demo_site.demo_server import HOST

WAIT_SECONDS = 90
ABOUT_THE_HOST = {"/robots.txt", "/.well-known/tdmrep.json"}


@pytest.fixture
def environment(logged_demo_site):
    def build(rate, at_once):
        return {
            "JOBPROFILES_HOST_MAP": json.dumps({HOST: f"127.0.0.1:{logged_demo_site.port}"}),
            "JOBPROFILES_REQUESTS_PER_SECOND": str(rate),
            "JOBPROFILES_CONCURRENT_PER_HOST": str(at_once),
        }

    return build


def pages_of(log):
    return Counter(request.path for request in log if request.path not in ABOUT_THE_HOST)


def wait_until(condition):
    deadline = time.monotonic() + WAIT_SECONDS
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.02)


def test_two_runs_at_once_keep_the_pace_of_one(start_jobprofiles, logged_demo_site, environment):
    running = [
        start_jobprofiles(
            "publish", "demo", "--data", data, JOBPROFILES_TASK_RUNNER=runner, **environment(8, 2)
        )
        for data, runner in (("one", "thread"), ("other", "process"))
    ]
    for process in running:
        _, told = process.communicate(timeout=WAIT_SECONDS)
        assert process.returncode == 0, told

    times = sorted(request.at for request in logged_demo_site.log)
    assert set(pages_of(logged_demo_site.log).values()) <= {
        2,
        4,
    }  # each run asks once; a redirect may lead there, too
    assert max(sum(start <= at < start + 1 for at in times) for start in times) <= 8
    assert logged_demo_site.most_at_once <= 2
    assert not [request.path for request in logged_demo_site.log if "draft" in request.path]


def test_after_kill_9_only_pages_in_flight_are_fetched_again(
    jobprofiles, start_jobprofiles, logged_demo_site, environment, tmp_path
):
    site = logged_demo_site
    process = start_jobprofiles("publish", "demo", **environment(4, 2))
    wait_until(lambda: len(pages_of(site.log)) >= 10)
    process.kill()
    process.communicate(timeout=WAIT_SECONDS)
    before = pages_of(site.log)
    site.log.clear()

    done = jobprofiles("publish", "demo", **environment(200, 2))

    assert done.returncode == 0, done.stderr
    again = pages_of(site.log)
    assert again
    assert len(before.keys() & again.keys()) <= 2, (before, again)
    assert len(list(tmp_path.glob("data/runs/demo/*Z"))) == 1
    latest = json.loads((tmp_path / "data/datasets/demo/latest.json").read_text())
    assert latest["counts"]["profiles"] == 13
