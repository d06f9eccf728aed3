"""When a page was published and changed last, as ISO 8601 in the precision that the page gives."""

import re
from datetime import date, datetime

from selectolax.lexbor import LexborHTMLParser

from extractors.blocks import Block, Kind
from extractors.lexicon import Lexicon
from extractors.metadata import Metadata

_SHORT_LINE = 140
_ISO = re.compile(r"(?<!\d)((?:19|20)\d\d)-(\d\d)-(\d\d)(?!\d|T)")
_DOTTED = re.compile(r"(?<![\d.])(\d{1,2})\.\s?(\d{1,2})\.\s?((?:19|20)\d\d)(?!\d)")
_NAMED = re.compile(
    r"(?P<d1>\d{1,2})(?:st|nd|rd|th|er|º|\.)?\s+(?:de\s+)?(?P<m1>[^\W\d_]{3,12})\.?,?\s+(?:de\s+)?(?P<y1>(?:19|20)\d\d)"
    r"|(?P<m2>[^\W\d_]{3,12})\.?\s+(?P<d2>\d{1,2})(?:st|nd|rd|th)?,?\s+(?P<y2>(?:19|20)\d\d)"
)


def read_dates(
    tree: LexborHTMLParser, blocks: list[Block], metadata: Metadata, lexicon: Lexicon
) -> tuple[str | None, str | None]:
    """Return when the page was published and when it was modified; None where it does not tell.

    What the page declares for machines counts first, then `<time>`, then a date on a short line of its own.
    """
    published = iso(metadata.published) or _declared(tree) or _visible(blocks, lexicon)
    return published, iso(metadata.modified)


def iso(text: str) -> str | None:
    """Return `text` where it is an ISO 8601 date or date and time, else None."""
    text = text.strip()
    try:
        if len(text) == len("2023-05-02"):
            return date.fromisoformat(text).isoformat()
        datetime.fromisoformat(text)
    except ValueError:
        return None
    return text


def _declared(tree: LexborHTMLParser) -> str | None:
    for selector in ("[itemprop=datePublished]", "time[pubdate]", "time[datetime]"):
        for node in tree.css(selector)[:1]:
            value = node.attributes.get("datetime") or node.attributes.get("content") or ""
            if found := iso(value):
                return found
    return None


def _visible(blocks: list[Block], lexicon: Lexicon) -> str | None:
    for block in blocks:
        if block.kind is not Kind.PARAGRAPH or len(block.text) > _SHORT_LINE:
            continue
        if found := _date_in(block.text, lexicon):
            return found
    return None


def _date_in(text: str, lexicon: Lexicon) -> str | None:
    for match in _NAMED.finditer(text):
        month = lexicon.months.get((match["m1"] or match["m2"]).casefold())
        if month and (found := _valid(match["y1"] or match["y2"], month, match["d1"] or match["d2"])):
            return found
    for match in _DOTTED.finditer(text):
        if found := _valid(match[3], int(match[2]), match[1]):
            return found
    for match in _ISO.finditer(text):
        if found := _valid(match[1], int(match[2]), match[3]):
            return found
    return None


def _valid(year: str, month: int, day: str) -> str | None:
    try:
        return date(int(year), month, int(day)).isoformat()
    except ValueError:
        return None
