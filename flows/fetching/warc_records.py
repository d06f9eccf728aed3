"""Exchanges as WARC 1.1 records (https://iipc.github.io/warc-specifications/)."""

from datetime import UTC, datetime
from http import HTTPStatus
from io import BytesIO
from urllib.parse import urlsplit
from uuid import NAMESPACE_URL, uuid5

from w3lib.url import safe_url_string
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from flows.fetching.capture import Exchange
from schemas.page import Page

WARC_VERSION = "1.1"
REDIRECTED_FROM = "Jobprofiles-Redirected-From"
"""A field of our own in a response's WARC header: the URLs that redirected here. Other readers skip it."""
AS_SENT = "X-Archive-Orig-"
"""Marks an HTTP header that is no longer true of the stored body, as other web archives mark it."""
UNDONE = frozenset({"content-encoding", "transfer-encoding", "content-length"})


def info_record(file_name: str, moment: datetime, software: str) -> bytes:
    """Return a segment's first record: which program wrote it."""
    fields = f"software: {software}\r\nformat: WARC File Format {WARC_VERSION}\r\n".encode()
    headers = {
        "WARC-Type": "warcinfo",
        "WARC-Record-ID": _record_id("warcinfo", file_name, moment),
        "WARC-Date": _warc_date(moment),
        "WARC-Filename": file_name,
    }
    return _serialised("", "warcinfo", fields, headers, None)


def exchange_records(exchange: Exchange, segment: str, number: int) -> tuple[bytes, bytes]:
    """Return the response record and the request record of one exchange.

    The same exchange as the same `number` of the same `segment` gives the same bytes.
    """
    answer = exchange.answer
    shared = {"WARC-Date": _warc_date(answer.fetched_at)}
    response_id = _record_id("response", f"{segment} {number} {answer.url}", answer.fetched_at)
    request_id = _record_id("request", f"{segment} {number} {answer.url}", answer.fetched_at)
    response_headers = {"WARC-Record-ID": response_id, **shared}
    if answer.redirects:
        response_headers[REDIRECTED_FROM] = " ".join(answer.redirects)
    response = _serialised(answer.url, "response", answer.body, response_headers, _http_answer(answer))
    request_headers = {"WARC-Record-ID": request_id, "WARC-Concurrent-To": response_id, **shared}
    request = _serialised(answer.url, "request", b"", request_headers, _http_request(exchange))
    return response, request


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


def _serialised(
    url: str, kind: str, payload: bytes, warc_headers: dict[str, str], http: StatusAndHeaders | None
) -> bytes:
    out = BytesIO()
    writer = WARCWriter(out, gzip=False, warc_version=WARC_VERSION)
    record = writer.create_warc_record(
        url,
        kind,
        payload=BytesIO(payload),
        length=len(payload),
        warc_headers_dict=warc_headers,
        http_headers=http,
    )
    writer.write_record(record)
    return out.getvalue()


def _record_id(kind: str, what: str, moment: datetime) -> str:
    return f"<urn:uuid:{uuid5(NAMESPACE_URL, f'{kind} {what} {moment.isoformat()}')}>"


def _warc_date(moment: datetime) -> str:
    return moment.astimezone(UTC).replace(tzinfo=None).isoformat() + "Z"
