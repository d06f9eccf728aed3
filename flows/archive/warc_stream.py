"""Anybody's WARC as a stream of records: plain, gzipped record by record, or gzipped as one.

warcio reads a record's header without a bound and only one of these forms of gzip; so records are cut here,
each within a bound, and read by warcio one by one.
"""

import gzip
import logging
import re
import zlib
from collections.abc import Iterator
from typing import BinaryIO

from flows.fetching.fetch_failures import ArchiveUnreadable

logger = logging.getLogger(__name__)

_GZIP_MAGIC = b"\x1f\x8b"
_LARGEST_HEADER = 65_536
_PIECE = 65_536
_LENGTH = re.compile(rb"^content-length:[ \t]*(\d{1,15})[ \t]*\r?$", re.IGNORECASE | re.MULTILINE)


class _NoRecord(Exception):
    """What stands here is no WARC record; the message says what does."""


def raw_records(file: BinaryIO, name: str, max_bytes: int) -> Iterator[bytes | None]:
    """Yield each record, uncompressed and with its header; None for one larger than `max_bytes`.

    Ends with a warning where the file stops or breaks behind the first record. Raises ArchiveUnreadable where
    there is no record at all.
    """
    is_gzip = file.read(len(_GZIP_MAGIC)) == _GZIP_MAGIC
    file.seek(0)
    number = 0
    try:
        with gzip.GzipFile(fileobj=file) if is_gzip else file as stream:
            while (record := _next_record(stream, max_bytes)) != b"":
                yield record
                number += 1
    except (_NoRecord, EOFError, OSError, zlib.error) as error:
        if number:
            logger.warning("%s: %s behind record %d; the records before it are used.", name, error, number)
            return
        raise _no_warc(name, str(error)) from error
    if not number:
        raise _no_warc(name, "nothing")


def _no_warc(name: str, found: str) -> ArchiveUnreadable:
    return ArchiveUnreadable(
        f"{name}: expected a WARC file, plain or gzipped, found {found}; give another file"
    )


def _next_record(stream: "BinaryIO | gzip.GzipFile", max_bytes: int) -> bytes | None:
    """Return the next record, b"" at the end of the file, None for a record that is too large."""
    header = _header(stream)
    if not header:
        return b""
    found = _LENGTH.search(header)
    if found is None:
        raise _NoRecord("a record without Content-Length")
    length = int(found[1])
    if length > max_bytes:
        _pass_over(stream, length)
        return None
    content = stream.read(length)
    if len(content) < length:
        raise _NoRecord("a record that stops in its middle")
    return header + content + b"\r\n\r\n"


def _header(stream: "BinaryIO | gzip.GzipFile") -> bytes:
    line = stream.readline(_LARGEST_HEADER)
    while line in {b"\r\n", b"\n"}:  # two of them end a record
        line = stream.readline(_LARGEST_HEADER)
    if line and not line.startswith(b"WARC/"):
        raise _NoRecord(f"{line[:40]!r}")
    header = line
    while line not in {b"", b"\r\n", b"\n"}:
        line = stream.readline(_LARGEST_HEADER)
        header += line
        if len(header) > _LARGEST_HEADER:
            raise _NoRecord(f"a record header of more than {_LARGEST_HEADER:,} bytes")
    return header


def _pass_over(stream: "BinaryIO | gzip.GzipFile", length: int) -> None:
    while length > 0:
        piece = stream.read(min(_PIECE, length))
        if not piece:
            raise _NoRecord("a record that stops in its middle")
        length -= len(piece)
