"""Bringing somebody else's WARC into the archive of a source."""

import hashlib
import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import BinaryIO
from urllib.parse import urlsplit

import fsspec

from flows.archive.archive import IMPORTED, Archive
from flows.archive.captured import Captured
from flows.archive.segment_file import SUFFIX, SegmentFile, compressed, web_record
from flows.archive.segment_index import LARGEST_RECORD, SegmentIndexer
from flows.archive.warc_pages import DamagedRecord
from flows.archive.warc_stream import raw_records
from flows.fetching.fetch_failures import ArchiveUnreadable

logger = logging.getLogger(__name__)

_HOSTS_TOLD = 5
_PIECE = 1 << 20


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import brought."""

    segment: str
    """Name of the new segment."""
    answers: int
    pages: int
    """Of these: answers of status 200, and revisits of such."""
    passed_over: int
    """Records of other hosts, and damaged ones."""


def import_warc(warc: str, archive: Archive, wanted: Callable[[str], bool]) -> Imported:
    """Copy the answers of a WARC whose URL is `wanted` into the archive, as they are, and index them.

    `warc` is a path or an address that fsspec understands; plain, gzipped record by record, or gzipped as one.
    Requests are not brought, since they can hold passwords. The same file gives the same segment, so bringing
    it twice changes nothing. Raises ArchiveUnreadable where the file cannot be read, is no WARC, or holds no
    wanted answer.
    """
    with TemporaryDirectory() as folder, opened_warc(warc) as file:
        work = _Import(wanted)
        name = f"{IMPORTED}{_sha256(file)[:12]}{SUFFIX}"
        path = Path(folder) / name
        index = list(work.index(file, warc, path))
        if not index:
            raise ArchiveUnreadable(f"{warc}: expected pages of the source, found {work.found()}")
        archive.add(path, name, index)
    return Imported(
        segment=name,
        answers=len(index),
        pages=sum(entry.is_page for entry in index),
        passed_over=work.passed_over,
    )


def hosts_in(warc: str) -> list[str]:
    """Return the hosts whose answers a WARC holds, sorted; raises ArchiveUnreadable as `import_warc` does."""
    hosts: set[str] = set()
    with opened_warc(warc) as file:
        for number, raw in enumerate(raw_records(file, warc, LARGEST_RECORD), start=1):
            if record := web_record(raw, f"{warc}, record {number}"):
                hosts.add((urlsplit(record.url).hostname or "").lower())
    return sorted(hosts)


class _Import:
    def __init__(self, wanted: Callable[[str], bool]) -> None:
        self._wanted = wanted
        self._hosts: dict[str, None] = {}
        self.passed_over = 0

    def index(self, file: BinaryIO, name: str, path: Path) -> Iterator[Captured]:
        """Write the wanted answers of `file` into the segment `path` and yield their entries."""
        indexer = SegmentIndexer()
        with SegmentFile(path, path.name) as segment:
            for number, raw in enumerate(raw_records(file, name, LARGEST_RECORD), start=1):
                where = f"{name}, record {number}"
                record = web_record(raw, where)
                if raw is None or record is None or not self._wants(record.url):
                    continue
                member = compressed(raw)
                try:
                    # Before it is written: what cannot be read is not brought.
                    entry = indexer.entry(segment.place_of(member), record)
                except DamagedRecord as damage:
                    logger.warning("%s %s; it is left out.", where, damage)
                    self.passed_over += 1
                    continue
                segment.append(member)
                if entry:
                    yield entry

    def _wants(self, url: str) -> bool:
        if self._wanted(url):
            return True
        self.passed_over += 1
        if len(self._hosts) < _HOSTS_TOLD:
            self._hosts[urlsplit(url).hostname or ""] = None
        return False

    def found(self) -> str:
        """Return what the file holds instead of wanted answers, in words."""
        hosts = ", ".join(self._hosts)
        return f"{self.passed_over} answers of other hosts ({hosts})" if hosts else "no answer in it"


def _sha256(file: BinaryIO) -> str:
    """Return the checksum of a file, which stands at its beginning before and after."""
    digest = hashlib.sha256()
    while piece := file.read(_PIECE):
        digest.update(piece)
    file.seek(0)
    return digest.hexdigest()


@contextmanager
def opened_warc(warc: str) -> Iterator[BinaryIO]:
    """Open a path or an address that fsspec understands; raises ArchiveUnreadable where it cannot be opened."""
    try:
        file = fsspec.open(warc, "rb").open()
    except Exception as error:  # every store raises its own
        told = getattr(error, "strerror", None) or " ".join(str(error).split())[:200]
        raise ArchiveUnreadable(f"{warc}: cannot be opened ({told})") from error
    with file:
        yield file
