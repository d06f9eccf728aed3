"""Which chunks are tried again by themselves: those that failed for something that may pass."""

from typing import Any, TypedDict

from prefect import Task
from prefect.client.schemas.objects import State, TaskRun
from prefect.tasks import exponential_backoff

from flows.command_errors import UsageError
from flows.fetching.fetch_failures import ArchiveUnreachable, FetchingFailed
from flows.stopping import RunStopped

_FINAL = (RunStopped, UsageError, FetchingFailed)
"""Nothing changes these in a few seconds; what a host fails at, the fetcher has tried again already."""


def _may_pass(_task: Task[..., Any], _task_run: TaskRun, state: State[Any]) -> bool:
    return isinstance(state.data, ArchiveUnreachable) or not isinstance(state.data, _FINAL)


class _Retries(TypedDict):
    retries: int
    retry_delay_seconds: Any
    retry_jitter_factor: float
    retry_condition_fn: Any


RETRIES: _Retries = {
    "retries": 3,
    # 1, 2 and 4 seconds, and up to half of it more: an interrupted run waits for the pause to end.
    "retry_delay_seconds": exponential_backoff(1),
    "retry_jitter_factor": 0.5,
    "retry_condition_fn": _may_pass,
}
"""Options of a task that does a chunk, as Prefect knows them."""
