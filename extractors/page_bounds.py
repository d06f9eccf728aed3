"""Bounds on a page, checked by a linear scan of its bytes before any parser sees it.

lexbor's cost grows with the square of the depth (100,000 nested elements take half a minute), and an unclosed
formatting element is opened again in every following block (HTML standard, 13.2.4.3, the list of active
formatting elements). Browsers stop nesting at 512 elements; no page that people read comes near that.
"""

import re

MAX_BYTES = 10_000_000
MAX_TAGS = 200_000
MAX_OPEN = 512
MAX_FORMATTING = 64

_TAG = re.compile(rb"<(/?)([a-zA-Z][^\s/>\x00]{0,20})")
_NEVER_CLOSED = frozenset(
    b"area base br col embed hr img input link meta param source track wbr p li dt dd option optgroup tr td th"
    b" thead tbody tfoot colgroup rt rp html head body path circle rect line polygon use".split()
)
_FORMATTING = frozenset(b"a b big code em font i nobr s small strike strong tt u".split())


def beyond_bounds(body: bytes) -> str | None:
    """Return why `body` is too large to be parsed, or None where it may be.

    Linear in the length of `body`; counts tags as they are written, so that text which merely looks like tags
    counts as well.
    """
    if len(body) > MAX_BYTES:
        return f"too large: {len(body):,} bytes, at most {MAX_BYTES:,}"
    if body.count(b"<") > 4 * MAX_TAGS:
        return f"too large: more than {4 * MAX_TAGS:,} angle brackets"
    tags = is_open = formatting = 0
    for match in _TAG.finditer(body):
        tags += 1
        name = match[2].lower()
        if name in _NEVER_CLOSED:
            continue
        step = -1 if match[1] else 1
        is_open = max(0, is_open + step)
        if name in _FORMATTING:
            formatting = max(0, formatting + step)
        if is_open > MAX_OPEN or formatting > MAX_FORMATTING:
            return (
                f"too large: more than {MAX_OPEN} elements (or {MAX_FORMATTING} of formatting) open at once"
            )
    return f"too large: {tags:,} tags, at most {MAX_TAGS:,}" if tags > MAX_TAGS else None
