"""How far a run is: bars on a terminal, a line now and then in a log, and a progress artifact in Prefect."""

import logging
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import cast
from uuid import UUID

from prefect.artifacts import create_progress_artifact, update_progress_artifact
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    TaskID,
    TextColumn,
    TimeRemainingColumn,
)

from flows.chunk_order import Chunk, Finished
from flows.prefect_api import telling
from flows.run_folder import RunFolder
from flows.terminal import shows_bars, terminal
from schemas.run_plan import FetchChunk, RunPlan

logger = logging.getLogger(__name__)

_LOOK_SECONDS = 0.5
_TELL_SECONDS = 30
"""Between two lines in a log, and two updates of the artifact."""
_PATIENCE_SECONDS = 2
"""With an update that is under way when the run ends: the server may be down."""


@dataclass(slots=True)
class RunProgress:
    """Counts the pages of a run that are fetched and read."""

    run: RunFolder
    plan: RunPlan
    fetched: int = 0
    read: int = 0
    _under_way: dict[int, FetchChunk] = field(default_factory=dict)
    _sizes: dict[int, int] = field(default_factory=dict)

    @classmethod
    def of(cls, run: RunFolder, plan: RunPlan, finished: Finished) -> "RunProgress":
        """Return the progress of a run, of which this much is finished."""
        progress = cls(run, plan)
        progress._sizes = {chunk.number: chunk.pages for chunk in plan.fetch}
        progress.fetched = sum(
            progress._pages(chunk) for chunk in plan.fetch if chunk.number in finished.fetch
        )
        progress.read = sum(
            progress._pages(chunk) for chunk in plan.extract if chunk.number in finished.extract
        )
        return progress

    @property
    def pages(self) -> int:
        """All pages of the run."""
        return sum(self._sizes.values())

    def begun(self, chunk: Chunk) -> None:
        """Take note of a chunk that is started."""
        if isinstance(chunk, FetchChunk):
            self._under_way[chunk.number] = chunk

    def ended(self, chunk: Chunk) -> None:
        """Take note of a chunk that is done."""
        if isinstance(chunk, FetchChunk):
            self._under_way.pop(chunk.number, None)
            self.fetched += chunk.pages
        else:
            self.read += self._pages(chunk)

    def fetched_so_far(self) -> int:
        """Return how many pages are fetched, those of chunks under way included where their journals are here."""
        return self.fetched + sum(self._lines(chunk) for chunk in list(self._under_way.values()))

    def _pages(self, chunk: Chunk) -> int:
        if isinstance(chunk, FetchChunk):
            return chunk.pages
        return sum(self._sizes[number] for number in chunk.fetched)

    def _lines(self, chunk: FetchChunk) -> int:
        try:
            lines = self.run.journal(chunk.number).read_bytes().count(b"\n")
        except OSError:  # not begun, ended a moment ago, or on another machine
            return 0
        return min(lines, chunk.pages)


@contextmanager
def showing(progress: RunProgress) -> Iterator[None]:
    """Show the progress while the block runs."""
    ended = threading.Event()
    show_artifact = _artifact(progress)
    with _bars(progress) as show_bars:
        shown = [(_LOOK_SECONDS, show_bars), (_TELL_SECONDS, show_artifact)]
        if not shows_bars():
            shown.append((_TELL_SECONDS, _lines(progress)))
        watch = threading.Thread(target=_watch, args=[ended, shown], daemon=True)
        watch.start()
        try:
            yield
        finally:
            ended.set()
            watch.join(_PATIENCE_SECONDS)
            show_bars()
    show_artifact()


def _watch(ended: threading.Event, shown: Sequence[tuple[float, Callable[[], None]]]) -> None:
    """Call each function every so many seconds, until the event is set."""
    due = [time.monotonic() + seconds for seconds, _ in shown]
    while not ended.wait(_LOOK_SECONDS):
        for number, (seconds, show) in enumerate(shown):
            if time.monotonic() >= due[number]:
                show()
                due[number] = time.monotonic() + seconds


@contextmanager
def _bars(progress: RunProgress) -> Iterator[Callable[[], None]]:
    if not shows_bars():
        yield lambda: None
        return
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[rate]}"),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=terminal(), transient=True) as bars:
        rates = {
            bars.add_task("Fetching", total=progress.pages, completed=progress.fetched, rate=""): _Rate(),
            bars.add_task("Reading", total=progress.pages, completed=progress.read, rate=""): _Rate(),
        }
        fetching, reading = rates

        def show() -> None:
            for bar, done in ((fetching, progress.fetched_so_far()), (reading, progress.read)):
                bars.update(TaskID(bar), completed=done, rate=f"{rates[bar].of(done):.1f}/s")

        yield show


class _Rate:
    """Pages a second since the run began, or was carried on."""

    def __init__(self) -> None:
        self._since = time.monotonic()
        self._first: int | None = None

    def of(self, done: int) -> float:
        if self._first is None:
            self._first = done
        return (done - self._first) / max(time.monotonic() - self._since, 1e-3)


def _lines(progress: RunProgress) -> Callable[[], None]:
    rate = _Rate()
    rate.of(progress.fetched)

    def show() -> None:
        done = progress.fetched_so_far()
        speed, missing = rate.of(done), progress.pages - done
        left = f", {_duration(missing / speed)} left" if speed and missing else ""
        told = f"Fetched {done:,} of {progress.pages:,} pages ({speed:.1f}/s{left}); read {progress.read:,}."
        logger.info("%s", told)

    return show


def _artifact(progress: RunProgress) -> Callable[[], None]:
    """Create a progress artifact of the run, and return a function that updates it."""
    source = progress.plan.request.source

    def share() -> float:
        return 100 * progress.fetched_so_far() / max(progress.pages, 1)

    created: list[UUID] = []
    with telling("The progress"):
        artifact = create_progress_artifact(
            progress=share(),
            key=f"jobprofiles-fetching-{source.replace('.', '-')}",
            description=f"Pages of {source} that were fetched, of {progress.pages:,}.",
        )
        created.append(cast("UUID", artifact))  # Prefect types it for callers in event loops, too

    def show() -> None:
        with telling("The progress"):
            for artifact in created:
                update_progress_artifact(artifact, progress=share())

    return show


def _duration(seconds: float) -> str:
    hours, minutes = divmod(round(seconds / 60), 60)
    if hours:
        return f"{hours} h {minutes} min"
    return f"{minutes} min" if minutes else f"{round(seconds)} s"
