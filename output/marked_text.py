"""Text with the parts that values were read from, as pieces that a template can print one after the other."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from schemas.explanation import Quote

MAX_MARKS = 100
"""Marks in one passage; quotes beyond are linked to the passage as a whole."""


@dataclass(frozen=True, slots=True)
class MarkEdge:
    """A mark begins, or the innermost one ends."""

    pointer: str = ""
    closes: bool = False
    anchor: str = ""
    """The id to link to, where it is the first mark of its value."""


def marked(text: str, quotes: Sequence[Quote]) -> Iterator[str | MarkEdge]:
    """Yield `text` in pieces of text and marks, properly nested: of quotes that cross, the later is cut in two."""
    spans = _nested(sorted(quotes[:MAX_MARKS], key=lambda quote: (quote.start, -quote.end)))
    starts = {at: list(group) for at, group in groupby(spans, key=lambda span: span[0])}
    ends: list[int] = []
    position = 0
    for here in sorted({at for start, end, _ in spans for at in (start, end)}):
        if position < here:
            yield text[position:here]
            position = here
        while ends and ends[-1] <= here:
            ends.pop()
            yield MarkEdge(closes=True)
        for _, end, pointer in starts.get(here, ()):
            yield MarkEdge(pointer)
            ends.append(end)
    if position < len(text):
        yield text[position:]


def _nested(quotes: Sequence[Quote]) -> list[tuple[int, int, str]]:
    """Return start, end and pointer of every mark, so that each stands wholly within or wholly outside of the others.

    `quotes` are sorted by start, the longest first.
    """
    spans: list[tuple[int, int, str]] = []
    for quote in quotes:
        start = quote.start
        cuts = sorted({end for begin, end, _ in spans if begin < start < end < quote.end})
        for cut in (*cuts, quote.end):
            if start < cut:
                spans.append((start, cut, quote.pointer))
                start = cut
    return sorted(spans, key=lambda span: (span[0], -span[1]))
