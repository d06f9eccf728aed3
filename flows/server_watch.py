"""A Prefect server of ours is started again when it dies, so that the runs that report to it go on."""

import logging
import socket
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from flows.server_child import GRACE_SECONDS

logger = logging.getLogger(__name__)

_SHORT_LIVES, _SHORT_SECONDS = 3, 60
"""A server that dies so often, each time so soon, will not live."""

Child = subprocess.Popen[bytes]


@contextmanager
def kept_alive(start: Callable[[], Child], listening: socket.socket) -> Iterator[None]:
    """Start a server with `start`, again whenever it dies during the block, and end it with the block.

    It serves `listening`, which outlives it: whoever asks meanwhile waits until the next one answers. One that
    dies again and again is given up, and the socket closed: then nobody waits any more.
    """
    watch = _Watch(start, listening)
    thread = threading.Thread(target=watch.restart_dead_servers, daemon=True)
    thread.start()
    try:
        yield
    finally:
        watch.end()
        thread.join()


class _Watch:
    def __init__(self, start: Callable[[], Child], listening: socket.socket) -> None:
        self._start, self._listening = start, listening
        self._lock = threading.Lock()
        self._ending = False
        self._child = start()

    def restart_dead_servers(self) -> None:
        short_lives = 0
        while short_lives < _SHORT_LIVES:
            begun = time.monotonic()
            code = self._child.wait()
            with self._lock:
                if self._ending:
                    return
                short_lives = short_lives + 1 if time.monotonic() - begun < _SHORT_SECONDS else 0
                if short_lives < _SHORT_LIVES:
                    logger.warning("The Prefect server ended (exit code %d); starting it again.", code)
                    self._child = self._start()
        logger.error("The Prefect server ended again and again; it is not started any more.")
        self._listening.close()

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
