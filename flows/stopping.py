"""How the tasks of a run end early: the flow leaves a file that all of them see, wherever they run."""

import asyncio
import shutil
from collections.abc import Coroutine, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

from flows.run_folder import RunFolder

Result = TypeVar("Result")

_LOOK_SECONDS = 0.25


class RunStopped(Exception):
    """The run was interrupted; what this chunk did so far is dropped, and the next run does it again."""


@contextmanager
def ending_tasks(run: RunFolder) -> Iterator[None]:
    """Tell the tasks of a run to end if an exception leaves the block; a run without a plan is removed."""
    run.stop.unlink(missing_ok=True)
    try:
        yield
    except BaseException:
        if run.plan.exists():
            run.stop.touch()
        else:
            shutil.rmtree(run.path, ignore_errors=True)
        raise


def stop_if_told(stop: Path) -> None:
    """Raise RunStopped if the run was interrupted."""
    if stop.exists():
        raise RunStopped(f"{stop.parent.name}: the run was interrupted")


async def until_told(stop: Path, work: Coroutine[Any, Any, Result]) -> Result:
    """Return the result of `work`, or cancel it and raise RunStopped when the run is interrupted."""
    task = asyncio.create_task(work)
    try:
        while not (await asyncio.wait({task}, timeout=_LOOK_SECONDS))[0]:
            stop_if_told(stop)
        return task.result()
    finally:
        if not task.done():
            task.cancel()
            await asyncio.wait({task})
