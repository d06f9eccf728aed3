"""Whose turn it is at a host, agreed between all processes of one user on one machine.

Two runs that read the same host share its pace: a file a host holds when its last request went out and until
when it asked for rest. A process that dies frees its places: the system drops its locks (flock).
"""

import contextlib
import fcntl
import hashlib
import logging
import os
import re
import struct
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from platformdirs import user_state_path

logger = logging.getLogger(__name__)

_TIMES = struct.Struct("<dd")
_OPENED = os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW
_LONGEST_MEMORY = 86_400.0
"""Seconds: a host that asks for a longer rest is asked again after a day, in case it was a mistake."""


def turns_folder(named: Path | None) -> Path:
    """Return the folder in which processes agree: the one `named`, or one of this user's.

    Where the user's own cannot be written, it is one below the system's folder for temporary files.
    """
    if named is not None:
        return named
    own = user_state_path("jobprofiles") / "hosts"
    with contextlib.suppress(OSError):
        own.mkdir(parents=True, exist_ok=True)
        if os.access(own, os.W_OK):
            return own
    return Path(tempfile.gettempdir()) / f"jobprofiles-hosts-{os.getuid()}"


class HostTurns:
    """The shared times and places of one host.

    `now` returns seconds since the epoch: processes compare what it says.
    """

    def __init__(self, folder: Path, host: str, now: Callable[[], float]) -> None:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        self._stem = folder / _file_name(host)
        self._now = now

    def claim(self, seconds_between: float) -> float:
        """Take the next turn and return 0, or return the seconds after which it is worth asking again."""
        with self._times() as (file, last, rest_until):
            now = self._now()
            # A clock that was set back must not stop the host for as long as it was wrong.
            due = last + seconds_between if last <= now else now
            wait = max(due, rest_until) - now
            if wait <= 0:
                _write(file, now, rest_until)
            return max(0.0, wait)

    def rest(self, seconds: float) -> None:
        """Let nobody have a turn in the next `seconds`; at most a day is remembered."""
        with self._times() as (file, last, rest_until):
            _write(file, last, max(rest_until, self._now() + min(seconds, _LONGEST_MEMORY)))

    def take_place(self, places: int) -> int | None:
        """Return the descriptor of one of the host's places, to be closed when it is free again, or None."""
        for number in range(places):
            descriptor = os.open(f"{self._stem}.place-{number}", _OPENED, 0o600)
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                os.close(descriptor)
            except BaseException:
                os.close(descriptor)
                raise
            else:
                return descriptor
        return None

    @contextmanager
    def _times(self) -> Iterator[tuple[int, float, float]]:
        descriptor = os.open(f"{self._stem}.turns", _OPENED, 0o600)
        try:
            # Held for microseconds: waiting for it does not stall the loop.
            fcntl.flock(descriptor, fcntl.LOCK_EX)
            stored = os.pread(descriptor, _TIMES.size, 0)
            last, rest_until = _TIMES.unpack(stored) if len(stored) == _TIMES.size else (0.0, 0.0)
            yield descriptor, last, min(rest_until, self._now() + _LONGEST_MEMORY)
        finally:
            os.close(descriptor)


def _write(descriptor: int, last: float, rest_until: float) -> None:
    os.pwrite(descriptor, _TIMES.pack(last, rest_until), 0)


def _file_name(host: str) -> str:
    """Return a host's name as a file may be called: what other people wrote never names a folder."""
    readable = re.sub(r"[^a-z0-9.-]+", "-", host.lower()).strip(".-")[:100]
    return f"{readable}-{hashlib.sha256(host.encode()).hexdigest()[:8]}"
