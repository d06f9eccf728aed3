"""When a page was published and changed last, as ISO 8601 in the precision that the page gives."""

import re
from collections.abc import Iterable
from datetime import date, datetime
from itertools import islice

from selectolax.lexbor import LexborHTMLParser, LexborNode

from extractors.block import Block, Kind
from extractors.clean_text import clean_text
from extractors.lexicon import Lexicon
from extractors.metadata import Metadata
from extractors.phrases import fold

_LINES = (Kind.PARAGRAPH, Kind.DEFINITION)
_SHORT_LINE = 140
_TIMES = 20
_DATED = "[itemprop], time, footer"
"""CSS: whatever may hold a date besides the blocks; one query, for each goes through the whole page."""
_YEAR = re.compile(r"19\d\d|20\d\d")
_RFC_3339 = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:\d\d)?")
_ISO = re.compile(r"(?<!\d)((?:19|20)\d\d)-(\d\d)-(\d\d)(?!\d|T)")
_DAY_FIRST = re.compile(r"(?<![\d./-])(\d{1,2})([./-])\s?(\d{1,2})\2\s?((?:19|20)\d\d)(?!\d)")
_MONTH_FIRST_LANGUAGES = ("en",)
"""Where 3/4/2025 may be the 4th of March: only dots tell there."""
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
    dated = {node.mem_id: node for node in tree.css(_DATED)}.values()  # a node that matches twice comes twice
    timed_published, timed_modified = _timed(dated, lexicon)
    lines = [block.text for block in blocks if block.kind in _LINES] + _footers(dated)
    visible_published, visible_modified = _visible(lines, lexicon)
    published = (
        iso(metadata.published) or _declared(dated, "datePublished") or timed_published or visible_published
    )
    modified = (
        iso(metadata.modified) or _declared(dated, "dateModified") or timed_modified or visible_modified
    )
    return published, modified


def iso(text: str) -> str | None:
    """Return `text` where it is an ISO 8601 date or date and time, else None."""
    text = text.strip()
    try:
        if len(text) == len("2023-05-02"):
            return date.fromisoformat(text).isoformat()
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return text if _RFC_3339.fullmatch(text) else moment.isoformat()


def _declared(dated: Iterable[LexborNode], name: str) -> str | None:
    for node in dated:
        attributes = node.attributes
        declares = attributes.get("itemprop") == name
        if declares and (found := iso(attributes.get("datetime") or attributes.get("content") or "")):
            return found
    return None


def _timed(dated: Iterable[LexborNode], lexicon: Lexicon) -> tuple[str | None, str | None]:
    """Return the dates of the first `<time>` elements, told apart by the words on their line."""
    published = modified = None
    times = (node for node in dated if node.tag == "time" and "datetime" in node.attributes)
    for node in islice(times, _TIMES):
        found, line = iso(node.attributes.get("datetime") or ""), node.parent
        text = line.text(deep=True) if line is not None else ""
        if not found or len(text) > _SHORT_LINE:
            continue
        if fold(text) in lexicon.modified:
            modified = modified or found
        else:
            published = published or found
    return published, modified


def _footers(dated: Iterable[LexborNode]) -> list[str]:
    """Return the texts of footers: chrome but for the date in a short one."""
    return [clean_text(node.text(deep=True, separator=" ")) for node in dated if node.tag == "footer"]


def _visible(lines: list[str], lexicon: Lexicon) -> tuple[str | None, str | None]:
    """Return the first date of publication, and of change, on short lines that are no headings or items."""
    published = modified = None
    for line in lines:
        if len(line) > _SHORT_LINE or not _YEAR.search(line) or not (found := _date_in(line, lexicon)):
            continue
        if fold(line) in lexicon.modified:
            modified = modified or found
        else:
            published = published or found
    return published, modified


def _date_in(text: str, lexicon: Lexicon) -> str | None:
    for match in _NAMED.finditer(text):
        month = lexicon.months.get((match["m1"] or match["m2"]).casefold())
        if month and (found := _valid(match["y1"] or match["y2"], month, match["d1"] or match["d2"])):
            return found
    for match in _DAY_FIRST.finditer(text):
        is_clear = match[2] == "." or lexicon.language not in _MONTH_FIRST_LANGUAGES
        if is_clear and (found := _valid(match[4], int(match[3]), match[1])):
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
