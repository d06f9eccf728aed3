"""How much memory this process has taken at most."""

import resource
import sys
from contextlib import suppress
from pathlib import Path

_STATUS = Path("/proc/self/status")


def peak_mb() -> float:
    """Return the largest resident size of this process so far, in MB (10^6 bytes).

    Linux tells it in VmHWM; ru_maxrss would count what the process had before it was this program.
    """
    if _STATUS.exists():
        line = next(line for line in _STATUS.read_text("ascii", "replace").splitlines() if "VmHWM" in line)
        return int(line.split()[1]) * 1024 / 1e6
    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit / 1e6


def forget_peak() -> None:
    """Measure the peak from here on, where the system can do that (Linux, proc(5), clear_refs)."""
    with suppress(OSError):
        Path("/proc/self/clear_refs").write_text("5", "ascii")
