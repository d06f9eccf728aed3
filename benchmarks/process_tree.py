"""What a command and the processes that it starts take, each for itself, seen from outside while they run."""

import os
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import psutil

_LOOK_SECONDS = 0.25


@dataclass(slots=True)
class Taken:
    """What one process took, as far as it was seen."""

    role: str
    megabytes: float = 0.0
    """Its largest resident size, in MB (10^6 bytes)."""
    cpu_seconds: float = 0.0
    """User and system, of all its threads, until it was last seen."""
    cpu_seconds_at_mark: float = 0.0
    """The same at the moment that `marked` told."""


@dataclass(slots=True)
class TreeCost:
    """What a command took as a whole, and by process."""

    seconds: float = 0.0
    cpu_seconds: float = 0.0
    """Of all processes, to their ends."""
    exit_code: int = 0
    processes: dict[int, Taken] = field(default_factory=dict)

    def megabytes(self, role: str) -> float:
        """Return the peak of the largest process of a role, 0 where there was none."""
        return max((taken.megabytes for taken in self.processes.values() if taken.role == role), default=0.0)


def watch_tree(
    command: Sequence[str],
    folder: Path,
    *,
    environment: Mapping[str, str],
    role_of: Callable[[str], str],
    marked: Callable[[], bool],
) -> TreeCost:
    """Run a command to its end; `role_of` names a process by its command line, `marked` tells a moment to note."""
    cost, begun, is_marked = TreeCost(), time.perf_counter(), False
    with (folder / "output.log").open("ab") as log:
        process = subprocess.Popen(command, cwd=folder, env=environment, stdout=log, stderr=log)  # noqa: S603
    try:
        while os.waitid(os.P_PID, process.pid, os.WEXITED | os.WNOHANG | os.WNOWAIT) is None:
            _look(process.pid, cost, role_of)
            if not is_marked and marked():
                is_marked = True
                for taken in cost.processes.values():
                    taken.cpu_seconds_at_mark = taken.cpu_seconds
            time.sleep(_LOOK_SECONDS)
        _, status, usage = os.wait4(process.pid, 0)
    except BaseException:
        process.kill()
        process.wait()
        raise
    process.returncode = cost.exit_code = os.waitstatus_to_exitcode(status)
    cost.seconds = time.perf_counter() - begun
    cost.cpu_seconds = usage.ru_utime + usage.ru_stime  # those of its children are in it: it waits for them
    return cost


def _look(root: int, cost: TreeCost, role_of: Callable[[str], str]) -> None:
    try:
        tree = [psutil.Process(root), *psutil.Process(root).children(recursive=True)]
    except psutil.NoSuchProcess:
        return
    for process in tree:
        try:
            taken = cost.processes.setdefault(process.pid, Taken(role_of(" ".join(process.cmdline()))))
            times = process.cpu_times()
            taken.cpu_seconds = times.user + times.system
            taken.megabytes = max(taken.megabytes, process.memory_info().rss / 1e6)
        except psutil.Error:
            continue  # it ended meanwhile
