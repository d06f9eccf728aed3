"""What a page's owner reserves: not to be indexed, and not to be mined for text and data."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from extractors.parse import PageRejected, parse
from schemas.page import Page

_MARKS = (b"noindex", b"tdm-reservation")
_NONE = re.compile(rb"""content\s*=\s*["']?\s*none\b""")
_NOT_INDEXED = frozenset({"noindex", "none"})
_DIRECTIVES_WITH_VALUE = frozenset(
    {"unavailable_after", "max-snippet", "max-image-preview", "max-video-preview"}
)
_LOOKED_AT = 200_000

Kind = Literal["noindex", "text-and-data-mining"]


@dataclass(frozen=True, slots=True)
class Reservation:
    """What is reserved, and where the page or its server says so."""

    kind: Kind
    reason: str


def reservation_of(page: Page, robot: str, *, by_file: bool = False) -> Reservation | None:
    """Return what the owner of a page reserves against the robot of that name (lower case), or None.

    Read are the header X-Robots-Tag and the meta elements "robots" and of the robot's own name (Google's robots
    meta tag specification, which other robots follow), and the meta element and header "tdm-reservation" (TDM
    Reservation Protocol, W3C Community Group Report of 2024). They go before the host's file, in which the page is
    reserved if `by_file`.
    """
    metas = list(_metas(page))
    for name, value in page.headers:
        if name.lower() == "x-robots-tag" and _forbids(value, robot):
            return Reservation("noindex", f"its server says noindex (X-Robots-Tag: {value.strip()[:80]})")
    for name, content in metas:
        if name in {"robots", robot} and _words(content) & _NOT_INDEXED:
            return Reservation("noindex", f'the page says noindex (meta name="{name}")')
    return _tdm_reservation(page, metas, by_file=by_file)


def _tdm_reservation(page: Page, metas: list[tuple[str, str]], *, by_file: bool) -> Reservation | None:
    kind: Kind = "text-and-data-mining"
    by_page = next((content.strip() for name, content in metas if name == "tdm-reservation"), None)
    by_server = page.header("tdm-reservation")
    if by_page is not None:
        said = "the page reserves text and data mining (meta element)"
        return Reservation(kind, said) if by_page == "1" else None
    if by_server is not None:
        said = "its server reserves text and data mining (header)"
        return Reservation(kind, said) if by_server.strip() == "1" else None
    return Reservation(kind, "its host reserves text and data mining (tdmrep.json)") if by_file else None


def _forbids(value: str, robot: str) -> bool:
    """Tell whether an X-Robots-Tag means us: "noindex", or "otherbot: noindex", which holds for what follows."""
    addressed = True
    for part in value.split(","):
        name, colon, rest = part.strip().lower().partition(":")
        directive = name
        if colon and name not in _DIRECTIVES_WITH_VALUE:
            addressed, directive = name.strip() == robot, rest
        if addressed and directive.strip() in _NOT_INDEXED:
            return True
    return False


def _words(content: str) -> set[str]:
    return {word.strip().lower() for word in content.split(",")}


def _metas(page: Page) -> Iterator[tuple[str, str]]:
    """Yield name and content of the meta elements in the page's head; a scan of the bytes clears most pages."""
    head = page.body[:_LOOKED_AT]
    lower = head.lower()  # ten times as fast as expressions that ignore case
    if not (any(mark in lower for mark in _MARKS) or _NONE.search(lower)):
        return
    try:
        tree = parse(head, page.header("Content-Type"))
    except PageRejected:
        return
    for node in tree.css("head meta[name][content]"):
        yield (node.attributes.get("name") or "").strip().lower(), node.attributes.get("content") or ""
