"""Old versions of a dataset, removed on request."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from output.canonical_json import document
from output.journal import writing
from output.published import read_latest, read_versions
from output.storage import remove_folder, replace_file
from schemas.dataset import VersionEntry


@dataclass(frozen=True, slots=True)
class Pruned:
    """What was removed, and what stays."""

    removed: tuple[str, ...]
    """Paths of versions, seen from the dataset's folder."""
    kept: tuple[str, ...]


def prune(dataset: Path, *, keep: int, now: datetime) -> Pruned:
    """Remove all but the newest `keep` published versions, and the refused ones that are older than those.

    The latest version always stays. versions.json goes on listing what was removed, with the time of it. Whenever
    the process dies, every listed version that is not marked is whole; the next call removes what is left over.
    Raises DatasetUnreadable where the dataset cannot be read, ValueError for a `keep` below 1.
    """
    if keep < 1:
        raise ValueError(f"expected to keep at least 1 version, found {keep}")
    with writing(dataset):
        latest, versions = read_latest(dataset), read_versions(dataset)
        standing = [entry for entry in versions.versions if entry.pruned is None]
        published = [entry for entry in standing if entry.result == "published"]
        stay = {entry.version for entry in published[:keep]} | ({latest.version} if latest else set())
        oldest = min(stay, default="")
        removed = [entry for entry in standing if not _stays(entry, stay, oldest)]
        gone = {entry.path for entry in removed}
        marked = tuple(
            entry.model_copy(update={"pruned": now}) if entry.path in gone else entry
            for entry in versions.versions
        )
        if removed:
            replace_file(
                dataset / "versions.json", document(versions.model_copy(update={"versions": marked}))
            )
        for entry in marked:
            if entry.pruned:
                remove_folder(dataset / entry.path)
    return Pruned(
        removed=tuple(entry.path for entry in removed),
        kept=tuple(entry.path for entry in marked if entry.pruned is None),
    )


def _stays(entry: VersionEntry, stay: set[str], oldest: str) -> bool:
    return entry.version in stay if entry.result == "published" else entry.version > oldest
