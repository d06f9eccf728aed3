"""Writing captures into a segment, and carrying on where a killed run left it."""

import threading
from collections.abc import Callable
from datetime import datetime
from http import HTTPStatus
from itertools import count
from pathlib import Path
from types import TracebackType
from typing import NamedTuple, Self

from flows.archive.captured import Captured, Place
from flows.archive.segment_file import SegmentFile, compressed, web_record, whole_members
from flows.archive.segment_index import SegmentIndexer, as_revisit
from flows.archive.warc_pages import DamagedRecord, WebRecord, media_type, sha1_base32
from flows.archive.warc_records import (
    RecordName,
    info_record,
    rendered_record,
    request_record,
    response_record,
)
from flows.fetching.capture import Capture, Exchange
from schemas.page import Page


class _Answered(NamedTuple):
    """The compressed records of one exchange, in the order in which they are written."""

    rendered: bytes | None
    """Before the answer: so an answer that is whole in an unfinished segment has its rendered page, too."""
    response: bytes
    request: bytes | None
    answer: Page
    original: Captured | None


class SegmentWriter:
    """Writes one segment; a context manager, whose `write` any thread may call.

    Where the file `unfinished` stands already, its whole records are kept, `salvaged` lists them, and writing
    goes on behind them.
    """

    def __init__(
        self, unfinished: Path, name: str, clock: Callable[[], datetime], software: str = "jobprofiles"
    ) -> None:
        self.path = unfinished
        self.name = name
        self.salvaged: tuple[Captured, ...] = ()
        self.index: list[Captured] = []
        """An entry for every answer written so far."""
        self._clock = clock
        self._software = software
        self._lock = threading.Lock()
        self._numbers = count(1)

    def __enter__(self) -> Self:
        whole = self._salvage() if self.path.exists() else 0
        self._file = SegmentFile(self.path, self.name, whole).__enter__()
        if not whole:
            self._file.append(compressed(info_record(self.name, self._clock(), self._software)))
        return self

    def _salvage(self) -> int:
        """Take over the whole records of the unfinished segment; return where the last of them ends."""
        indexer, end, found = SegmentIndexer(), 0, 0
        for found, member in enumerate(whole_members(self.path), start=1):  # noqa: B007  (used below)
            end = member.offset + member.length
            place = Place(segment=self.name, offset=member.offset, length=member.length)
            record = web_record(member.content, f"{self.path.name}, byte {member.offset:,}")
            if record and (entry := _readable(indexer, place, record)):
                self.index.append(entry)
        self.salvaged = tuple(self.index)
        self._numbers = count(found + 1)
        return end

    def write(self, capture: Capture, original: Captured | None = None) -> Captured:
        """Append every answer of `capture`, each with its request, and return the entry of its page.

        Where an `original` has the same body, a revisit of it is written in place of the body.
        """
        answered = [self._answered(exchange) for exchange in (*capture.parts, *capture.hops)]
        answered.append(self._answered(capture.last, original, capture.rendered))
        with self._lock:
            entries = [self._append(exchange) for exchange in answered]
            self._file.flush()
        return entries[-1]

    def write_answer(self, answer: Page) -> Captured:
        """Append an answer that brought no page, such as 404, without its request."""
        response = compressed(response_record(answer, self._next_name(answer)))
        with self._lock:
            entry = self._append(_Answered(None, response, None, answer, None))
            self._file.flush()
        return entry

    def _next_name(self, answer: Page) -> RecordName:
        return RecordName(self.name, next(self._numbers), answer.url, answer.fetched_at)

    def _answered(
        self, exchange: Exchange, original: Captured | None = None, rendered: bytes | None = None
    ) -> _Answered:
        answer, name = exchange.answer, self._next_name(exchange.answer)
        return _Answered(
            rendered=compressed(rendered_record(rendered, answer, name)) if rendered is not None else None,
            response=compressed(response_record(answer, name, original)),
            request=compressed(request_record(exchange, name)),
            answer=answer,
            original=original,
        )

    def _append(self, exchange: _Answered) -> Captured:
        rendered = self._file.append(exchange.rendered) if exchange.rendered else None
        entry = _entry(self._file.append(exchange.response), exchange, rendered)
        if exchange.request:
            self._file.append(exchange.request)
        self.index.append(entry)
        return entry

    def __exit__(
        self,
        exc_type: type[BaseException] | None,
        exc_value: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._file.__exit__(exc_type, exc_value, traceback)


def _readable(indexer: SegmentIndexer, place: Place, record: WebRecord) -> Captured | None:
    try:
        return indexer.entry(place, record)
    except DamagedRecord:
        return None


def is_same(page: Page, earlier: Captured) -> bool:
    """Tell whether the body of `page` is that of an earlier capture: by its status 304, or by its checksum."""
    if page.status == HTTPStatus.NOT_MODIFIED:
        return True
    return page.status == HTTPStatus.OK and sha1_base32(page.body) == earlier.digest


def _entry(place: Place, exchange: _Answered, rendered: Place | None) -> Captured:
    answer = exchange.answer
    entry = Captured(
        url=answer.url,
        asked=answer.redirects[0] if answer.redirects else None,
        fetched_at=answer.fetched_at,
        status=answer.status,
        mime=media_type(answer.header("Content-Type")),
        digest=sha1_base32(answer.body),
        at=place,
        rendered=rendered,
        etag=answer.header("ETag"),
        last_modified=answer.header("Last-Modified"),
    )
    return as_revisit(entry, exchange.original) if exchange.original else entry
