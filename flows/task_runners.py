"""Where the tasks of a run are done: a setting."""

import multiprocessing
import os
import signal
import threading
from typing import Any

from prefect.task_runners import ProcessPoolTaskRunner, TaskRunner, ThreadPoolTaskRunner

from flows.run_log import join_run_log
from flows.run_settings import RunSettings


def chosen_task_runner(settings: RunSettings) -> TaskRunner[Any]:
    """Return Prefect's task runner of that name, with a bound on its workers (threads have none)."""
    match settings.task_runner:
        case "thread":
            return ThreadPoolTaskRunner(max_workers=settings.workers)
        case "process":
            return ProcessPoolTaskRunner(max_workers=settings.workers, initializer=_join_the_run)


def _join_the_run() -> None:
    """Join a worker process to its run: its log, and its end.

    A pool's workers wait for ever when their run was killed. Ctrl-C reaches them too, but it is for the run to
    tell its tasks to end.
    """
    join_run_log()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if run := multiprocessing.parent_process():

        def watch() -> None:
            run.join()
            os._exit(1)

        threading.Thread(target=watch, daemon=True).start()
