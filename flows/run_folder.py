"""The folder of a run: what stands in it tells what is done.

    data/runs/<source>/<run>/plan.json           what was asked for, and how the work is cut
                             links/0001.jsonl    the links of a fetch chunk
                             links/0001.known    what the archive had of them
                             segments/0001.warc.gz.part  pages as they come; moved to the archive when it is whole
                             fetched/0001.journal  what became of each link, as it came
                             fetched/0001.jsonl  the same in the order of the links: the chunk is fetched
                             results/0001.reading  an extract chunk that was begun, and the page that it is at
                             results/0001.summary  what the report will tell of it
                             results/0001.jsonl  the records of an extract chunk: it is read
                             stop                while it stands, tasks of the run end
                             report.json         written last: the run is finished

Every file appears under its final name when it is whole. The folder is on a disk, or wherever fsspec reaches
(JOBPROFILES_RUNS): then all machines that do tasks of the run share it, and only segments and journals, which grow
page by page, stand on the disk of the machine that writes them.
"""

import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TypeVar

from fsspec import AbstractFileSystem
from fsspec.core import url_to_fs
from fsspec.implementations.local import LocalFileSystem
from platformdirs import user_cache_path
from pydantic import BaseModel, ValidationError

from flows.archive.segment_file import SUFFIX
from flows.command_errors import InputError
from flows.only_one import only_one
from schemas.run_plan import RunPlan, RunRequest

Line = TypeVar("Line", bound=BaseModel)

RESUMABLE = timedelta(hours=24)
"""An unfinished run older than that has pages too old to publish with new ones."""

PLAN = "plan.json"
"""A run without one has not begun."""
REPORT = "report.json"
"""A run without one is not finished."""
STOP = "stop"


class RunFolderUnreachable(InputError):
    """The store that holds the folders of runs does not answer, or not as it should."""


@dataclass(frozen=True, slots=True)
class RunFolder:
    """One run, by the path or address of its folder; every method raises RunFolderUnreachable."""

    url: str

    @property
    def name(self) -> str:
        """The run's name, which is the time at which it began."""
        return self.url.rpartition("/")[2]

    @property
    def is_shared(self) -> bool:
        """Whether other machines see the folder."""
        return not isinstance(self._place()[0], LocalFileSystem)

    def has(self, part: str) -> bool:
        """Tell whether this file of the folder stands there, whole."""
        files, folder = self._place()
        with _reaching(self.url):
            return bool(files.exists(f"{folder}/{part}"))

    def parts(self, pattern: str) -> list[str]:
        """Return the files of the folder whose names fit, as in a shell."""
        files, folder = self._place()
        with _reaching(self.url):
            return sorted(path.removeprefix(f"{folder}/") for path in files.glob(f"{folder}/{pattern}"))

    def read(self, part: str, model: type[Line]) -> Iterator[Line]:
        """Yield the models of a file of JSON Lines."""
        files, folder = self._place()
        with _reaching(self.url), files.open(f"{folder}/{part}", "rb") as lines:
            for line in lines:
                yield model.model_validate_json(line)

    def write(self, part: str, lines: Iterable[BaseModel]) -> None:
        """Write models as JSON Lines, or a single one as JSON; the file appears when it is whole."""
        with self._writing(part) as unfinished, unfinished.open("w", encoding="utf-8") as file:
            file.writelines(f"{line.model_dump_json()}\n" for line in lines)

    def note(self, part: str, text: str) -> None:
        """Write a line of text as a file."""
        with self._writing(part) as unfinished:
            unfinished.write_text(text, encoding="utf-8")

    def noted(self, part: str) -> str | None:
        """Return the text of a file, None where it does not stand there."""
        files, folder = self._place()
        with _reaching(self.url):
            try:
                return str(files.cat_file(f"{folder}/{part}").decode())
            except FileNotFoundError:
                return None

    def remove(self, part: str) -> None:
        """Remove a file, if it stands there."""
        files, folder = self._place()
        with _reaching(self.url):
            try:
                files.rm_file(f"{folder}/{part}")
            except FileNotFoundError:
                return

    def on_disk(self, part: str) -> Path:
        """Return where a file of the folder stands, or its copy is made, on this machine's disk."""
        files, folder = self._place()
        if isinstance(files, LocalFileSystem):
            return Path(self.url) / part  # as it was given: relative paths stay relative in what people read
        return user_cache_path("jobprofiles") / "runs" / folder.replace("/", "_") / part

    def fetch(self, part: str) -> Path:
        """Return the path of a file on this machine's disk, copied from the store where the folder is shared."""
        path = self.on_disk(part)
        files, folder = self._place()
        if not isinstance(files, LocalFileSystem):
            path.parent.mkdir(parents=True, exist_ok=True)
            with _reaching(self.url):
                files.get_file(f"{folder}/{part}", str(path))
        return path

    def forget_copies(self) -> None:
        """Remove what `fetch` copied to this machine's disk, and what tasks left there."""
        if self.is_shared:
            shutil.rmtree(self.on_disk(""), ignore_errors=True)

    def read_plan(self) -> RunPlan:
        """Return the plan."""
        return next(self.read(PLAN, RunPlan))

    @contextmanager
    def _writing(self, part: str) -> Iterator[Path]:
        """Give a path to write to, whose file moves to its name when the block ends well."""
        files, folder = self._place()
        if isinstance(files, LocalFileSystem):
            path = Path(folder) / part
            path.parent.mkdir(parents=True, exist_ok=True)
            unfinished = path.with_name(path.name + ".part")
            yield unfinished
            unfinished.replace(path)
            return
        with TemporaryDirectory() as own:
            unfinished = Path(own) / "part"
            yield unfinished
            with _reaching(self.url):
                files.put_file(str(unfinished), f"{folder}/{part}")

    def _place(self) -> tuple[AbstractFileSystem, str]:
        # fsspec keeps the connection; what other machines write there is looked up anew each time.
        with _reaching(self.url):
            files, folder = url_to_fs(self.url, use_listings_cache=False)
        return files, folder

    def links(self, chunk: int) -> str:
        """Return the file of the links of a fetch chunk."""
        return f"links/{chunk:04}.jsonl"

    def known(self, chunk: int) -> str:
        """Return the file of the captures that the archive had of these links when the run began."""
        return f"links/{chunk:04}.known"

    def fetched(self, chunk: int) -> str:
        """Return the file that says what became of the links of a fetch chunk."""
        return f"fetched/{chunk:04}.jsonl"

    def claim(self, chunk: int) -> str:
        """Return the file that names the one task that may fetch the chunk."""
        return f"fetched/{chunk:04}.claim"

    def reading(self, chunk: int) -> str:
        """Return the file that stands while an extract chunk is read."""
        return f"results/{chunk:04}.reading"

    def results(self, chunk: int) -> str:
        """Return the file of the records of an extract chunk."""
        return f"results/{chunk:04}.jsonl"

    def summary(self, chunk: int) -> str:
        """Return the file of what the report tells of an extract chunk."""
        return f"results/{chunk:04}.summary"

    def journal(self, chunk: int) -> Path:
        """Return the file into which the outcomes of a fetch chunk are written as they come."""
        return self.on_disk(f"fetched/{chunk:04}.journal")

    def unfinished_segment(self, part: str) -> Path:
        """Return the file in which a segment of this run is written until it is whole."""
        return self.on_disk(f"segments/{part}{SUFFIX}.part")

    def segment_name(self, part: str) -> str:
        """Return the name that a segment of this run has in the archive."""
        return f"{self.name}-{part}{SUFFIX}"


