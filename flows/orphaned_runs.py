"""A run that a runner or worker of Prefect started ends with it, also where that one was killed."""

import os
import signal
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

_STARTED_BY_PREFECT = "PREFECT__FLOW_RUN_ID"
_LOOK_SECONDS = 1
_GRACE_SECONDS = 15


@contextmanager
def ending_with_parent() -> Iterator[None]:
    """Interrupt this process, as cancelling does, if its parent dies during the block.

    Prefect would let the run go on, out of reach of whoever looks for it, and in the way of the next one. Runs
    that a person started are left alone: these may outlive their shell.
    """
    if _STARTED_BY_PREFECT not in os.environ:
        yield
        return
    parent, ended = os.getppid(), threading.Event()

    def watch() -> None:
        while not ended.wait(_LOOK_SECONDS):
            if os.getppid() != parent:
                os.kill(os.getpid(), signal.SIGTERM)
                time.sleep(_GRACE_SECONDS)  # to stop, and to tell the server, which may be gone as well
                os._exit(1)

    threading.Thread(target=watch, daemon=True).start()
    try:
        yield
    finally:
        ended.set()
