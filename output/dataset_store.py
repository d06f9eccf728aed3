"""Datasets in an object store: the folder on this machine is a working copy, and the store is what importers read.

A run pulls what the store has, publishes into the working copy, and pushes. The push commits by a conditional PUT of
latest.json: it goes through only if nobody else has changed it since the pull, so of two runs that publish at once
one fails, without locks. What follows the commit (versions.json, identities.jsonl, index.json, the catalogue) is put
right by the next push where a run died before it.
"""

import json
import re
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

from fsspec import AbstractFileSystem
from fsspec.core import url_to_fs

from output.canonical_json import document
from output.published import DatasetUnreadable, read_latest, read_versions
from output.storage import UnfinishedFolder, remove_folder, replace_file
from schemas.dataset import Change, Changes, DatasetIndex, Latest, Publication, VersionEntry, Versions

_ATTEMPTS = 10
_VERSION = re.compile(r"(?:v|refused)/[0-9TZ-]+")
_LOST = frozenset({"PreconditionFailed", "ConditionalRequestConflict"})


class LostRace(Exception):
    """Another run published meanwhile: nothing of this one stands in the store; run it again."""


@dataclass(frozen=True, slots=True)
class Pulled:
    """What the store had when it was read."""

    etag: str | None
    """Of latest.json; None where there was none."""
    path: str | None = None
    """Of the version that it named."""


