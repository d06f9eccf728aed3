"""The further pages of a list, known by what its links say: "next", numbers in a row, letters in a row."""

import re
from collections.abc import Iterator
from typing import NamedTuple
from urllib.parse import urljoin

from selectolax.lexbor import LexborHTMLParser

from flows.fetching.web_urls import normal_url

_NEXT = frozenset(
    "next, next page, older, more results, weiter, nächste, nächste seite, vor, suivant, suivante, page suivante,"
    " siguiente, página siguiente, successivo, successiva, avanti, pagina successiva, seguinte, próxima,"
    " próxima página, volgende, volgende pagina, nästa, nästa sida, næste, næste side, neste, neste side,"
    " ›, », >, >>, →".split(", ")
)
_NUMBER = re.compile(r"[1-9]\d{0,2}")
_NUMBERED = "\0"
_LEAST_LETTERS = 8
_LEAST_NUMBERS = 2
_LONGEST_LABEL = 30


class _Anchor(NamedTuple):
    label: str
    url: str


def further_pages(tree: LexborHTMLParser, base: str, page_url: str) -> list[str]:
    """Return the URLs of further pages of the list at `page_url`, in reading order, each once.

    Only links below the list's own folder count: a calendar beside it does not. Numbers are a row where the URLs
    of two differ in nothing but that number; letters are one where there are at least eight of them.
    """
    anchors = list(_short_anchors(tree, base, page_url))
    found = [anchor.url for anchor in anchors if anchor.label in _NEXT]
    numbers = [
        anchor for anchor in anchors if _NUMBER.fullmatch(anchor.label) and _NUMBERED in _shape(anchor)
    ]
    rows = _by_shape(numbers)
    found += [anchor.url for anchor in numbers if len(rows[_shape(anchor)]) >= _LEAST_NUMBERS]
    letters = [anchor for anchor in anchors if len(anchor.label) == 1 and anchor.label.isalpha()]
    if len({anchor.label for anchor in letters}) >= _LEAST_LETTERS:
        found += [anchor.url for anchor in letters]
    return list(dict.fromkeys(found))


def _by_shape(numbers: list[_Anchor]) -> dict[str, set[str]]:
    rows: dict[str, set[str]] = {}
    for anchor in numbers:
        rows.setdefault(_shape(anchor), set()).add(anchor.url)
    return rows


def _shape(anchor: _Anchor) -> str:
    """Return the URL with the number that the link shows taken out of it."""
    return re.sub(rf"(?<=[/=_-]){anchor.label}(?=$|[/&.?_-])", _NUMBERED, anchor.url)


def _short_anchors(tree: LexborHTMLParser, base: str, page_url: str) -> Iterator[_Anchor]:
    folder = urljoin(page_url, ".")
    for node in tree.css("a[href]"):
        label = " ".join(node.text(separator=" ").split()).casefold()
        if not label or len(label) > _LONGEST_LABEL:
            label = (node.attributes.get("aria-label") or "").strip().casefold()
        url = normal_url(node.attributes.get("href") or "", base)
        if label and url and url.startswith(folder):
            yield _Anchor(label, url)
