"""`make bench-flow`: what the flow costs besides extracting and publishing, and how that grows with the pages."""

import argparse
import os
import shutil
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.fetch_speed import machine
from benchmarks.process_tree import TreeCost, watch_tree
from benchmarks.profile_archive import SOURCE, build_archive
from benchmarks.table import Table
from schemas.run_report import RunReport

FEW, MANY = 10_000, 100_000
MOST_OVERHEAD = 0.03
"""Share of the CPU time that may go elsewhere than into extracting and publishing, the server's start left out."""
MOST_MEMORY = 1.2
"""Times the memory of the few pages that the many may take."""
MOST_TIME = 1.1
"""Times as long as ten times the pages explain."""
LEAST_SPEEDUP = 1.7
"""Pages a second with the process pool on two cores, beside threads."""


@dataclass(frozen=True, slots=True)
class FlowRun:
    """One re-extraction through the flow."""

    pages: int
    runner: str
    cost: TreeCost
    report: RunReport
    database_bytes: int

    @property
    def server_start(self) -> float:
        """CPU seconds of the server until the flow began."""
        return sum(
            taken.cpu_seconds_at_mark for taken in self.cost.processes.values() if taken.role == "server"
        )

    @property
    def extracting(self) -> float:
        """CPU seconds that went into extracting."""
        return self.report.cpu_seconds.get("extract", 0.0)

    @property
    def publishing(self) -> float:
        """CPU seconds that went into publishing, the catalogue included."""
        return self.report.cpu_seconds.get("publish", 0.0)

    @property
    def overhead(self) -> float:
        """Share of all CPU time, server and clients, that went elsewhere."""
        total = self.cost.cpu_seconds - self.server_start
        return (total - self.extracting - self.publishing) / total

    @property
    def pages_a_second(self) -> float:
        """Of the whole command, the server's start included."""
        return self.pages / self.cost.seconds


def reextract(folder: Path, pages: int, runner: str, workers: int) -> FlowRun:
    """Build an archive of so many pages in `folder`, read it through the flow, and return what that cost."""
    data = folder / f"{pages}-{runner}"
    print(f"{pages:,} pages, {runner} …", file=sys.stderr, flush=True)
    build_archive(folder / f"archive-{pages}", pages)
    data.mkdir()
    own = ("JOBPROFILES_", "PREFECT_")
    environment = {name: value for name, value in os.environ.items() if not name.startswith(own)}
    environment |= {
        "JOBPROFILES_DATA": str(data),
        "JOBPROFILES_ARCHIVE": str(folder / f"archive-{pages}"),
        "JOBPROFILES_TASK_RUNNER": runner,
        "JOBPROFILES_WORKERS": str(workers),
    }
    accepted = "a benchmark, with more pages than its source has"
    cost = watch_tree(
        [sys.executable, "-m", "flows.command_line", "reextract", SOURCE, "--accept", accepted],
        data,
        environment=environment,
        role_of=_role,
        marked=lambda: any(data.glob("runs/*/*/plan.json")),
    )
    if cost.exit_code:
        raise SystemExit((data / "output.log").read_text()[-2000:])
    report = RunReport.model_validate_json(next(data.glob("runs/*/*/report.json")).read_bytes())
    database = sum(file.stat().st_size for file in data.glob("prefect/prefect.db*"))
    shutil.rmtree(data / "datasets")
    return FlowRun(pages, runner, cost, report, database)


def _role(command: str) -> str:
    if "flows.server_child" in command:
        return "server"
    if "spawn_main" in command:
        return "worker"
    return "run" if "flows.command_line" in command else "other"


def flow_table(runs: Sequence[FlowRun]) -> Table:
    """Return a row for each run."""
    heads = ["pages", "runner", "s", "pages/s", "CPU s", "extract", "publish", "elsewhere"]
    heads += ["run MB", "worker MB", "server MB", "database MB"]
    table = Table("The flow", heads)
    for one in runs:
        cpu = (one.cost.cpu_seconds - one.server_start, one.extracting, one.publishing)
        memory = (
            *(one.cost.megabytes(role) for role in ("run", "worker", "server")),
            one.database_bytes / 1e6,
        )
        table.rows.append(
            [
                f"{one.pages:,}",
                one.runner,
                f"{one.cost.seconds:.0f}",
                f"{one.pages_a_second:.0f}",
                *(f"{figure:.0f}" for figure in cpu),
                f"{one.overhead:.1%}",
                *(f"{figure:.0f}" for figure in memory),
            ]
        )
    return table


def verdicts(few: FlowRun, many: FlowRun, pool: FlowRun) -> list[str]:
    """Return a line for each goal; it begins with !! where the goal is missed."""
    memory = many.cost.megabytes("run") / few.cost.megabytes("run")
    growth = (many.cost.seconds / few.cost.seconds) / (many.pages / few.pages)
    speedup = pool.pages_a_second / many.pages_a_second
    found = [
        (many.overhead, MOST_OVERHEAD, f"{many.overhead:.1%} of the CPU time goes elsewhere"),
        (
            memory,
            MOST_MEMORY,
            f"{memory:.2f} times the memory for {many.pages / few.pages:g} times the pages",
        ),
        (growth, MOST_TIME, f"{growth:.2f} times as long as the number of pages explains"),
        (-speedup, -LEAST_SPEEDUP, f"{speedup:.2f} times as fast with the process pool"),
    ]
    return [
        f"{'' if value <= goal else '!! '}{told}; the goal is {abs(goal):g}." for value, goal, told in found
    ]


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the table and a line for each goal; 1 where one is missed."""
    parser = argparse.ArgumentParser(prog="make bench-flow")
    parser.add_argument("--few", type=int, default=FEW)
    parser.add_argument("--many", type=int, default=MANY)
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--folder", type=Path, help="keep archives here, for the next time")
    parser.add_argument("--markdown", action="store_true")
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory(dir=options.folder) as own:
        folder = Path(own)
        for pages in (options.few, options.many) if options.folder else ():
            kept = options.folder / f"archive-{pages}"
            kept.mkdir(exist_ok=True)
            (folder / kept.name).symlink_to(kept.absolute())
        few = reextract(folder, options.few, "thread", 1)
        many = reextract(folder, options.many, "thread", 1)
        pool = reextract(folder, options.many, "process", options.workers)
    table = flow_table([few, many, pool])
    table.notes += [*verdicts(few, many, pool), machine()]
    print(table.written(markdown=options.markdown))
    return int(any(note.startswith("!!") for note in table.notes))


if __name__ == "__main__":
    sys.exit(main())
