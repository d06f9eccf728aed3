"""The index beside a segment: one CDXJ line a response, sorted by SURT key, as pywb reads it.

Fields in which a revisit names its original are those of pywb's index server; `asked`, `date`, `etag`,
`lastmod` and `rendered.…` are our own, and other readers pass over them.
"""

import json
from datetime import datetime
from urllib.parse import urlsplit

import orjson
from pydantic import ValidationError

from flows.archive.captured import Captured, Place
from flows.fetching.web_urls import same_page_key

REVISIT = "warc/revisit"
_STAMP = "%Y%m%d%H%M%S"


def cdxj_line(captured: Captured) -> str:
    """Return the line of one capture, without its line end."""
    fields = {
        "url": captured.url,
        "mime": captured.mime if captured.body is None else REVISIT,
        "status": str(captured.status),
        "digest": captured.digest,
        "length": str(captured.at.length),
        "offset": str(captured.at.offset),
        "filename": captured.at.segment,
        "date": captured.fetched_at.isoformat(),
    }
    if captured.body:
        fields |= _place("orig.", captured.body) | {"orig.mime": captured.mime}
    if captured.rendered:
        fields |= _place("rendered.", captured.rendered)
    told = {"asked": captured.asked, "etag": captured.etag, "lastmod": captured.last_modified}
    fields |= {name: value for name, value in told.items() if value is not None}
    return f"{surt(captured.url)} {captured.fetched_at:{_STAMP}} {json.dumps(fields)}"


def stamp_of(moment: datetime) -> bytes:
    """Return the time of a capture as its line has it: to the second."""
    return f"{moment:{_STAMP}}".encode()


def stamp_in(line: bytes) -> bytes:
    """Return the time in a line, without reading the rest of it."""
    return line.split(b" ", 2)[1] if line.count(b" ") > 1 else b""


def read_line(line: bytes) -> Captured | None:
    """Return the capture of a line, or None where it is none of ours."""
    try:
        fields = orjson.loads(line.split(b" ", 2)[2])
        return Captured(
            url=fields["url"],
            asked=fields.get("asked"),
            fetched_at=datetime.fromisoformat(fields["date"]),
            status=int(fields["status"]),
            mime=fields.get("orig.mime", fields["mime"]),
            digest=fields["digest"],
            at=_read_place(fields, ""),
            body=_read_place(fields, "orig.") if "orig.offset" in fields else None,
            rendered=_read_place(fields, "rendered.") if "rendered.offset" in fields else None,
            etag=fields.get("etag"),
            last_modified=fields.get("lastmod"),
        )
    except (ValueError, KeyError, IndexError, TypeError, AttributeError, ValidationError):
        return None


def _place(prefix: str, place: Place) -> dict[str, str]:
    return {
        f"{prefix}length": str(place.length),
        f"{prefix}offset": str(place.offset),
        f"{prefix}filename": place.segment,
    }


def _read_place(fields: dict[str, str], prefix: str) -> Place:
    return Place(
        segment=fields[f"{prefix}filename"],
        offset=int(fields[f"{prefix}offset"]),
        length=int(fields[f"{prefix}length"]),
    )


def surt(url: str) -> str:
    """Return the key under which `url` is filed: its host from the right, then path and query, in lower case.

    Sort-friendly URI Reordering Transform, as web archives use it: "http://www.example.org/A?b" is
    "org,example,www)/a?b".
    """
    parts = urlsplit(same_page_key(url).lower())
    port = f":{parts.port}" if parts.port else ""
    query = f"?{parts.query}" if parts.query else ""
    return ",".join(reversed((parts.hostname or "").split("."))) + f"{port}){parts.path}{query}"
