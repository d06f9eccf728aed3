"""What an earlier process left in Prefect's books is put in order: the dead are ended, the missed are few."""

from datetime import UTC, datetime, timedelta

import pytest
from prefect.client.orchestration import get_client
from prefect.states import Running, Scheduled

from extractors.source_catalogue import read_sources
from flows.deployments import nightly_runs
from flows.late_runs import end_dead_runs, skip_missed_runs
from flows.run_settings import load_settings

pytestmark = pytest.mark.usefixtures("prefect_server")


@pytest.fixture
def deployment():
    """The deployment of a source that no other test deploys."""
    found = nightly_runs([read_sources().by_id["life-science-karriere"]], load_settings())[0].deployment({})
    found.apply()
    return found


@pytest.fixture
def run_in(deployment):
    """A function that enters a run of the deployment, in a state."""

    def enter(state):
        with get_client(sync_client=True) as client:
            known = client.read_deployment_by_name(f"publish-profiles/{deployment.name}")
            return client.create_flow_run_from_deployment(known.id, state=state).id

    return enter


def state_of(run):
    with get_client(sync_client=True) as client:
        return client.read_flow_run(run).state.name


def test_of_missed_runs_the_newest_is_caught_up(deployment, run_in):
    now = datetime.now(UTC)
    nights = [run_in(Scheduled(scheduled_time=now - timedelta(days=days))) for days in (3, 2, 1)]
    coming = run_in(Scheduled(scheduled_time=now + timedelta(days=1)))

    skip_missed_runs([deployment])

    assert [state_of(run) for run in nights] == ["Cancelled", "Cancelled", "Scheduled"]
    assert state_of(coming) == "Scheduled"


def test_runs_that_nobody_does_any_more_are_ended(deployment, run_in):
    dead, coming = run_in(Running()), run_in(Scheduled(scheduled_time=datetime.now(UTC) + timedelta(days=1)))

    end_dead_runs([deployment])

    assert state_of(dead) == "Crashed"
    assert state_of(coming) == "Scheduled"
