"""The archive: one WARC segment a chunk, written beside its final name and moved there when it is whole."""

import gzip
import logging
import os
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Self

from flows.fetching.capture import Capture, Exchange
from flows.fetching.cdxj_index import cdxj_line
from flows.fetching.fetch_failures import ArchiveUnreadable
from flows.fetching.gzip_members import BrokenMember, Member, read_members
from flows.fetching.warc_pages import DamagedRecord, page_of_record
from flows.fetching.warc_records import exchange_records, info_record
from schemas.page import Page

logger = logging.getLogger(__name__)

SUFFIX = ".warc.gz"
_GZIP_LEVEL = 6  # three times as fast as warcio's 9, and about as small
_LARGEST_BODY = 10_000_000
_LARGEST_HEADERS = 1_000_000


def index_path(segment: str | os.PathLike[str]) -> Path:
    """Return the path of the CDXJ index that stands beside a segment."""
    path = Path(segment)
    return path.with_name(path.name.removesuffix(SUFFIX) + ".cdxj")


class ArchiveWriter:
    """Writes one segment; a context manager.

    Leaving it without an exception moves the index and then the segment to their final names; so a segment
    that stands under its final name is whole. Otherwise what was written stays beside it, under a name that
    ends in ".part", and the final name holds what it held before.
    """

    def __init__(
        self, path: str | os.PathLike[str], clock: Callable[[], datetime], software: str = "jobprofiles"
    ) -> None:
        self._path = Path(path)
        self._unfinished = self._path.with_name(self._path.name + ".part")
        self._clock = clock
        self._software = software
        self._index: list[str] = []
        self._number = 0

    def __enter__(self) -> Self:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        self._file = self._unfinished.open("wb")
        self._append(info_record(self._path.name, self._clock(), self._software))
        return self

    def write(self, capture: Capture) -> None:
        """Append every answer of `capture`, redirects first, each with its request."""
        for exchange in (*capture.hops, capture.last):
            self._write_exchange(exchange)
        self._file.flush()

    def _write_exchange(self, exchange: Exchange) -> None:
        self._number += 1
        response, request = exchange_records(exchange, self._path.name, self._number)
        offset = self._file.tell()
        self._append(response)
        self._index.append(cdxj_line(exchange.answer, self._path.name, offset, self._file.tell() - offset))
        self._append(request)

    def _append(self, record: bytes) -> None:
        # A gzip member a record (WARC 1.1, annex D), without a time in its header: same record, same bytes.
        self._file.write(gzip.compress(record, _GZIP_LEVEL, mtime=0))

    def __exit__(
        self,
        exc_type: type[BaseException] | None,
        exc_value: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        with self._file:
            self._file.flush()
            os.fsync(self._file.fileno())
        if exc_type is None:
            self._write_index()
            self._unfinished.replace(self._path)

    def _write_index(self) -> None:
        path = index_path(self._path)
        unfinished = path.with_name(path.name + ".part")
        unfinished.write_text("".join(f"{line}\n" for line in sorted(self._index)), encoding="utf-8")
        unfinished.replace(path)


def read_pages(path: str | os.PathLike[str], *, max_body_bytes: int = _LARGEST_BODY) -> Iterator[Page]:
    """Yield the pages of a segment in the order they were written, one at a time in memory.

    Redirects stand in the `redirects` of the page that they led to. A record that is damaged or too large is
    passed over with a warning, and a segment that stops in the middle ends there. Raises ArchiveUnreadable
    where there is no such file, or not one whole WARC record in it.
    """
    with _opened(path) as file:
        anything = False
        for member in _whole_members(file, path, max_body_bytes):
            try:
                page = _page(member, max_body_bytes)
            except DamagedRecord as damage:
                logger.warning("%s: the record at byte %d %s; it is left out.", path, member.offset, damage)
                continue
            anything = True
            if page is not None:
                yield page
        if not anything:
            raise _unreadable(path, "no whole WARC record in it")


def read_page(path: str | os.PathLike[str], offset: int, *, max_body_bytes: int = _LARGEST_BODY) -> Page:
    """Return the page whose record starts at `offset` of a segment, as its CDXJ index says.

    Raises ArchiveUnreadable where no whole page stands there.
    """
    with _opened(path) as file:
        file.seek(offset)
        try:
            member = next(read_members(file, max_body_bytes + _LARGEST_HEADERS), None)
            page = _page(member, max_body_bytes) if member else None
        except (BrokenMember, DamagedRecord) as error:
            raise ArchiveUnreadable(
                f"{path}: the record at byte {offset:,} cannot be read: {error}"
            ) from error
    if page is None:
        raise ArchiveUnreadable(f"{path}: expected a page at byte {offset:,}, found none")
    return page


def _opened(path: str | os.PathLike[str]) -> BinaryIO:
    try:
        return Path(path).open("rb")
    except OSError as error:
        raise ArchiveUnreadable(f"{path}: cannot be opened: {error.strerror}") from error


def _whole_members(file: BinaryIO, path: str | os.PathLike[str], max_body_bytes: int) -> Iterator[Member]:
    try:
        yield from read_members(file, max_body_bytes + _LARGEST_HEADERS)
    except BrokenMember as broken:
        if broken.offset == 0:
            raise _unreadable(path, str(broken)) from broken
        logger.warning("%s: %s; the records before it are used.", path, broken)


def _page(member: Member, max_body_bytes: int) -> Page | None:
    if member.content is None:
        raise DamagedRecord(f"is larger than {max_body_bytes + _LARGEST_HEADERS:,} bytes")
    return page_of_record(member.content, max_body_bytes)


def _unreadable(path: str | os.PathLike[str], found: str) -> ArchiveUnreadable:
    return ArchiveUnreadable(
        f"{path}: expected a WARC file in which each record is gzipped by itself, found {found};"
        " `warcio recompress` brings other WARC files into that form"
    )
