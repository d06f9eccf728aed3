"""Reads what was published before, and trusts nothing whose checksum does not hold."""

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError

from schemas.dataset import Latest, Versions

M = TypeVar("M", bound=BaseModel)


class DatasetUnreadable(Exception):
    """A dataset is not there, not whole or not what its manifest says."""


class _Resource(BaseModel):
    path: str
    hash: str


class Manifest(BaseModel):
    """What readers need of a datapackage.json."""

    model_config = ConfigDict(frozen=True)

    profile_schema: str
    sources: list[dict[str, Any]]
    resources: list[_Resource]


@dataclass(frozen=True, slots=True)
class PublishedVersion:
    """A version folder whose manifest was read."""

    folder: Path
    manifest: Manifest

    def has(self, name: str) -> bool:
        """Tell whether the manifest lists a file."""
        return any(resource.path == name for resource in self.manifest.resources)

    def sha256(self, name: str) -> str:
        """Return the hex SHA-256 that the manifest gives for a file of the version."""
        for resource in self.manifest.resources:
            if resource.path == name:
                return resource.hash.removeprefix("sha256:")
        raise DatasetUnreadable(f"{self.folder / 'datapackage.json'}: expected a resource {name}, found none")

    def checked(self, name: str) -> Path:
        """Return the path of a file of the version after its checksum was found right."""
        path = self.folder / name
        _expect(path, self.sha256(name), _digest(path))
        return path


def read_latest(dataset: Path) -> Latest | None:
    """Return what latest.json of a dataset's folder says, or None where nothing was published yet."""
    path = dataset / "latest.json"
    if not path.exists():
        return None
    return read_document(path, Latest)


def read_versions(dataset: Path) -> Versions:
    """Return what versions.json of a dataset's folder says; no versions where there is none."""
    path = dataset / "versions.json"
    if not path.exists():
        return Versions(dataset=dataset.name)
    return read_document(path, Versions)


def open_latest(dataset: Path, latest: Latest) -> PublishedVersion:
    """Return the version that latest.json names, after the checksum of its manifest was found right."""
    folder = (dataset / latest.path).resolve()
    if not folder.is_relative_to(dataset.resolve()):
        raise DatasetUnreadable(
            f"{dataset / 'latest.json'}: expected a folder of the dataset, found {latest.path!r}"
        )
    manifest = folder / "datapackage.json"
    _expect(manifest, latest.manifest_sha256, _digest(manifest))
    return open_version(folder)


def open_version(folder: Path) -> PublishedVersion:
    """Return a version by its folder."""
    return PublishedVersion(folder, read_document(folder / "datapackage.json", Manifest))


def read_document(path: Path, model: type[M]) -> M:
    """Return one of a dataset's JSON documents as its model."""
    try:
        return model.model_validate_json(_read(path))
    except ValidationError as error:
        first = error.errors()[0]
        where = "/".join(str(part) for part in first["loc"])
        raise DatasetUnreadable(
            f"{path}: expected the document that jobprofiles writes, found: {first['msg']} (/{where})"
        ) from error


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise DatasetUnreadable(f"{path}: expected a readable file, found: {error.strerror}") from error


def _digest(path: Path) -> str:
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise DatasetUnreadable(f"{path}: expected a readable file, found: {error.strerror}") from error


def _expect(path: Path, expected: str, found: str) -> None:
    if expected != found:
        raise DatasetUnreadable(
            f"{path}: expected SHA-256 {expected[:12]}…, found {found[:12]}…; "
            "the file was changed or cut: fetch or publish the version again"
        )
