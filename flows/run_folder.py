"""The folder of a run: what stands in it tells what is done.

    data/runs/<source>/<run>/plan.json           what was asked for, and how the work is cut
                             links/0001.jsonl    the links of a fetch chunk
                             segments/0001.warc.gz.part  pages as they come; moved to the archive when it is whole
                             fetched/0001.journal  what became of each link, as it came
                             fetched/0001.jsonl  the same in the order of the links: the chunk is fetched
                             results/0001.jsonl  the records of an extract chunk
                             report.json         written last: the run is finished

Every file is written beside its final name and moved there when it is whole.
"""

from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ValidationError

from flows.archive.segment_file import SUFFIX
from flows.command_errors import UsageError
from output.exclusive import exclusive
from schemas.run_plan import RunPlan, RunRequest

Line = TypeVar("Line", bound=BaseModel)

RESUMABLE = timedelta(hours=24)
"""An unfinished run older than that has pages too old to publish with new ones."""


@dataclass(frozen=True, slots=True)
class RunFolder:
    """Paths of one run."""

    path: Path

    @property
    def plan(self) -> Path:
        """The plan; a run without one has not begun."""
        return self.path / "plan.json"

    @property
    def report(self) -> Path:
        """The report; a run without one is not finished."""
        return self.path / "report.json"

    @property
    def stop(self) -> Path:
        """While this file stands, tasks of the run end at the next page."""
        return self.path / "stop"

    def links(self, chunk: int) -> Path:
        """Return the file of the links of a fetch chunk."""
        return self.path / "links" / f"{chunk:04}.jsonl"

    def fetched(self, chunk: int) -> Path:
        """Return the file that says what became of the links of a fetch chunk."""
        return self.path / "fetched" / f"{chunk:04}.jsonl"

    def journal(self, chunk: int) -> Path:
        """Return the file into which the outcomes of a fetch chunk are written as they come."""
        return self.path / "fetched" / f"{chunk:04}.journal"

    def unfinished_segment(self, part: str) -> Path:
        """Return the file in which a segment of this run is written until it is whole."""
        return self.path / "segments" / f"{part}{SUFFIX}.part"

    def segment_name(self, part: str) -> str:
        """Return the name that a segment of this run has in the archive."""
        return f"{self.path.name}-{part}{SUFFIX}"

    def results(self, chunk: int) -> Path:
        """Return the file of the records of an extract chunk."""
        return self.path / "results" / f"{chunk:04}.jsonl"

    def read_plan(self) -> RunPlan:
        """Return the plan."""
        return RunPlan.model_validate_json(self.plan.read_bytes())


@contextmanager
def only_run(runs: Path) -> Iterator[Path]:
    """Yield the folder of a source's runs while no other process runs the source.

    Raises UsageError if one does. The system frees the lock when its process dies: a killed run locks nobody
    out.
    """
    runs.mkdir(parents=True, exist_ok=True)
    with ExitStack() as stack:
        try:
            stack.enter_context(exclusive(runs / "lock", wait=False))
        except BlockingIOError as error:
            raise UsageError(
                f"another run of {runs.name} is under way in {runs}: wait until it ends"
            ) from error
        yield runs


def new_run(runs: Path, now: datetime) -> RunFolder:
    """Return a folder for a run that begins `now`, named by that time, as versions are."""
    name = now.astimezone(UTC).strftime("%Y-%m-%dT%H%M%SZ")
    folder, number = runs / name, 1
    while folder.exists():
        number += 1
        folder = runs / f"{name}-{number}"
    folder.mkdir(parents=True)
    return RunFolder(folder)


def unfinished_run(runs: Path, request: RunRequest, now: datetime) -> RunFolder | None:
    """Return the newest run that was asked for the same, began in the last 24 hours and has no report yet."""
    return next((run for run, plan in _unfinished(runs, now) if plan.request == request), None)


def resumable_run(runs: Path, now: datetime) -> RunFolder | None:
    """Return the newest run that can be continued, whatever it was asked for."""
    return next((run for run, _ in _unfinished(runs, now)), None)


def _unfinished(runs: Path, now: datetime) -> Iterator[tuple[RunFolder, RunPlan]]:
    for path in sorted(runs.glob("*Z*"), reverse=True):
        run = RunFolder(path)
        if run.report.exists() or not run.plan.exists():
            continue
        try:
            plan = run.read_plan()
        except ValidationError:
            continue  # written by another version of the product: begin anew
        if timedelta(0) <= now - plan.started < RESUMABLE:
            yield run, plan


def write_whole(path: Path, lines: Iterable[BaseModel]) -> None:
    """Write models as JSON Lines, or a single one as JSON; the file appears when it is whole."""
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_name(path.name + ".part")
    with unfinished.open("w", encoding="utf-8") as file:
        file.writelines(f"{line.model_dump_json()}\n" for line in lines)
    unfinished.replace(path)


def read_lines(path: Path, model: type[Line]) -> Iterator[Line]:
    """Yield the models of a JSON Lines file."""
    with path.open("rb") as lines:
        for line in lines:
            yield model.model_validate_json(line)