class DatasetStore:
    """The datasets below an address such as s3://bucket/datasets.

    Every method raises DatasetUnreadable where the store cannot be reached.
    """

    def __init__(self, files: AbstractFileSystem, root: str) -> None:
        self._files = files
        self._bucket, _, prefix = root.strip("/").partition("/")
        self._prefix = f"{prefix}/" if prefix else ""

    @classmethod
    def at(cls, url: str) -> Self:
        """Return the store at an address."""
        with _reaching(url):
            # Other machines write here too.
            files, root = url_to_fs(url, use_listings_cache=False)
        return cls(files, root)

    def pull(self, dataset: Path) -> Pulled:
        """Bring the working copy of a dataset in line with the store, and return what stood there."""
        with _reaching(dataset.name):
            found, etag = self._get(f"{dataset.name}/latest.json")
            if found is None:
                return Pulled(None)
            latest = Latest.model_validate_json(found)
            if not (_VERSION.fullmatch(latest.path) and (dataset / latest.path).is_dir()):
                self._bring_version(dataset, latest.path)
            for name in ("versions.json", "identities.jsonl"):
                content, _ = self._get(f"{dataset.name}/{name}")
                if content is not None:
                    replace_file(dataset / name, content)
            _list_latest(dataset, latest)
            replace_file(dataset / "latest.json", found)
        return Pulled(etag, latest.path)

    def names(self) -> list[str]:
        """Return the names of all datasets here."""
        with _reaching("index.json"):
            found, _ = self._get("index.json")
        return [one.dataset for one in DatasetIndex.model_validate_json(found).datasets] if found else []

    @contextmanager
    def changing(self, dataset: Path) -> Iterator[None]:
        """Bring every version here, let the block change or remove some, and put the result into the store.

        Raises LostRace where another run published meanwhile; then nothing was removed there.
        """
        pulled = self.pull(dataset)
        with _reaching(dataset.name):
            before = _standing(dataset)
            for path in before:
                if not (dataset / path).is_dir():
                    self._bring_version(dataset, path)
        yield
        with _reaching(dataset.name):
            now = _standing(dataset)
            for path in sorted(now - before):
                self._push_version(dataset, dataset / path)
            self._commit(dataset, pulled)
            self._follow_up(dataset)
            for path in sorted(before - now):
                self._files.rm(self._path(f"{dataset.name}/{path}"), recursive=True)

    def _bring_version(self, dataset: Path, path: str) -> None:
        where = f"{dataset.name}/{path}"
        if not _VERSION.fullmatch(path):
            raise DatasetUnreadable(
                f"{where}: expected the folder of a version, such as v/2026-11-22T093000Z"
            )
        dataset.mkdir(parents=True, exist_ok=True)
        unfinished = path.replace("/", "-")
        remove_folder(dataset / f".unfinished-{unfinished}")
        folder = UnfinishedFolder(dataset, unfinished)
        manifest, _ = self._get(f"{where}/datapackage.json")
        if manifest is None:
            raise DatasetUnreadable(f"{where}/datapackage.json: expected the manifest, found nothing")
        names = [resource["path"] for resource in json.loads(manifest)["resources"]]
        for name in names:
            if Path(name).name != name:
                raise DatasetUnreadable(f"{where}: expected the name of a file, found {name!r}")
            self._files.get_file(self._path(f"{where}/{name}"), str(folder.path / name))
            folder.adopt(name)
        folder.write("datapackage.json", manifest)
        folder.finish(dataset / path)

    def push(self, dataset: Path, publication: Publication, pulled: Pulled) -> None:
        """Put what a run published, or refused, into the store; raises LostRace where another run was faster."""
        with _reaching(dataset.name):
            if publication.path != dataset / (pulled.path or ""):  # that one is there, and whole
                self._push_version(dataset, publication.path)
            if publication.outcome != "refused":
                try:
                    self._commit(dataset, pulled)
                except LostRace:
                    self._take_back(dataset, publication)
                    raise
            self._follow_up(dataset)

    def _push_version(self, dataset: Path, folder: Path) -> None:
        where = f"{dataset.name}/{folder.relative_to(dataset)}"
        names = sorted(path.name for path in folder.iterdir() if path.name != "datapackage.json")
        manifest = (folder / "datapackage.json").read_bytes()
        # The manifest claims the folder, and says whose it is.
        if not self._put(f"{where}/datapackage.json", manifest, IfNoneMatch="*"):
            there, _ = self._get(f"{where}/datapackage.json")
            if there != manifest:
                raise LostRace(f"{where}: another run of the same second has this version")
        for name in names:
            self._files.put_file(str(folder / name), self._path(f"{where}/{name}"))

    def _take_back(self, dataset: Path, publication: Publication) -> None:
        if publication.outcome == "published":
            where = f"{dataset.name}/{publication.path.relative_to(dataset)}"
            with suppress(FileNotFoundError):
                self._files.rm(self._path(where), recursive=True)

    def _commit(self, dataset: Path, pulled: Pulled) -> None:
        condition = {"IfMatch": pulled.etag} if pulled.etag else {"IfNoneMatch": "*"}
        if self._put(f"{dataset.name}/latest.json", (dataset / "latest.json").read_bytes(), **condition):
            return
        raise LostRace(f"{dataset.name}: another run published meanwhile; nothing of this one was published")

    def _follow_up(self, dataset: Path) -> None:
        """Write down for the store what the working copy knows: none of it decides which version is read."""
        ours = read_versions(dataset)
        self._merge(f"{dataset.name}/versions.json", lambda theirs: _joined(ours, theirs))
        if (dataset / "identities.jsonl").exists():
            self._files.put_file(
                str(dataset / "identities.jsonl"), self._path(f"{dataset.name}/identities.jsonl")
            )
        if latest := read_latest(dataset):
            self._merge("index.json", lambda theirs: _indexed(latest, theirs))
        self._push_catalogue(dataset)

    def _push_catalogue(self, dataset: Path) -> None:
        marker = dataset / "catalogue/catalogue.json"
        if not marker.exists():
            return
        there, _ = self._get(f"{dataset.name}/catalogue/catalogue.json")
        if there == marker.read_bytes():
            return
        pages = sorted(path for path in marker.parent.rglob("*") if path.is_file() and path != marker)
        for page in (*pages, marker):
            self._files.put_file(str(page), self._path(f"{dataset.name}/{page.relative_to(dataset)}"))
        # Pages of records that are gone: nothing leads to them any more, but they can still be read.
        known = {self._path(f"{dataset.name}/{page.relative_to(dataset)}") for page in (*pages, marker)}
        for name in self._files.find(self._path(f"{dataset.name}/catalogue")):
            if name not in known:
                self._files.rm_file(name)

    def _merge(self, name: str, joined: Callable[[bytes | None], bytes]) -> None:
        """Replace a document by what it becomes; others may do the same at the same time."""
        for _ in range(_ATTEMPTS):
            there, etag = self._get(name)
            content = joined(there)
            if content == there or self._put(
                name, content, **({"IfMatch": etag} if etag else {"IfNoneMatch": "*"})
            ):
                return
        raise DatasetUnreadable(f"{name}: other runs change it all the time; run it again")

    def _get(self, name: str) -> tuple[bytes | None, str | None]:
        """Return a document with its ETag, or nothing where there is none."""
        try:
            answer = self._files.call_s3("get_object", Bucket=self._bucket, Key=f"{self._prefix}{name}")
        except FileNotFoundError:
            return None, None
        return self._body(answer), answer["ETag"]

    def _body(self, answer: dict[str, Any]) -> bytes:
        from fsspec.asyn import sync  # noqa: PLC0415  (only where there is a store)

        async def read() -> bytes:
            async with answer["Body"] as body:
                content: bytes = await body.read()
                return content

        content: bytes = sync(self._files.loop, read)
        return content

    def _put(self, name: str, content: bytes, **condition: str | None) -> bool:
        """Write a document if the condition holds, and tell whether it did."""
        try:
            self._files.call_s3(
                "put_object", Bucket=self._bucket, Key=f"{self._prefix}{name}", Body=content, **condition
            )
        except OSError as error:
            response = getattr(error.__cause__, "response", None) or {}
            if response.get("Error", {}).get("Code") in _LOST:
                return False
            raise
        return True

    def _path(self, name: str) -> str:
        return f"{self._bucket}/{self._prefix}{name}"


