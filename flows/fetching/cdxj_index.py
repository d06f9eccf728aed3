"""The index beside a segment: one CDXJ line a response, sorted by SURT key, as pywb reads it."""

import base64
import hashlib
import json
from urllib.parse import urlsplit

from flows.fetching.web_urls import same_page_key
from schemas.page import Page


def cdxj_line(page: Page, file_name: str, offset: int, length: int) -> str:
    """Return the line of one response, whose record stands at `offset` of the file, `length` bytes long."""
    mime = (page.header("Content-Type") or "").partition(";")[0].strip().lower() or "unk"
    fields = {
        "url": page.url,
        "mime": mime,
        "status": str(page.status),
        "digest": base64.b32encode(hashlib.sha1(page.body, usedforsecurity=False).digest()).decode(),
        "length": str(length),
        "offset": str(offset),
        "filename": file_name,
    }
    return f"{surt(page.url)} {page.fetched_at:%Y%m%d%H%M%S} {json.dumps(fields)}"


def surt(url: str) -> str:
    """Return the key under which `url` is filed: its host from the right, then path and query, in lower case.

    Sort-friendly URI Reordering Transform, as web archives use it: "http://www.example.org/A?b" is
    "org,example,www)/a?b".
    """
    parts = urlsplit(same_page_key(url).lower())
    port = f":{parts.port}" if parts.port else ""
    query = f"?{parts.query}" if parts.query else ""
    return ",".join(reversed((parts.hostname or "").split("."))) + f"{port}){parts.path}{query}"
