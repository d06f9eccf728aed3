"""Findings → evidence: where on the page each value of a record stands."""

from selectolax.lexbor import LexborHTMLParser, LexborNode

from extractors.clean_text import clean_text
from extractors.css_path import CssPaths
from extractors.finding import Finding
from schemas.evidence import Evidence

_CONTEXT = 32
_NEAR = 20_000
"""A longer text around an element is not searched, so that a page of thousands of values stays linear."""


class EvidenceWriter:
    """Writes the evidence of one page, and remembers the elements it has described."""

    def __init__(self, tree: LexborHTMLParser, url: str) -> None:
        self._url = url
        self._selectors = CssPaths(tree)
        self._texts: dict[int, str] = {}
        self._paths: dict[int, str] = {}

    def write(self, pointer: str, finding: Finding) -> Evidence:
        """Return the evidence for the value at `pointer`, a JSON pointer (RFC 6901) into the record."""
        node = finding.block.node if finding.block else None
        exact, prefix, suffix = finding.value, "", ""
        if node is not None:
            node, exact, prefix, suffix = self._locate(node, finding)
        return Evidence(
            field=pointer,
            origin=finding.origin,
            url=self._url,
            css=self._path(node) if node is not None else None,
            exact=exact,
            prefix=prefix,
            suffix=suffix,
            rule=finding.rule,
            confidence=finding.confidence,
        )

    def _locate(self, node: LexborNode, finding: Finding) -> tuple[LexborNode, str, str, str]:
        """Return the nearest element that holds the whole value, and the quote with its neighbours.

        A value that was put together from a heading and a text stands in no element letter by letter: then the
        quote is the text, as far as it stands there in one piece.
        """
        shown = finding.block.text if finding.block else finding.value
        for quote in (finding.value, shown):
            here: LexborNode | None = node
            for _ in range(3):
                if here is None:
                    break
                text = self._text(here)
                at = text.find(quote) if here is node or len(text) <= _NEAR else -1
                if quote and at >= 0:
                    end = at + len(quote)
                    return here, quote, text[max(0, at - _CONTEXT) : at], text[end : end + _CONTEXT]
                here = here.parent
        # Something that nobody sees, such as a script, cuts the text in two.
        return node, _standing(shown, self._text(node)), "", ""

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
