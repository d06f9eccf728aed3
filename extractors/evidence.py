"""Findings → evidence: where on the page each value of a record stands."""

from typing import NamedTuple

from selectolax.lexbor import LexborHTMLParser, LexborNode

from extractors.block import Block
from extractors.clean_text import clean_text
from extractors.css_path import CssPaths
from extractors.finding import Finding
from schemas.evidence import Evidence

_CONTEXT = 32
_STEPS_UP = 3
_NEAR = 20_000
"""A longer text around an element is not searched, so that a page of thousands of values stays linear."""


class _Place(NamedTuple):
    """An element and the quote in it, with what stands before and behind."""

    node: LexborNode
    exact: str
    prefix: str
    suffix: str


class EvidenceWriter:
    """Writes the evidence of one page, and remembers the elements it has described."""

    def __init__(self, tree: LexborHTMLParser, url: str) -> None:
        self._url = url
        self._selectors = CssPaths(tree)
        self._texts: dict[int, str] = {}
        self._paths: dict[int, str] = {}
        self._places: dict[int, _Place | None] = {}

    def finds(self, finding: Finding) -> bool:
        """Tell whether a value that was read off the page's text can be pointed at there."""
        return finding.block is None or self._place(finding) is not None

    def write(self, pointer: str, finding: Finding) -> Evidence:
        """Return the evidence for the value at `pointer`, a JSON pointer (RFC 6901) into the record."""
        place = self._place(finding)
        return Evidence(
            field=pointer,
            origin=finding.origin,
            url=self._url,
            css=self._path(place.node) if place else None,
            exact=place.exact if place else finding.value,
            prefix=place.prefix if place else "",
            suffix=place.suffix if place else "",
            rule=finding.rule,
            confidence=finding.confidence,
        )

    def _place(self, finding: Finding) -> "_Place | None":
        key = id(finding)
        if key not in self._places:
            self._places[key] = self._located(finding.block, finding.value) if finding.block else None
        return self._places[key]

    def _located(self, block: Block, value: str) -> "_Place | None":
        """Return the nearest element that holds the whole value, and the quote with its neighbours.

        A value that was put together from a heading and a text stands in no element letter by letter: then the
        quote is the text, as far as it stands there in one piece. None where not a word of it does.
        """
        for quote in (value, block.text):
            here: LexborNode | None = block.node
            for _ in range(_STEPS_UP):
                if here is None:
                    break
                text = self._text(here)
                at = text.find(quote) if here is block.node or len(text) <= _NEAR else -1
                if quote and at >= 0:
                    end = at + len(quote)
                    return _Place(here, quote, text[max(0, at - _CONTEXT) : at], text[end : end + _CONTEXT])
                here = here.parent
        # Something that nobody sees, such as a script, cuts the text in two; or it was put together from several.
        here = block.node
        for _ in range(_STEPS_UP):
            standing = _standing(block.text, self._text(here)) if here is not None else ""
            if here is not None and standing.strip():
                return _Place(here, standing, "", "")
            here = here.parent if here is not None else None
        return None

    def _text(self, node: LexborNode) -> str:
        key = node.mem_id
        if key not in self._texts:
            self._texts[key] = clean_text(node.text(deep=True))
        return self._texts[key]

    def _path(self, node: LexborNode) -> str:
        key = node.mem_id
        if key not in self._paths:
            self._paths[key] = self._selectors.of(node)
        return self._paths[key]


def _standing(quote: str, text: str) -> str:
    """Return the longest beginning of `quote` that stands in `text`."""
    least, most = 0, len(quote)
    while least < most:
        middle = (least + most + 1) // 2
        if quote[:middle] in text:
            least = middle
        else:
            most = middle - 1
    return quote[:least]