def _standing(dataset: Path) -> set[str]:
    """Return the paths of all versions that are kept."""
    return {entry.path for entry in read_versions(dataset).versions if entry.pruned is None}


def _list_latest(dataset: Path, latest: Latest) -> None:
    """Add the latest version to versions.json, where the run that pushed it died before it could."""
    versions = read_versions(dataset)
    if latest.version in {entry.version for entry in versions.versions}:
        return
    with (dataset / latest.path / "delta.jsonl").open("rb") as lines:
        changes = [Change.model_validate_json(line) for line in lines]
    counted = Counter(change.op for change in changes)
    entry = VersionEntry(
        version=latest.version,
        result="published",
        path=latest.path,
        at=latest.published,
        previous=changes[0].previous if changes else None,
        counts=latest.counts,
        changes=Changes(added=counted["ADD"], modified=counted["MOD"], deleted=counted["DEL"]),
        manifest_sha256=latest.manifest_sha256,
    )
    listed = versions.model_copy(update={"versions": (entry, *versions.versions)})
    replace_file(dataset / "versions.json", document(listed))


def _joined(ours: Versions, theirs: bytes | None) -> bytes:
    known = Versions.model_validate_json(theirs) if theirs else Versions(dataset=ours.dataset)
    entries = {entry.version: entry for entry in (*known.versions, *ours.versions)}
    retractions = {one.id: one for one in (*known.retractions, *ours.retractions)}
    newest_first: list[VersionEntry] = sorted(entries.values(), key=lambda entry: entry.version, reverse=True)
    return document(
        Versions(dataset=ours.dataset, versions=tuple(newest_first), retractions=tuple(retractions.values()))
    )


def _indexed(latest: Latest, theirs: bytes | None) -> bytes:
    known = DatasetIndex.model_validate_json(theirs) if theirs else DatasetIndex()
    entries = {one.dataset: one for one in known.datasets} | {latest.dataset: latest}
    return document(DatasetIndex(datasets=tuple(entries[name] for name in sorted(entries))))


@contextmanager
def _reaching(where: str) -> Iterator[None]:
    try:
        yield
    except (DatasetUnreadable, LostRace):
        raise
    except Exception as error:  # every store raises its own
        told = " ".join(str(error).split())[:200] or type(error).__name__
        raise DatasetUnreadable(f"{where}: the datasets' store cannot be reached ({told})") from error
