"""The archive of one source: its segments and their indexes, wherever fsspec reaches."""

import errno
import logging
import shutil
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from http import HTTPStatus
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Self

from fsspec import AbstractFileSystem
from fsspec.core import url_to_fs
from fsspec.implementations.local import LocalFileSystem

from flows.archive.capture_lookup import CaptureLookup
from flows.archive.captured import Captured, Place
from flows.archive.cdxj_index import cdxj_line, read_line, stamp_in, stamp_of, surt
from flows.archive.gzip_members import BrokenMember, unpack_member
from flows.archive.segment_file import SUFFIX
from flows.archive.segment_index import LARGEST_BODY, LARGEST_RECORD
from flows.archive.warc_pages import DamagedRecord, WebRecord, read_record
from flows.fetching.capture import as_rendered
from flows.fetching.fetch_failures import ArchiveUnreachable, ArchiveUnreadable
from flows.fetching.web_urls import same_page_key
from schemas.page import Page

logger = logging.getLogger(__name__)

INDEX_SUFFIX = ".cdxj"
IMPORTED, COMPACTED = "import-", "compacted-"
"""How the names of segments begin that say nothing about the age of what they hold; a run's begin with its time."""


class Archive:
    """Segments of one source; every method raises ArchiveUnreadable where the archive cannot be reached."""

    def __init__(self, files: AbstractFileSystem, folder: str) -> None:
        self._files = files
        self._folder = folder

    @classmethod
    def of_source(cls, url: str, source: str) -> Self:
        """Return the archive of a source below the folder that `url` names, as fsspec understands it."""
        with _reaching(url):
            # Other processes write here too: a listing that was true a minute ago is not enough.
            files, folder = url_to_fs(url, use_listings_cache=False)
        return cls(files, f"{folder.rstrip('/')}/{source}")

    def segments(self) -> list[str]:
        """Return the names of all segments, sorted; none where nothing was archived yet."""
        with _reaching(self._folder):
            try:
                paths: list[str] = self._files.ls(self._folder, detail=False)
            except FileNotFoundError:
                return []
        names = (path.rstrip("/").rpartition("/")[2] for path in paths)
        return sorted(name for name in names if name.endswith(SUFFIX))

    def add(self, segment: Path, name: str, index: Iterable[Captured]) -> None:
        """Move a whole segment here; its index first, so that a segment that stands here is indexed."""
        self.write_index(name, index)
        with _reaching(self._folder):
            self._move_in(segment, name)

    def write_index(self, name: str, index: Iterable[Captured]) -> None:
        """Write the index of a segment, in place of the one that stands beside it, in one step."""
        lines = sorted(cdxj_line(captured) for captured in index)
        with _reaching(self._folder), TemporaryDirectory() as folder:
            written = Path(folder) / "index"
            written.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
            self._move_in(written, index_name(name))

    def _move_in(self, file: Path, name: str) -> None:
        target = f"{self._folder}/{name}"
        if isinstance(self._files, LocalFileSystem):
            _move(file, Path(target))
        else:
            self._files.put_file(str(file), target)
            file.unlink()

    def remove(self, names: Iterable[str]) -> None:
        """Remove segments and their indexes."""
        with _reaching(self._folder):
            for name in names:
                self._files.rm_file(f"{self._folder}/{name}")
                if self._files.exists(index := f"{self._folder}/{index_name(name)}"):
                    self._files.rm_file(index)

    def latest(self, urls: Iterable[str]) -> dict[str, Captured]:
        """Return the newest capture of each URL that has one: a page, or the server's word that it is gone."""
        wanted = {same_page_key(url): url for url in urls}
        filed = {surt(url).encode() for url in wanted.values()}
        found: dict[str, Captured] = {}
        aside, runs = self._by_age()
        for name in runs:
            if len(found) == len(wanted):
                break
            _keep_newest(found, self._entries(name, filed), wanted)
        for name in aside:
            _keep_newest(found, self._entries(name, filed), wanted)
        return {wanted[key]: captured for key, captured in found.items()}

    def fetched_at(self, times: Collection[datetime]) -> Iterator[Captured]:
        """Yield the captures of pages that were fetched at one of these times, to the microsecond."""
        stamps = {stamp_of(time) for time in times}
        for name in self.segments():
            for line in self._lines(name):
                captured = read_line(line) if stamp_in(line) in stamps else None
                if captured and captured.is_page and captured.fetched_at in times:
                    yield captured

    def captures_of(self, urls: Iterable[str]) -> Iterator[Captured]:
        """Yield every capture of the pages at these URLs, in no order: as a page, or as gone."""
        keys = set(map(same_page_key, urls))
        filed = {surt(url).encode() for url in keys}
        for name in self.segments():
            for captured in self._entries(name, filed):
                if (captured.is_page or captured.is_gone) and same_page_key(captured.key) in keys:
                    yield captured

    def lookup(self) -> CaptureLookup:
        """Return what finds the newest captures of many URLs; as a context, it goes through all indexes once."""
        return CaptureLookup(line for name in self.segments() for line in self._lines(name))

    def pages(self) -> list[Captured]:
        """Return the newest capture of every URL in the archive that was a page then, sorted by URL."""
        with self.lookup() as found:
            return list(found.pages())

    def _by_age(self) -> tuple[list[str], list[str]]:
        """Return the segments whose age their names do not tell, and those of runs from the newest on."""
        names = self.segments()
        aside = [name for name in names if name.startswith((IMPORTED, COMPACTED))]
        return aside, [name for name in reversed(names) if name not in aside]

    def entries(self, name: str) -> Iterator[Captured]:
        """Yield every entry of a segment's index; raises ArchiveUnreadable where one cannot be read."""
        path = f"{self._folder}/{index_name(name)}"
        with _reaching(path):
            index: bytes = self._files.cat_file(path)
        for number, line in enumerate(index.splitlines(), start=1):
            captured = read_line(line)
            if captured is None:
                raise ArchiveUnreadable(f"{path}: line {number} is none that this project writes")
            yield captured

    def _entries(self, name: str, filed: set[bytes] | None = None) -> Iterator[Captured]:
        """Yield the entries of a segment's index; those `filed` under one of these keys, where keys are given."""
        for line in self._lines(name):
            if filed is not None and line.partition(b" ")[0] not in filed and b'"asked"' not in line:
                continue
            if captured := read_line(line):
                yield captured

    def _lines(self, name: str) -> list[bytes]:
        """Return the lines of a segment's index, none where it is missing."""
        with _reaching(self._folder):
            try:
                index: bytes = self._files.cat_file(f"{self._folder}/{index_name(name)}")
            except FileNotFoundError:
                logger.warning("%s/%s has no index, so its pages are not seen.", self._folder, name)
                return []
        return index.splitlines()

    def read(self, captured: Captured) -> Page:
        """Return the page of a capture, a revisit's with the body of its original.

        Raises ArchiveUnreadable where its record is not there, or damaged.
        """
        record = self.record(captured.at)
        holder = self.record(captured.body) if captured.body else record
        headers = _updated(holder.headers, record.headers) if captured.body else record.headers
        with _whole(captured.url):
            body = holder.body(LARGEST_BODY)
            rendered = self.record(captured.rendered).body(LARGEST_BODY) if captured.rendered else None
        page = Page(
            url_asked=captured.key,
            url=captured.url,
            status=HTTPStatus.OK if captured.body else record.status,
            headers=headers,
            body=body,
            fetched_at=record.fetched_at,
            redirects=record.redirects,
        )
        return page if rendered is None else as_rendered(page, rendered)

    def holds(self, captured: Captured) -> bool:
        """Tell whether the body of a capture can be read and is the one that the index speaks of."""
        try:
            # That the bytes are what was written is what gzip's own checksum says.
            return self.record(captured.body_at).digest(LARGEST_BODY) == captured.digest
        except (ArchiveUnreadable, DamagedRecord):
            return False

    def record(self, place: Place) -> WebRecord:
        """Return the record at a place; raises ArchiveUnreadable where none stands there."""
        with _whole(f"{self._folder}/{place.segment}, byte {place.offset:,}"):
            record = read_record(unpack_member(self.member(place), LARGEST_RECORD))
            if record is None:
                raise DamagedRecord("speaks of no web page")
        return record

    def member(self, place: Place) -> bytes:
        """Return the bytes of a record as they stand in its segment, compressed."""
        path = f"{self._folder}/{place.segment}"
        with _reaching(path):
            found: bytes = self._files.cat_file(path, start=place.offset, end=place.offset + place.length)
        return found


