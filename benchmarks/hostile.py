"""`make hostile`: seconds and memory of pages made to hurt, each read in a process of its own."""

import argparse
import json
import logging
import resource
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.hostile_pages import HOSTILE, page
from benchmarks.process_memory import forget_peak, peak_mb
from benchmarks.table import Table
from extractors.extract import extract

MOST_SECONDS, MOST_MB = 2.0, 512
_PATIENCE = 60
_NEVER_MORE = 6 << 30


@dataclass(frozen=True, slots=True)
class Cost:
    """What reading one page cost, and what came of it."""

    name: str
    size: int
    seconds: float
    megabytes: float
    outcome: str

    @property
    def is_within(self) -> bool:
        """It was soon enough, small enough, and no fault."""
        fine = not self.outcome.startswith(("internal error", "died"))
        return fine and self.seconds <= MOST_SECONDS and self.megabytes <= MOST_MB


def measure(name: str) -> Cost:
    """Read one page here, after a harmless one, and return what it cost.

    Seconds are those of `extract` alone, memory is that of the whole process while it reads, page included.
    """
    logging.disable()
    extract(page())
    html = HOSTILE[name]()
    forget_peak()
    start = time.perf_counter()
    found = extract(html)
    seconds = time.perf_counter() - start
    profile = found.profile
    read = f"read: {len(profile.tasks)} tasks, {len(profile.requirements)} requirements" if profile else ""
    return Cost(name, len(html), seconds, peak_mb(), read or found.reason or "")


def measure_apart(name: str) -> Cost:
    """Read one page in a fresh process, which is ended if it takes a minute or 6 GiB."""
    command = [sys.executable, "-m", "benchmarks.hostile", "--measure", name]
    try:
        done = subprocess.run(command, capture_output=True, timeout=_PATIENCE, check=False)  # noqa: S603  (our own)
    except subprocess.TimeoutExpired:
        return Cost(name, 0, float(_PATIENCE), 0, "died: still reading")
    if done.returncode:
        return Cost(name, 0, 0, 0, f"died: {done.stderr.decode(errors='replace')[-200:]!r}")
    return Cost(**json.loads(done.stdout))


def costs_table(costs: Sequence[Cost]) -> Table:
    """Return a row for each page; what is beyond the limits is marked."""
    table = Table("Hostile pages", ["page", "MB", "seconds", "peak MB", "outcome", ""])
    table.rows = [
        [
            cost.name,
            f"{cost.size / 1e6:.1f}",
            f"{cost.seconds:.2f}",
            f"{cost.megabytes:.0f}",
            cost.outcome[:60],
            "" if cost.is_within else "!!",
        ]
        for cost in costs
    ]
    beyond = sum(not cost.is_within for cost in costs)
    table.notes.append(
        f"{beyond} of {len(costs)} pages beyond {MOST_SECONDS:.0f} s or {MOST_MB} MB (!!). Slowest"
        f" {max(cost.seconds for cost in costs):.2f} s, largest {max(cost.megabytes for cost in costs):.0f} MB."
    )
    return table


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the table; 1 where a page is beyond the limits."""
    options = _options(arguments)
    if options.measure:
        resource.setrlimit(resource.RLIMIT_AS, (_NEVER_MORE, _NEVER_MORE))
        cost = measure(options.measure)
        print(json.dumps({name: getattr(cost, name) for name in cost.__slots__}))
        return 0
    if options.save:
        options.save.write_bytes(HOSTILE[options.only]())
        return 0
    names = [name for name in HOSTILE if options.only in name]
    if not names:
        print(f"No page has {options.only!r} in its name.", file=sys.stderr)
        return 2
    costs = [measure_apart(name) for name in names]
    if options.by_cost:
        costs.sort(key=lambda cost: -cost.seconds)
    print(costs_table(costs).written(markdown=options.markdown))
    return 0 if all(cost.is_within for cost in costs) else 1


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make hostile", description=__doc__)
    parser.add_argument("--only", default="", metavar="WORDS", help="pages with WORDS in their name")
    parser.add_argument(
        "--save", type=Path, metavar="FILE", help="write the page named by --only, read nothing"
    )
    parser.add_argument("--by-cost", action="store_true", help="slowest first")
    parser.add_argument("--markdown", action="store_true", help="write the table in Markdown")
    parser.add_argument("--measure", metavar="NAME", help=argparse.SUPPRESS)
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main())
