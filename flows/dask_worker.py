"""What a Dask worker on this machine does when it starts (https://docs.dask.org/en/stable/how-to/customize-initialization.html)."""

import signal


def dask_setup(_worker: object) -> None:
    """Leave Ctrl-C, which reaches every process of a terminal, to the run."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
