"""WARC records read: our own and other people's."""

import base64
import hashlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from http import HTTPStatus
from io import BytesIO

from warcio.bufferedreaders import ChunkedDataReader
from warcio.exceptions import ArchiveLoadFailed
from warcio.recordloader import ArcWarcRecord, ArcWarcRecordLoader
from warcio.statusandheaders import StatusAndHeadersParserException

from flows.archive.captured import Place
from flows.archive.warc_records import AS_SENT, BODY_AT, REDIRECTED_FROM, UNDONE
from flows.fetching.content_decoding import CannotDecode, decoder_for

_WITH_STATUS = frozenset({"response", "revisit"})
_HTML = "text/html"
_SHA1 = re.compile(r"sha1:([A-Z2-7]{32})", re.IGNORECASE)


class DamagedRecord(Exception):
    """A WARC record that cannot be read as what it says it is."""


@dataclass(frozen=True, slots=True)
class WebRecord:
    """A record that says something about a web address: an answer, a revisit of one, or a rendered page."""

    kind: str
    """response, revisit, conversion or resource."""
    id: str
    refers_to: str | None
    url: str
    fetched_at: datetime
    redirects: tuple[str, ...]
    status: int
    headers: tuple[tuple[str, str], ...]
    """As the server sent them."""
    original: tuple[str, str] | None
    """For a revisit: URL and date of the answer that had the same body, as they stand there."""
    body_at: tuple[Place, str] | None
    """For a revisit of our own: where that answer's record stands, and its media type."""
    _loaded: ArcWarcRecord
    stored_digest: str | None
    """SHA-1 of the payload in Base32, where the record names it."""

    def header(self, name: str) -> str | None:
        """Return the first HTTP header of that name, whatever its case, or None."""
        wanted = name.lower()
        return next((value for key, value in self.headers if key.lower() == wanted), None)

    @property
    def mime(self) -> str:
        """The media type that the answer names; "unk" where it names none."""
        return media_type(self.header("Content-Type"))

    def body(self, max_bytes: int) -> bytes:
        """Return the decoded body, once; raises DamagedRecord where it is larger or broken."""
        http, stream = self._loaded.http_headers, self._loaded.raw_stream
        chunked = http and (http.get_header("Transfer-Encoding") or "").strip().lower() == "chunked"
        try:
            # Not by warcio, which decompresses without a bound.
            decoder = decoder_for(http.get_header("Content-Encoding") if http else None)
            body = decoder.feed((ChunkedDataReader(stream) if chunked else stream).read(), max_bytes)
            if len(body) > max_bytes:
                raise DamagedRecord(f"holds a body larger than {max_bytes:,} bytes")
            decoder.finish()
        except CannotDecode as error:
            raise DamagedRecord(f"cannot be decoded: {error}") from error
        return body

    def digest(self, max_bytes: int) -> str:
        """Return the SHA-1 of the decoded body in Base32.

        A record names that of the payload as it was sent, which is another where it is compressed.
        """
        encoded = self._loaded.http_headers and self._loaded.http_headers.get_header("Content-Encoding")
        chunked = self._loaded.http_headers and self._loaded.http_headers.get_header("Transfer-Encoding")
        if self.stored_digest and (self.kind == "revisit" or not (encoded or chunked)):
            return self.stored_digest
        return sha1_base32(self.body(max_bytes))


def media_type(content_type: str | None) -> str:
    """Return the media type of a Content-Type header, as an index names it: "unk" where there is none."""
    return (content_type or "").partition(";")[0].strip().lower() or "unk"


def sha1_base32(body: bytes) -> str:
    """Return the digest by which web archives tell that two bodies are the same."""
    return base64.b32encode(hashlib.sha1(body, usedforsecurity=False).digest()).decode()


def read_record(record: bytes) -> WebRecord | None:
    """Return the record that the uncompressed bytes hold, or None where it speaks of no web page.

    Raises DamagedRecord where it is no WARC record or not whole.
    """
    loaded = _load(record)
    headers = loaded.rec_headers
    url = str(headers.get_header("WARC-Target-URI") or "").strip("<>")
    status = _status(loaded)
    if status is None or not url.lower().startswith(("http://", "https://")):
        return None
    digest = _SHA1.fullmatch(headers.get_header("WARC-Payload-Digest") or "")
    refers = headers.get_header("WARC-Refers-To-Target-URI"), headers.get_header("WARC-Refers-To-Date")
    return WebRecord(
        kind=loaded.rec_type,
        id=str(headers.get_header("WARC-Record-ID") or ""),
        refers_to=headers.get_header("WARC-Refers-To"),
        url=url,
        fetched_at=_moment(headers.get_header("WARC-Date")),
        redirects=tuple((headers.get_header(REDIRECTED_FROM) or "").split()),
        status=status,
        headers=_headers_as_sent(_told_headers(loaded)),
        original=(str(refers[0]), str(refers[1])) if all(refers) else None,
        body_at=_body_at(headers.get_header(BODY_AT)),
        _loaded=loaded,
        stored_digest=digest[1].upper() if digest else None,
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
    """Return the HTTP status; 200 for a page stored without its answer; None for what is no page."""
    if loaded.rec_type in {"conversion", "resource"}:
        mime = str(loaded.content_type or "").partition(";")[0].strip().lower()
        return HTTPStatus.OK if mime == _HTML else None
    if loaded.rec_type not in _WITH_STATUS:
        return None
    if loaded.http_headers is None:
        return HTTPStatus.NOT_MODIFIED if loaded.rec_type == "revisit" else None
    code = loaded.http_headers.get_statuscode()
    if not (code.isascii() and code.isdigit() and len(code) == len("200")):
        raise DamagedRecord(f"has no HTTP status ({code[:20]!r})")
    return int(code)


def _told_headers(loaded: ArcWarcRecord) -> Sequence[tuple[str, str]]:
    if loaded.http_headers is not None:
        headers: Sequence[tuple[str, str]] = loaded.http_headers.headers
        return headers
    return [("Content-Type", str(loaded.content_type))] if loaded.rec_type != "revisit" else []


def _headers_as_sent(headers: Sequence[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    undone = any(name.startswith(AS_SENT) for name, _ in headers)
    return tuple(_sent(headers, undone=undone))


def _sent(headers: Sequence[tuple[str, str]], *, undone: bool) -> Iterator[tuple[str, str]]:
    for name, value in headers:
        if not (undone and name.lower() in UNDONE):
            yield name.removeprefix(AS_SENT), value


def _body_at(value: str | None) -> tuple[Place, str] | None:
    try:
        segment, offset, length, mime = (value or "").split()
        return Place(segment=segment, offset=int(offset), length=int(length)), mime
    except ValueError:  # pydantic's ValidationError is one
        return None


def _moment(value: str | None) -> datetime:
    try:
        moment = datetime.fromisoformat(value or "")
    except ValueError as error:
        raise DamagedRecord(f"has no WARC-Date ({(value or '')[:40]!r})") from error
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
