"""WARC records as pages: our own records and other people's."""

from collections.abc import Sequence
from datetime import UTC, datetime
from io import BytesIO

from warcio.bufferedreaders import ChunkedDataReader
from warcio.exceptions import ArchiveLoadFailed
from warcio.recordloader import ArcWarcRecord, ArcWarcRecordLoader
from warcio.statusandheaders import StatusAndHeadersParserException

from flows.fetching.content_decoding import CannotDecode, decoder_for
from flows.fetching.warc_records import AS_SENT, REDIRECTED_FROM, UNDONE
from schemas.page import Page

_REDIRECTION = range(300, 400)


class DamagedRecord(Exception):
    """A WARC record that cannot be read as what it says it is."""


def page_of_record(record: bytes, max_body_bytes: int) -> Page | None:
    """Return the page of a response record, or None where the record is another one or a redirect.

    Raises DamagedRecord where it is no WARC record, is not whole, or its body is larger than the bound.
    """
    loaded = _load(record)
    status = _status(loaded)
    if status is None or (status in _REDIRECTION and loaded.http_headers.get_header("Location")):
        return None
    headers = loaded.rec_headers
    url = str(headers.get_header("WARC-Target-URI"))
    redirects = tuple((headers.get_header(REDIRECTED_FROM) or "").split())
    return Page(
        url_asked=redirects[0] if redirects else url,
        url=url,
        status=status,
        headers=_headers_as_sent(loaded.http_headers.headers),
        body=_body(loaded, max_body_bytes),
        fetched_at=_moment(headers.get_header("WARC-Date")),
        redirects=redirects,
    )


def _load(record: bytes) -> ArcWarcRecord:
    stream = BytesIO(record)
    try:
        loaded = ArcWarcRecordLoader().parse_record_stream(stream, known_format="warc")
    # AttributeError: warcio takes a WARC-Target-URI for granted.
    except (
        ArchiveLoadFailed,
        StatusAndHeadersParserException,
        EOFError,
        ValueError,
        AttributeError,
    ) as error:
        raise DamagedRecord(f"is no WARC record ({type(error).__name__})") from error
    if loaded.length is None or loaded.payload_length > len(record) - stream.tell():
        raise DamagedRecord("is shorter than its Content-Length")
    return loaded


def _status(loaded: ArcWarcRecord) -> int | None:
    if loaded.rec_type != "response" or loaded.http_headers is None:
        return None
    code = loaded.http_headers.get_statuscode()
    if not (code.isascii() and code.isdigit() and len(code) == len("200")):
        raise DamagedRecord(f"has no HTTP status ({code[:20]!r})")
    return int(code)


def _body(loaded: ArcWarcRecord, max_bytes: int) -> bytes:
    stream, http = loaded.raw_stream, loaded.http_headers
    if (http.get_header("Transfer-Encoding") or "").strip().lower() == "chunked":
        stream = ChunkedDataReader(stream)
    try:
        # Not by warcio, which decompresses without a bound.
        decoder = decoder_for(http.get_header("Content-Encoding"))
        body = decoder.feed(stream.read(), max_bytes)
        if len(body) > max_bytes:
            raise DamagedRecord(f"holds a body larger than {max_bytes:,} bytes")
        decoder.finish()
    except CannotDecode as error:
        raise DamagedRecord(f"cannot be decoded: {error}") from error
    return body


def _headers_as_sent(headers: Sequence[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    undone = any(name.startswith(AS_SENT) for name, _ in headers)
    return tuple(
        (name.removeprefix(AS_SENT), value)
        for name, value in headers
        if not (undone and name.lower() in UNDONE)
    )


def _moment(value: str | None) -> datetime:
    try:
        moment = datetime.fromisoformat(value or "")
    except ValueError as error:
        raise DamagedRecord(f"has no WARC-Date ({(value or '')[:40]!r})") from error
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
