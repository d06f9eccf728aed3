"""Lets one run at a time write a dataset, and undoes what a run that died left half done."""

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from output.canonical_json import document
from output.dataset_index import write_index
from output.exclusive import exclusive
from output.identities import settle_identities
from output.published import read_latest, read_versions
from output.storage import clear_unfinished, remove_folder, replace_file


class Journal:
    """The version that is being given its final name, kept on the disk: the next run learns of it there."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file

    def note(self, version: str) -> None:
        """Write the version down, before any of it can be seen; or nothing, when it is finished."""
        self._file.truncate(0)
        self._file.write(version.encode())
        self._file.flush()
        os.fsync(self._file.fileno())

    def read(self) -> str | None:
        """Return the version that was not finished, or None."""
        self._file.seek(0)
        noted = self._file.read(100).decode(errors="replace")
        return noted if re.fullmatch(r"[0-9TZ-]+", noted) else None


@contextmanager
def writing(dataset: Path) -> Iterator[Journal]:
    """Hold a dataset's folder for writing, cleared of what an earlier run or this one left unfinished."""
    dataset.mkdir(parents=True, exist_ok=True)
    with exclusive(dataset / ".journal") as file:
        journal = Journal(file)
        _roll_back(dataset, journal)
        try:
            yield journal
        finally:
            _roll_back(dataset, journal)


def _roll_back(dataset: Path, journal: Journal) -> None:
    clear_unfinished(dataset)
    version = journal.read()
    if version and not _finished(dataset, version):
        _strike_out(dataset, version)
        remove_folder(dataset / "v" / version)
        remove_folder(dataset / "refused" / version)
    journal.note("")
    latest = read_latest(dataset)
    settle_identities(dataset, latest.checked if latest else None)


def _finished(dataset: Path, version: str) -> bool:
    """Tell whether the last step was done: latest.json for what is published, versions.json for the rest."""
    latest = read_latest(dataset)
    if latest and latest.version == version:
        return True
    listed = read_versions(dataset).versions
    return any(entry.version == version and entry.result == "refused" for entry in listed)


def _strike_out(dataset: Path, version: str) -> None:
    versions = read_versions(dataset)
    kept = tuple(entry for entry in versions.versions if entry.version != version)
    if kept != versions.versions:
        replace_file(dataset / "versions.json", document(versions.model_copy(update={"versions": kept})))
        write_index(dataset.parent)
