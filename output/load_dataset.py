"""Gives Python importers the records of a published dataset."""

from collections.abc import Iterator
from pathlib import Path

from pydantic import ValidationError

from output.published import DatasetUnreadable, PublishedVersion, open_latest, open_version, read_latest
from schemas.profile import SCHEMA_ID, SCHEMA_VERSION, JobProfile

__all__ = ["DatasetUnreadable", "load_dataset"]


def load_dataset(path: str | Path) -> Iterator[JobProfile]:
    """Return the profiles of a dataset, sorted by id, one at a time.

    `path` is a dataset's folder, such as data/datasets/demo, whose latest version is read, or the folder of
    one version. Checksums are verified before the first profile is given: of the manifest (where latest.json
    names it) and of profiles.jsonl.

    Raises DatasetUnreadable where the dataset is not there, not whole or of another major schema version.
    """
    version = version_at(Path(path))
    _check_schema(version)
    return _profiles(version.checked("profiles.jsonl"))


def version_at(folder: Path) -> PublishedVersion:
    """Return the latest version of a dataset's folder, or the version whose folder it is.

    Raises DatasetUnreadable where it is neither, or a checksum of the manifest does not hold.
    """
    latest = read_latest(folder)
    if latest is not None:
        return open_latest(folder, latest)
    if (folder / "datapackage.json").exists():
        return open_version(folder)
    raise DatasetUnreadable(
        f"{folder}: expected a folder with latest.json or datapackage.json, found neither"
    )


def records_of(path: Path) -> Path:
    """Return the profiles.jsonl of a dataset or version, its checksum verified, or `path` where it is a file."""
    if path.is_file():
        return path
    return version_at(path).checked("profiles.jsonl")


def _check_schema(version: PublishedVersion) -> None:
    found = version.manifest.profile_schema
    major = SCHEMA_ID.removesuffix(SCHEMA_VERSION) + SCHEMA_VERSION.partition(".")[0]
    if not found.startswith(f"{major}."):
        raise DatasetUnreadable(
            f"{version.folder}: expected records after {SCHEMA_ID}, found {found}; "
            "install the jobprofiles version that fits"
        )


def _profiles(path: Path) -> Iterator[JobProfile]:
    with path.open("rb") as lines:
        for number, line in enumerate(lines, start=1):
            try:
                yield JobProfile.model_validate_json(line)
            except ValidationError as error:
                first = error.errors()[0]
                where = "/".join(str(part) for part in first["loc"])
                raise DatasetUnreadable(
                    f"{path}, line {number}: expected a job profile, found: {first['msg']} (field /{where})"
                ) from error
