"""What a command costs, from its start to its end: seconds, CPU, memory."""

import os
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class ProcessCost:
    """The cost of one process."""

    seconds: float
    cpu_seconds: float
    """User and system, of all its threads."""
    megabytes: float
    """Its largest resident size, in MB (10^6 bytes)."""


def run_and_measure(command: Sequence[str], folder: Path) -> ProcessCost:
    """Run `command` in `folder` and return what it cost; raises CalledProcessError where it fails.

    ru_maxrss counts what was there before the command took the process over, so who calls this should be small.
    """
    start = time.perf_counter()
    process = subprocess.Popen(command, cwd=folder)  # noqa: S603  (our own commands)
    try:
        _, status, usage = os.wait4(process.pid, 0)
    except BaseException:
        process.kill()
        process.wait()
        raise
    seconds = time.perf_counter() - start
    process.returncode = os.waitstatus_to_exitcode(status)  # it is waited for: Popen need not
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, list(command))
    unit = 1 if sys.platform == "darwin" else 1024
    return ProcessCost(seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss * unit / 1e6)
