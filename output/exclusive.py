"""Locks that a dead process lets go of."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO


@contextmanager
def exclusive(path: Path, *, wait: bool = True) -> Iterator[BinaryIO]:
    """Hold a lock on the file `path` while the block runs; another run that wants it waits.

    The kernel frees it when its process dies (flock), so a killed run locks nobody out. Raises BlockingIOError
    where another run has it and this one is not to `wait`.
    """
    with path.open("a+b") as file:
        fcntl.flock(file, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
        yield file
