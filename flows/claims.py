"""Who fetches a chunk: one task, also where a cluster has lost sight of a worker that still works."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from uuid import uuid4

from flows.run_folder import RunFolder
from flows.stopping import RunStopped, StopSign

_LOOKS_TO_NOTICE = 3
"""So many looks of the other task pass before this one begins."""


class Claim(StopSign):
    """A stop sign that also says whether the chunk is still this task's."""

    def __init__(self, run: RunFolder, chunk: int) -> None:
        super().__init__(run)
        self._name, self._part = str(uuid4()), run.claim(chunk)

    def take(self) -> bool:
        """Make the chunk this task's; tell whether another task had it, and did not say that it ended."""
        taken = self._run.noted(self._part) is not None
        self._run.note(self._part, self._name)
        return taken

    def look(self) -> None:
        """Raise RunStopped if the run was interrupted, or another task has claimed the chunk."""
        super().look()
        if self._run.noted(self._part) != self._name:
            raise RunStopped(f"{self._run.name}: another worker fetches this chunk now")

    def release(self) -> None:
        """Say that this task has ended."""
        if self._run.noted(self._part) == self._name:
            self._run.remove(self._part)


@contextmanager
def claimed(run: RunFolder, chunk: int) -> Iterator[StopSign]:
    """Claim a fetch chunk for the block, and yield what the task is to look at.

    A task that holds the chunk already is given time to notice that it lost it. Where one machine does the whole
    run, a chunk has one task by construction.
    """
    if not run.is_shared:
        yield StopSign(run)
        return
    claim = Claim(run, chunk)
    if claim.take():
        time.sleep(_LOOKS_TO_NOTICE * claim.seconds)
    try:
        yield claim
    finally:
        claim.release()
