"""How the tasks of a run end early: the flow leaves a file that all of them see, wherever they run."""

import asyncio
import shutil
import time
from collections.abc import Coroutine, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

from flows.run_folder import PLAN, STOP, RunFolder

Result = TypeVar("Result")

_LOOK_SECONDS = 0.25
_LOOK_SECONDS_SHARED = 2.0
"""In an object store, each look costs a request."""


class RunStopped(Exception):
    """The run was interrupted; what this chunk did so far is dropped, and the next run does it again."""


@contextmanager
def ending_tasks(run: RunFolder) -> Iterator[None]:
    """Tell the tasks of a run to end if an exception leaves the block; a run without a plan is removed."""
    run.remove(STOP)
    try:
        yield
    except BaseException:
        if run.has(PLAN):
            run.note(STOP, "")
        else:
            shutil.rmtree(run.on_disk("."), ignore_errors=True)
        raise


class StopSign:
    """What a task looks at while it works: whether the run was interrupted, or another task took its place."""

    def __init__(self, run: RunFolder) -> None:
        self._run = run
        self.seconds = _LOOK_SECONDS_SHARED if run.is_shared else _LOOK_SECONDS
        """Between two looks."""
        self._next_look = 0.0

    def look(self) -> None:
        """Raise RunStopped if the task is to end; costs nothing if the last look was a moment ago."""
        if time.monotonic() < self._next_look:
            return
        if self._run.has(STOP):
            raise RunStopped(f"{self._run.name}: the run was interrupted")
        self._next_look = time.monotonic() + self.seconds


async def until_told(sign: StopSign, work: Coroutine[Any, Any, Result]) -> Result:
    """Return the result of `work`, or cancel it and raise RunStopped when the run is interrupted."""
    task = asyncio.create_task(work)
    try:
        while not (await asyncio.wait({task}, timeout=sign.seconds))[0]:
            await asyncio.to_thread(sign.look)
        return task.result()
    finally:
        if not task.done():
            task.cancel()
            await asyncio.wait({task})
