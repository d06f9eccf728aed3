"""Something that one process at a time may do."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from flows.command_errors import UsageError
from output.exclusive import exclusive


@contextmanager
def only_one(lock: Path, otherwise: str) -> Iterator[None]:
    """Hold the lock while the block runs; raises UsageError, with that message, where another process has it.

    The system frees it when its process dies: a killed run locks nobody out.
    """
    lock.parent.mkdir(parents=True, exist_ok=True)
    with ExitStack() as stack:
        try:
            stack.enter_context(exclusive(lock, wait=False))
        except BlockingIOError as error:
            raise UsageError(otherwise) from error
        yield
