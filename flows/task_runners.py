"""Where the tasks of a run are done: a setting."""

import logging
import multiprocessing
import os
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from prefect.task_runners import ProcessPoolTaskRunner, TaskRunner, ThreadPoolTaskRunner

from flows.command_errors import UsageError
from flows.run_settings import RunSettings

_END_SECONDS = 20


def chosen_task_runner(settings: RunSettings) -> TaskRunner[Any]:
    """Return Prefect's task runner of that name, with a bound on its workers (threads have none).

    Raises UsageError where its extra is not installed.
    """
    match settings.task_runner:
        case "thread":
            return ThreadPoolTaskRunner(max_workers=settings.workers)
        case "process":
            return ProcessPoolTaskRunner(max_workers=settings.workers, initializer=_end_with_the_run)
        case "dask":
            return _dask(settings)
        case "ray":
            return _ray(settings)


def _dask(settings: RunSettings) -> TaskRunner[Any]:
    try:
        from prefect_dask.task_runners import DaskTaskRunner  # noqa: PLC0415  (an extra)
    except ImportError as error:
        raise _not_installed("dask") from error
    if settings.cluster:
        return DaskTaskRunner(address=settings.cluster)
    # One task a worker process: what one page does to a process concerns no other chunk.
    local = {
        "n_workers": settings.workers,
        "threads_per_worker": 1,
        "dashboard_address": None,
        "preload": ["flows.dask_worker"],
        "silence_logs": logging.CRITICAL,  # what it says of tasks that are cancelled is no news
    }
    return DaskTaskRunner(cluster_kwargs=local)


def _ray(settings: RunSettings) -> TaskRunner[Any]:
    try:
        from prefect_ray.task_runners import RayTaskRunner  # noqa: PLC0415  (an extra)
    except ImportError as error:
        raise _not_installed("ray") from error
    # Workers write the log of the run themselves; Ray would show each of their lines a second time.
    local = {"num_cpus": settings.workers, "include_dashboard": False, "log_to_driver": False}
    runner: TaskRunner[Any] = (
        RayTaskRunner(address=settings.cluster) if settings.cluster else RayTaskRunner(init_kwargs=local)
    )
    return runner


def _not_installed(runner: str) -> UsageError:
    return UsageError(
        f"JOBPROFILES_TASK_RUNNER is {runner!r}: it needs the extra, as in `pip install 'jobprofiles[{runner}]'`"
    )


@contextmanager
def ending_in_time(runner: TaskRunner[Any]) -> Iterator[TaskRunner[Any]]:
    """Start a task runner for the block; worker processes that do not end soon after it are killed.

    What they were asked to do is done by then, or is done again: a run must not wait for ever for one that hangs.
    """
    kill = threading.Timer(_END_SECONDS, _kill_workers)
    kill.daemon = True
    try:
        with runner:
            try:
                yield runner
            finally:
                kill.start()
    finally:
        kill.cancel()


def _kill_workers() -> None:
    for worker in multiprocessing.active_children():
        worker.kill()


@contextmanager
def holding_interrupts() -> Iterator[None]:
    """Let Ctrl-C wait until the block is done; processes that are started in it do not hear of it at all.

    It reaches every process of a terminal, but it is for the run to tell its tasks to end.
    """
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _end_with_the_run() -> None:
    """Let a worker process end with its run: a pool's workers wait for ever when their run was killed."""
    if run := multiprocessing.parent_process():

        def watch() -> None:
            run.join()
            os._exit(1)

        threading.Thread(target=watch, daemon=True).start()
