"""Checks what was published, or what says it was: records, files of records, whole versions."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from pydantic import ValidationError

from output.load_dataset import version_at
from output.published import DatasetUnreadable, PublishedVersion
from schemas.profile import JobProfile

_LONGEST_LINE = 10_000_000


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong, and where."""

    file: str
    message: str
    line: int | None = None
    field: str | None = None

    def __str__(self) -> str:
        """Return the one line that people read."""
        where = [
            self.file,
            *([f"line {self.line}"] if self.line else []),
            *([self.field] if self.field else []),
        ]
        return f"{', '.join(where)}: {self.message}"


def validate(path: Path) -> Iterator[Fault]:
    """Yield what is wrong with a dataset's folder (its latest version), a version's folder, or a file.

    A file is a record, an array of records, or, where its name ends in .jsonl, a record a line.
    Raises DatasetUnreadable where there is nothing to check.
    """
    if path.is_dir():
        yield from _version(version_at(path))
    elif path.suffix == ".jsonl":
        yield from _lines(path)
    else:
        yield from _document(path)


def _version(version: PublishedVersion) -> Iterator[Fault]:
    """Every file as the manifest says it is, then every record."""
    for resource in version.manifest.resources:
        if Path(resource.path).name != resource.path:
            manifest = version.folder / "datapackage.json"
            yield Fault(str(manifest), f"expected the name of a file beside it, found {resource.path!r}")
            continue
        try:
            version.checked(resource.path)
        except DatasetUnreadable as error:
            name, _, message = str(error).partition(": ")
            yield Fault(name, message)
    records = version.folder / "profiles.jsonl"
    if records.is_file():
        yield from _lines(records)
        yield from _order(records)


def _lines(path: Path) -> Iterator[Fault]:
    found = False
    with _opened(path) as lines:
        for number, line in enumerate(iter(lambda: lines.readline(_LONGEST_LINE), b""), start=1):
            found = True
            yield from _record(line, str(path), number)
    if not found and path.name != "profiles.jsonl":
        yield Fault(str(path), "expected a record a line, found an empty file")


def _order(path: Path) -> Iterator[Fault]:
    last = ""
    with _opened(path) as lines:
        for number, line in enumerate(iter(lambda: lines.readline(_LONGEST_LINE), b""), start=1):
            try:
                one = str(json.loads(line)["id"])
            except (ValueError, KeyError, TypeError):
                continue  # told before
            if one <= last:
                yield Fault(
                    str(path),
                    f"expected ids in order and each once, found {one} behind {last}",
                    number,
                    "/id",
                )
            last = one


def _document(path: Path) -> Iterator[Fault]:
    with _opened(path) as file:
        content = file.read()
    try:
        told = json.loads(content)
    except (ValueError, RecursionError) as error:
        yield Fault(str(path), f"expected JSON, found: {error}")
        return
    if not isinstance(told, list):
        yield from _record(content, str(path), None)
        return
    for number, item in enumerate(told):
        for fault in _record(json.dumps(item).encode(), str(path), None):
            yield Fault(fault.file, fault.message, field=f"/{number}{fault.field or ''}")


def _record(line: bytes, file: str, number: int | None) -> Iterator[Fault]:
    try:
        profile = JobProfile.model_validate_json(line)
    except ValidationError as error:
        for fault in error.errors(include_url=False):
            field = "".join(f"/{part}" for part in fault["loc"])
            yield Fault(file, fault["msg"].removeprefix("Value error, "), number, field or None)
        return
    if not profile.id.startswith(f"{profile.source.id}:"):
        yield Fault(
            file, f"expected an id that begins with {profile.source.id}:, found {profile.id}", number, "/id"
        )


def _opened(path: Path) -> BinaryIO:
    try:
        return path.open("rb")
    except OSError as error:
        raise DatasetUnreadable(f"{path}: expected a readable file, found: {error.strerror}") from error
