"""What Prefect's books still hold of runs that nobody does: those that died, and those that were missed."""

from collections.abc import Sequence
from datetime import UTC, datetime

from prefect.client.orchestration import SyncPrefectClient, get_client
from prefect.client.schemas.filters import (
    DeploymentFilter,
    DeploymentFilterName,
    FlowFilter,
    FlowFilterName,
    FlowRunFilter,
    FlowRunFilterExpectedStartTime,
    FlowRunFilterState,
    FlowRunFilterStateType,
)
from prefect.client.schemas.objects import FlowRun, StateType
from prefect.client.schemas.sorting import FlowRunSort
from prefect.deployments.runner import RunnerDeployment
from prefect.states import Cancelled, Crashed

_UNDER_WAY = (StateType.PENDING, StateType.RUNNING, StateType.CANCELLING)


def end_dead_runs(deployments: Sequence[RunnerDeployment]) -> None:
    """Mark as crashed what is said to be under way; to be called where nothing can be.

    Their places in the limit of one run a source become free.
    """
    with get_client(sync_client=True) as client:
        for deployment in deployments:
            for run in _runs(client, deployment, _UNDER_WAY):
                told = "the process that ran it is gone; the next run goes on where it stopped"
                client.set_flow_run_state(run.id, Crashed(message=told), force=True)


def skip_missed_runs(deployments: Sequence[RunnerDeployment]) -> None:
    """Cancel, of the runs that were due while nobody served, all but the newest of each deployment."""
    with get_client(sync_client=True) as client:
        for deployment in deployments:
            missed = _runs(client, deployment, (StateType.SCHEDULED,), due=True)
            for run in missed[1:]:
                client.set_flow_run_state(run.id, Cancelled(message="missed, and a newer run was due"))


def _runs(
    client: SyncPrefectClient,
    deployment: RunnerDeployment,
    states: Sequence[StateType],
    *,
    due: bool = False,
) -> list[FlowRun]:
    """Return the runs of a deployment that are in one of the states, from the newest on."""
    wanted = FlowRunFilter(
        state=FlowRunFilterState(type=FlowRunFilterStateType(any_=list(states))),
        expected_start_time=FlowRunFilterExpectedStartTime(before_=datetime.now(UTC)) if due else None,
    )
    return client.read_flow_runs(
        flow_filter=FlowFilter(name=FlowFilterName(any_=[deployment.flow_name])),
        deployment_filter=DeploymentFilter(name=DeploymentFilterName(any_=[deployment.name])),
        flow_run_filter=wanted,
        sort=FlowRunSort.EXPECTED_START_TIME_DESC,
    )
