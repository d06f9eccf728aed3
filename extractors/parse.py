"""Bytes in, DOM out: encoding and HTML parsing."""

import codecs
import re

from charset_normalizer import from_bytes
from selectolax.lexbor import LexborHTMLParser
from w3lib.encoding import html_to_unicode

from extractors.page_bounds import MAX_BYTES, beyond_bounds

_BYTES_TO_GUESS_FROM = 65_536
_BOM_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_BINARY = (
    b"%PDF-",
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"PK\x03\x04",
    b"\x1f\x8b",
    b"RIFF",
    b"\x7fELF",
    b"<?xpacket",
)
_LOOKS_LIKE_HTML = re.compile(
    rb"<(?:!doctype|html|head|body|title|meta|div|p|h[1-6]|ul|ol|table|section|article|main)\b", re.IGNORECASE
)

_LANGUAGE = re.compile(rb"<html[^>]{0,300}?\slang\s*=\s*[\"']?([a-z]{2})\b", re.IGNORECASE)
_WESTERN = frozenset("ca da de en es eu fi fr ga gl is it nb nl nn no pt sv".split())
"""Languages (ISO 639-1) of the code page windows-1252."""


class PageRejected(Exception):
    """The page cannot be a job profile; the message says why. Report it and go on with the next page."""


def parse(body: bytes, content_type: str | None = None) -> LexborHTMLParser:
    """Return the DOM of an HTML page as browsers build it.

    `content_type` is the header of that name, for its charset. Raises PageRejected where `body` is empty, not
    HTML, or beyond the bounds that keep parsing linear.
    """
    if not body.strip(b" \t\r\n\x00\x0c"):
        raise PageRejected("empty")
    head = body.lstrip()[:4096]
    if head.startswith(_BINARY) or not _looks_like_html(body):
        raise PageRejected("not HTML")
    if len(body) > MAX_BYTES:
        raise PageRejected(f"too large: {len(body):,} bytes, at most {MAX_BYTES:,}")
    page, text = _without_nul(body, content_type)
    if reason := beyond_bounds(text):
        raise PageRejected(reason)
    return LexborHTMLParser(page)


def _without_nul(body: bytes, content_type: str | None) -> tuple[bytes | str, str]:
    """Return the page for the parser and its text, both without NUL; UTF-8 goes to the parser as it came."""
    text = _utf_8(body)
    if text is not None and b"\x00" not in body:
        return body.removeprefix(codecs.BOM_UTF8), text
    text = (_sniffed(body, content_type) if text is None else text).replace("\x00", "")
    return text, text


def decode(body: bytes, content_type: str | None = None) -> str:
    """Return the text of `body`.

    Byte order mark, header, meta, then detection, as the HTML standard's encoding sniffing (13.2.3.2) does; but
    text that reads as UTF-8 is UTF-8 whatever is declared, because a wrong declaration is common and a page in
    another encoding that happens to be valid UTF-8 is not.
    """
    text = _utf_8(body)
    return _sniffed(body, content_type) if text is None else text


def _utf_8(body: bytes) -> str | None:
    """Return the text of a body in UTF-8, None where it is in another encoding."""
    try:
        return None if body.startswith(_BOM_UTF16) else body.removeprefix(codecs.BOM_UTF8).decode("utf-8")
    except UnicodeDecodeError:
        return None


def _sniffed(body: bytes, content_type: str | None) -> str:
    if body.startswith(_BOM_UTF16):
        return html_to_unicode(content_type, body)[1]
    encoding, text = html_to_unicode(content_type, body, auto_detect_fun=_guess)
    if encoding == "utf-8" and text.count("\ufffd") > len(text) // 500 + 1:
        return body.decode(_guess(body), errors="replace")
    return text


def _guess(body: bytes) -> str:
    """Return the encoding that the language a page declares is written in on Windows, else a guess by its letters."""
    if declared := _LANGUAGE.search(body[:_BYTES_TO_GUESS_FROM]):
        return "cp1252" if declared[1].lower().decode() in _WESTERN else _guess_by_letters(body)
    return _guess_by_letters(body)


def _guess_by_letters(body: bytes) -> str:
    best = from_bytes(body[:_BYTES_TO_GUESS_FROM]).best()
    return best.encoding if best else "cp1252"


def _looks_like_html(body: bytes) -> bool:
    sample = body[:_BYTES_TO_GUESS_FROM]
    if body.startswith(_BOM_UTF16):
        sample = sample.replace(b"\x00", b"")
    return _LOOKS_LIKE_HTML.search(sample) is not None
