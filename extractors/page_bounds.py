"""Bounds on a page, checked by a linear scan of its text before any parser sees it.

lexbor's cost grows with the square of the depth (100,000 nested elements take half a minute), of the options of a
list and of the attributes of a tag, and an unclosed formatting element is opened again in every following block
(HTML standard, 13.2.4.3, the list of active formatting elements). Browsers stop nesting at 512 elements; no page
that people read comes near that.
"""

import re
from collections.abc import Sequence

MAX_BYTES = 10_000_000
MAX_TAGS = 100_000
MAX_OPEN = 512
MAX_FORMATTING = 64
MAX_UNCLOSED = 10_000
MAX_ATTRIBUTES = 250
MAX_BLOCKS = 20_000
MAX_TEXT = 1_000_000
MAX_STATEMENTS = 1_000
"""Of one field; the longest profiles known have some sixty."""

_FEW_TAGS = 8_000
"""So few that no nesting of them takes lexbor long (a tenth of a second, all nested)."""
_FEW_ATTRIBUTES = 5_000
"""So few in one tag, or their squares so small a sum, that they do not take lexbor long either."""
_LONG_TAG = 2 * MAX_ATTRIBUTES
_SCANNED_AGAIN = 16
# Tokenised as in the HTML standard, 13.2.5.32 to 13.2.5.39: names, then values, which alone may be quoted.
_ATTRIBUTE = r"""[\s/]*=?[^\s/>=]+(?:\s*=\s*(?:"[^"]*"?|'[^']*'?|[^\s>]+)?)?"""
_TAG = re.compile(
    rf"<(/?)([a-zA-Z][^\s/>]{{0,20}})(?=[^\s/>]*((?:{_ATTRIBUTE}){{0,{MAX_ATTRIBUTES + 1}}})\s*(/>)?)",
    re.ASCII,
)
_EACH = re.compile(_ATTRIBUTE, re.ASCII)
_NEVER_CLOSED = frozenset(
    "area base br col embed hr img input link meta param source track wbr p li dt dd tr td th"
    " thead tbody tfoot colgroup head".split()
)
_MAY_STAY_OPEN = frozenset("option optgroup rt rp html body path circle rect line polygon use".split())
_FORMATTING = frozenset("a b big code em font i nobr s small strike strong tt u".split())
# A look at the first letter spares most tags the trial of each name.
_FORMATTING_TAG = re.compile(
    rf"<(/?)(?=[abcefinstu])(?:{'|'.join(sorted(_FORMATTING))})(?![^\s/>])", re.IGNORECASE | re.ASCII
)


def beyond_bounds(text: str) -> str | None:
    """Return why a page is too large to be parsed, or None where it may be.

    Linear in the length of `text`; counts tags as they are written, so that text which merely looks like tags
    counts as well. Tags are looked at one by one only on a page that has many, or long ones.
    """
    return None if _is_small(text) else _first_excess(text)


def _is_small(text: str) -> bool:
    """Tell whether a page has so few and short tags that it need not be scanned tag by tag."""
    if text.count("<") >= _FEW_TAGS:
        return False
    long_tags = _long_tags(text)
    if (
        sum(len(tag) ** 2 for tag in long_tags) > _FEW_ATTRIBUTES**2
        and sum(_most_attributes(tag) ** 2 for tag in long_tags) > _FEW_ATTRIBUTES**2
    ):
        return False
    formatting = _FORMATTING_TAG.findall(text)
    return len(formatting) <= MAX_FORMATTING or _most_open(formatting) <= MAX_FORMATTING


def _long_tags(text: str) -> list[str]:
    """Return the long texts between two angle brackets: whatever is a long tag is in them."""
    found = []
    start = 0
    while (end := start + _LONG_TAG) < len(text):
        bracket = text.rfind("<", start, end + 1)
        if bracket < 0:
            bracket = text.find("<", end)
            bracket = bracket if bracket >= 0 else len(text)
            found.append(text[start:bracket])
        start = bracket + 1
    return found


def _most_open(closings: list[str]) -> int:
    """Return how many elements are open at once; of each tag it is told whether it closes. A stray one closes none."""
    most = is_open = 0
    for closing in closings:
        if not closing:
            is_open += 1
            most = max(most, is_open)
        elif is_open:
            is_open -= 1
    return most


def _most_attributes(behind_bracket: str) -> int:
    """Return a number that the attributes of a tag cannot exceed, whatever of the text is tag."""
    return len(behind_bracket.split()) + sum(map(behind_bracket.count, "/\"'"))


def _first_excess(text: str) -> str | None:
    if text.count("<") > 4 * MAX_TAGS:
        return f"too large: more than {4 * MAX_TAGS:,} angle brackets"
    is_open = formatting = unclosed = scanned = 0
    for tags, match in enumerate(_TAG.finditer(text), 1):
        name = match[2].lower()
        start, end = match.span(3)
        scanned += end - start
        if end - start > _LONG_TAG and _count_attributes(text[start:end]) > MAX_ATTRIBUTES:
            return f"too large: more than {MAX_ATTRIBUTES:,} attributes in one tag"
        if name in _MAY_STAY_OPEN or (match[4] and name not in _NEVER_CLOSED):
            unclosed += 1
        elif name not in _NEVER_CLOSED:
            step = -1 if match[1] else 1
            is_open = max(0, is_open + step)
            if name in _FORMATTING:
                formatting = max(0, formatting + step)
        if is_open > MAX_OPEN or formatting > MAX_FORMATTING:
            return (
                f"too large: more than {MAX_OPEN} elements (or {MAX_FORMATTING} of formatting) open at once"
            )
        if tags > MAX_TAGS or unclosed > MAX_UNCLOSED or scanned > _SCANNED_AGAIN * len(text):
            return f"too large: more than {MAX_TAGS:,} tags (or {MAX_UNCLOSED:,} that may stay open, or tags in tags)"
    return None


def text_beyond_bounds(texts: Sequence[str]) -> str | None:
    """Return why the blocks of text on a page are too many or too long to be read, or None where they may be."""
    length = sum(map(len, texts))
    if len(texts) > MAX_BLOCKS or length > MAX_TEXT:
        return (
            f"too large: {length:,} characters of text in {len(texts):,} blocks,"
            f" at most {MAX_TEXT:,} in {MAX_BLOCKS:,}"
        )
    return None


def _count_attributes(written: str) -> int:
    return sum(1 for _ in _EACH.finditer(written))
