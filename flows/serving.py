"""Runs on their schedules: Prefect's runner, and order in what an earlier one left behind."""

import sys
from collections.abc import Sequence

from prefect import serve
from prefect.settings import get_current_settings

from flows.deployments import ScheduledRun
from flows.late_runs import end_dead_runs, skip_missed_runs
from flows.only_one import only_one
from flows.prefect_api import prefect_api
from flows.run_settings import RunSettings
from flows.task_runners import chosen_task_runner


def serve_runs(
    runs: Sequence[ScheduledRun], settings: RunSettings, *, at_once: int | None, port: int, parquet: bool
) -> None:
    """Start each run when it is due, until the process is told to end; runs that are under way end with it.

    Raises UsageError where another process serves the same data, and what `prefect_api` raises.
    """
    chosen_task_runner(settings)  # what is wrong with it is told now, not at night
    folder = settings.data / "prefect"
    own_server = get_current_settings().api.url is None
    other = f"another `jobprofiles serve` uses {settings.data}: stop it, or name another folder with --data"
    with only_one(folder / "serving", other), prefect_api(folder, port=port) as address:
        deployments = [
            run.deployment({"data": str(settings.data.absolute()), "parquet": parquet}) for run in runs
        ]
        if own_server:
            end_dead_runs(deployments)
        skip_missed_runs(deployments)
        for run in runs:
            _say(run.told())
        _say(f"Serving {len(runs)} schedules; Prefect is at {address.removesuffix('/api')}, Ctrl-C ends it.")
        serve(
            *deployments,
            # Another server would go on to list as late what nobody starts.
            pause_on_shutdown=not own_server,
            print_starting_message=False,
            limit=at_once or settings.workers,
        )


def _say(line: str) -> None:
    sys.stderr.write(f"{line}\n")
    sys.stderr.flush()
