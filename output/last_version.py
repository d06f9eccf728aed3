"""The last good version: what a run is compared with."""

from dataclasses import dataclass
from pathlib import Path

from output.profile_statistics import Statistics
from output.published import PublishedVersion, open_latest, read_document, read_latest
from schemas.dataset import Latest


@dataclass(frozen=True, slots=True)
class LastVersion:
    """The version that latest.json names, with checksums that hold."""

    latest: Latest
    files: PublishedVersion
    records: Path
    """Its profiles.jsonl."""
    statistics: Statistics


def last_version(dataset: Path) -> LastVersion | None:
    """Return the latest version of a dataset's folder, or None before the first.

    Raises DatasetUnreadable where it was damaged: nothing can be compared with it, and nobody can read it.
    """
    latest = read_latest(dataset)
    if latest is None:
        return None
    files = open_latest(dataset, latest)
    statistics = read_document(files.checked("statistics.json"), Statistics)
    return LastVersion(latest, files, files.checked("profiles.jsonl"), statistics)
