"""A Prefect server of ours is started again when it dies, so that the runs that report to it go on."""

import logging
import subprocess
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from flows.server_child import GRACE_SECONDS

logger = logging.getLogger(__name__)

_STARTS = 5
"""A server that has died so many times will not live."""

Child = subprocess.Popen[bytes]


@contextmanager
def kept_alive(start: Callable[[], Child]) -> Iterator[None]:
    """Start a server with `start`, again whenever it dies during the block, and end it with the block.

    Its socket has to outlive it: whoever asks meanwhile waits until the next one answers.
    """
    watch = _Watch(start)
    thread = threading.Thread(target=watch.restart_dead_servers, daemon=True)
    thread.start()
    try:
        yield
    finally:
        watch.end()
        thread.join()


class _Watch:
    def __init__(self, start: Callable[[], Child]) -> None:
        self._start = start
        self._lock = threading.Lock()
        self._ending = False
        self._child = start()

    def restart_dead_servers(self) -> None:
        for _ in range(1, _STARTS):
            code = self._child.wait()
            with self._lock:
                if self._ending:
                    return
                logger.warning("The Prefect server ended (exit code %d); starting it again.", code)
                self._child = self._start()

    def end(self) -> None:
        with self._lock:
            self._ending = True
            child = self._child
        assert child.stdin is not None  # noqa: S101  (it is started with a pipe, whose end tells it to end)
        child.stdin.close()
        try:
            child.wait(timeout=4 * GRACE_SECONDS)
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()