def _move(file: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    try:
        file.replace(target)
    except OSError as error:
        if error.errno != errno.EXDEV:
            raise
        # Between disks, moving is copying: beside the final name, and renamed when it is whole.
        beside = target.with_name(target.name + ".part")
        shutil.copyfile(file, beside)
        beside.replace(target)
        file.unlink()


def index_name(segment: str) -> str:
    """Return the name of the index that stands beside a segment."""
    return segment.removesuffix(SUFFIX) + INDEX_SUFFIX


def _keep_newest(found: dict[str, Captured], entries: Iterable[Captured], wanted: dict[str, Any]) -> None:
    for captured in entries:
        if not (captured.is_page or captured.is_gone):
            continue
        key = same_page_key(captured.key)
        if key not in wanted:
            continue
        if key not in found or captured.age_key > found[key].age_key:
            found[key] = captured


Headers = tuple[tuple[str, str], ...]
_OF_THE_BODY = frozenset({"content-type", "content-encoding", "content-length", "content-language"})


def _updated(old: Headers, new: Headers) -> Headers:
    """Return the headers of a stored answer, as a newer one without a body changes them (RFC 9111, section 3.2)."""
    changes = tuple((name, value) for name, value in new if name.lower() not in _OF_THE_BODY)
    changed = {name.lower() for name, _ in changes}
    return tuple((name, value) for name, value in old if name.lower() not in changed) + changes


@contextmanager
def _reaching(where: str) -> Iterator[None]:
    try:
        yield
    except ArchiveUnreadable:
        raise
    except Exception as error:  # every store raises its own
        told = " ".join(str(error).split())[:200] or type(error).__name__
        # What is not there will not be there in a moment; for everything else, another try may help.
        kind = ArchiveUnreadable if isinstance(error, FileNotFoundError) else ArchiveUnreachable
        raise kind(f"{where}: the archive cannot be reached ({told})") from error


@contextmanager
def _whole(where: str) -> Iterator[None]:
    try:
        yield
    except (DamagedRecord, BrokenMember) as error:
        raise ArchiveUnreadable(f"{where}: the record {error}") from error
