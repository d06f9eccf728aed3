"""A segment as a file on this machine: records appended, each a gzip member, and read back in their order."""

import gzip
import logging
import os
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import Self

from flows.archive.captured import Place
from flows.archive.gzip_members import BrokenMember, Member, read_members
from flows.archive.segment_index import LARGEST_RECORD
from flows.archive.warc_pages import DamagedRecord, WebRecord, read_record

logger = logging.getLogger(__name__)

SUFFIX = ".warc.gz"
_GZIP_LEVEL = 6  # three times as fast as warcio's 9, and about as small


class SegmentFile:
    """Appends records to a file whose first `whole` bytes are kept; a context manager."""

    def __init__(self, path: Path, name: str, whole: int = 0) -> None:
        self._path = path
        self._name = name
        self.size = whole
        """Where the next record begins."""

    def __enter__(self) -> Self:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        self._file = self._path.open("r+b" if self.size else "wb")
        self._file.truncate(self.size)
        self._file.seek(self.size)
        return self

    def place_of(self, member: bytes) -> Place:
        """Return where a compressed record would stand if it were the next one."""
        return Place(segment=self._name, offset=self.size, length=len(member))

    def append(self, member: bytes) -> Place:
        """Write a compressed record behind the last one and return where it stands."""
        place = self.place_of(member)
        self._file.write(member)
        self.size += len(member)
        return place

    def flush(self) -> None:
        """Hand everything to the system: it survives the death of this process."""
        self._file.flush()

    def __exit__(
        self,
        exc_type: type[BaseException] | None,
        exc_value: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        with self._file:
            self._file.flush()
            os.fsync(self._file.fileno())


def compressed(record: bytes) -> bytes:
    """Return a record as a gzip member (WARC 1.1, annex D), without a time: same record, same bytes."""
    return gzip.compress(record, _GZIP_LEVEL, mtime=0)


def whole_members(path: Path) -> Iterator[Member]:
    """Yield the members of a segment; ends with a warning where the file stops or breaks inside one."""
    with path.open("rb") as file:
        try:
            yield from read_members(file, LARGEST_RECORD)
        except BrokenMember as broken:
            logger.warning("%s: %s; the records before it are used.", path.name, broken)


def web_record(content: bytes | None, where: str) -> WebRecord | None:
    """Return the web page's record that `content` holds; None, with a warning, where it is damaged or too large."""
    damage: object = f"is larger than {LARGEST_RECORD:,} bytes"
    if content is not None:
        try:
            return read_record(content)
        except DamagedRecord as found:
            damage = found
    logger.warning("%s: the record %s; it is left out.", where, damage)
    return None
