"""Exchanges as WARC 1.1 records (https://iipc.github.io/warc-specifications/)."""

from datetime import UTC, datetime
from http import HTTPStatus
from io import BytesIO
from typing import NamedTuple
from urllib.parse import urlsplit
from uuid import NAMESPACE_URL, uuid5

from w3lib.url import safe_url_string
from warcio.recordbuilder import RecordBuilder
from warcio.recordloader import ArcWarcRecord
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from flows.archive.captured import Captured
from flows.fetching.capture import Exchange
from schemas.page import Page

WARC_VERSION = "1.1"
REDIRECTED_FROM = "Jobprofiles-Redirected-From"
"""A field of our own in a response's WARC header: the URLs that redirected here. Other readers skip it."""
BODY_AT = "Jobprofiles-Body-At"
"""Another, in a revisit's: segment, offset and length of the record that holds the body, and its media type."""
AS_SENT = "X-Archive-Orig-"
"""Marks an HTTP header that is no longer true of the stored body, as other web archives mark it."""
UNDONE = frozenset({"content-encoding", "transfer-encoding", "content-length"})
NOT_MODIFIED = "http://netpreserve.org/warc/1.1/revisit/server-not-modified"
SAME_BODY = "http://netpreserve.org/warc/1.1/revisit/identical-payload-digest"
_BUILDER = RecordBuilder(warc_version=WARC_VERSION)


class RecordName(NamedTuple):
    """What a record's id is made of: the same exchange at the same place has the same id."""

    segment: str
    number: int
    url: str
    moment: datetime

    def id(self, kind: str) -> str:
        """Return the WARC-Record-ID of the record of that kind."""
        what = f"{self.segment} {self.number} {self.url}"
        return f"<urn:uuid:{uuid5(NAMESPACE_URL, f'{kind} {what} {self.moment.isoformat()}')}>"


def info_record(file_name: str, moment: datetime, software: str) -> bytes:
    """Return a segment's first record: which program wrote it."""
    fields = f"software: {software}\r\nformat: WARC File Format {WARC_VERSION}\r\n".encode()
    headers = {
        "WARC-Type": "warcinfo",
        "WARC-Record-ID": f"<urn:uuid:{uuid5(NAMESPACE_URL, f'warcinfo {file_name} {moment.isoformat()}')}>",
        "WARC-Date": warc_date(moment),
        "WARC-Filename": file_name,
    }
    return _serialised(_record("", "warcinfo", fields, headers, None))


def response_record(answer: Page, name: RecordName, original: Captured | None = None) -> bytes:
    """Return the record of an answer, or of a revisit where its body is that of the `original`."""
    headers = {"WARC-Record-ID": name.id("response"), "WARC-Date": warc_date(answer.fetched_at)}
    if answer.redirects:
        headers[REDIRECTED_FROM] = " ".join(answer.redirects)
    if original is None:
        return _serialised(_record(answer.url, "response", answer.body, headers, _http_answer(answer)))
    place = original.body_at
    headers[BODY_AT] = f"{place.segment} {place.offset} {place.length} {original.mime}"
    revisit = _BUILDER.create_revisit_record(
        answer.url,
        f"sha1:{original.digest}",
        original.url,
        warc_date(original.fetched_at),
        http_headers=_http_answer(answer),
        warc_headers_dict=headers,
    )
    if answer.status == HTTPStatus.NOT_MODIFIED:
        revisit.rec_headers.replace_header("WARC-Profile", NOT_MODIFIED)
    return _serialised(revisit)


def request_record(exchange: Exchange, name: RecordName) -> bytes:
    """Return the record of the request that `exchange` began with."""
    answer = exchange.answer
    headers = {
        "WARC-Record-ID": name.id("request"),
        "WARC-Concurrent-To": name.id("response"),
        "WARC-Date": warc_date(answer.fetched_at),
    }
    return _serialised(_record(answer.url, "request", b"", headers, _http_request(exchange)))


def rendered_record(html: bytes, answer: Page, name: RecordName) -> bytes:
    """Return the record of a page as a browser's scripts left it: a conversion of the answer."""
    headers = {
        "WARC-Record-ID": name.id("conversion"),
        "WARC-Refers-To": name.id("response"),
        "WARC-Date": warc_date(answer.fetched_at),
        "Content-Type": "text/html; charset=utf-8",
    }
    return _serialised(_record(answer.url, "conversion", html, headers, None))


def _http_answer(page: Page) -> StatusAndHeaders:
    kept = [(AS_SENT + name if name.lower() in UNDONE else name, value) for name, value in page.headers]
    try:
        phrase = HTTPStatus(page.status).phrase
    except ValueError:
        phrase = ""
    headers = [*kept, ("Content-Length", str(len(page.body)))]
    return StatusAndHeaders(f"{page.status} {phrase}".strip(), headers, protocol="HTTP/1.1")


def _http_request(exchange: Exchange) -> StatusAndHeaders:
    parts = urlsplit(safe_url_string(exchange.answer.url))
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    headers = list(exchange.request_headers)
    return StatusAndHeaders(f"GET {target} HTTP/1.1", headers, is_http_request=True)


def _record(
    url: str, kind: str, payload: bytes, warc_headers: dict[str, str], http: StatusAndHeaders | None
) -> ArcWarcRecord:
    return _BUILDER.create_warc_record(
        url,
        kind,
        payload=BytesIO(payload),
        length=len(payload),
        warc_headers_dict=warc_headers,
        http_headers=http,
    )


def _serialised(record: ArcWarcRecord) -> bytes:
    out = BytesIO()
    WARCWriter(out, gzip=False, warc_version=WARC_VERSION).write_record(record)
    return out.getvalue()


def warc_date(moment: datetime) -> str:
    """Return a time as WARC writes it: in UTC, with microseconds where it has them."""
    return moment.astimezone(UTC).replace(tzinfo=None).isoformat() + "Z"