@contextmanager
def only_run(runs: Path) -> Iterator[Path]:
    """Yield the folder of a source's runs while no other process of this machine runs the source.

    Raises UsageError if one does.
    """
    with only_one(runs / "lock", f"another run of {runs.name} is under way in {runs}: wait until it ends"):
        yield runs


def new_run(runs: str, now: datetime) -> RunFolder:
    """Return a folder for a run that begins `now`, named by that time, as versions are."""
    name = now.astimezone(UTC).strftime("%Y-%m-%dT%H%M%SZ")
    taken = set(run_names(runs))
    number = next(number for number in range(1, len(taken) + 2) if _numbered(name, number) not in taken)
    return RunFolder(f"{runs}/{_numbered(name, number)}")


def _numbered(name: str, number: int) -> str:
    return name if number == 1 else f"{name}-{number}"


def run_names(runs: str) -> list[str]:
    """Return the names of the runs in a folder, from the oldest on."""
    with _reaching(runs):
        files, folder = url_to_fs(runs, use_listings_cache=False)
        try:
            paths: list[str] = files.ls(folder, detail=False)
        except FileNotFoundError:
            return []
    names = (path.rstrip("/").rpartition("/")[2] for path in paths)
    return sorted(name for name in names if "Z" in name)


def unfinished_run(runs: str, request: RunRequest, now: datetime) -> RunFolder | None:
    """Return the newest run that was asked for the same, began in the last 24 hours and has no report yet."""
    return next((run for run, plan in _unfinished(runs, now) if plan.request == request), None)


def resumable_run(runs: str, now: datetime) -> RunFolder | None:
    """Return the newest run that can be continued, whatever it was asked for."""
    return next((run for run, _ in _unfinished(runs, now)), None)


def _unfinished(runs: str, now: datetime) -> Iterator[tuple[RunFolder, RunPlan]]:
    for name in reversed(run_names(runs)):
        run = RunFolder(f"{runs}/{name}")
        if run.has(REPORT) or not run.has(PLAN):
            continue
        try:
            plan = run.read_plan()
        except ValidationError:
            continue  # written by another version of the product: begin anew
        if timedelta(0) <= now - plan.started < RESUMABLE:
            yield run, plan


@contextmanager
def _reaching(url: str) -> Iterator[None]:
    try:
        yield
    except (RunFolderUnreachable, ValidationError, FileNotFoundError, GeneratorExit):
        raise
    except Exception as error:  # every store raises its own
        told = " ".join(str(error).split())[:200] or type(error).__name__
        raise RunFolderUnreachable(f"{url}: the folder of the run cannot be reached ({told})") from error
