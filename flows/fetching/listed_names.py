"""What an entry of a list calls the page that it leads to."""

import re
from typing import NamedTuple

from selectolax.lexbor import LexborNode

_SEE = re.compile(
    r"[\s,;:(–—-]*\b(?:see|see also|siehe|siehe auch|s\.|voir|voir aussi|véase|vedi|veja|ver|zie|zie ook|se)\s*:?\s*$",
    re.IGNORECASE,
)
_ENDS = " \t,;:–—-→>("
_LONGEST_NAME = 200
_SHORTEST_NAME = 2
_LONGEST_BEFORE = 2 * _LONGEST_NAME


class Entry(NamedTuple):
    """An entry of a list: the page that it leads to, and the other names that it gives to it."""

    reference: str
    aliases: tuple[str, ...]


def read_entry(node: LexborNode, links: str) -> Entry | None:
    """Return what an entry says, or None where no link in it fits the selector `links`.

    The last link leads to the page, and its text is the page's own name. A link to the same page before it, or
    else the text before it without the word "see", is another name.
    """
    anchors = [anchor for anchor in node.css(links) if anchor.attributes.get("href")]
    if not anchors:
        return None
    *others, last = anchors
    reference = last.attributes.get("href") or ""
    own = _text(last)
    if others:
        names = [_text(anchor) for anchor in others if anchor.attributes.get("href") == reference]
    else:
        # A picture has no text; and the cost of the search grows with the square of a run of commas.
        before, found, _ = _text(node).partition(own) if own else ("", "", "")
        is_name = found and len(before) <= _LONGEST_BEFORE and _SEE.search(before)
        names = [_SEE.sub("", before)] if is_name else []
    names = [name.strip(_ENDS) for name in names]
    aliases = (name for name in names if _SHORTEST_NAME <= len(name) <= _LONGEST_NAME)
    return Entry(reference, tuple(name for name in aliases if name.casefold() != own.casefold()))


def _text(node: LexborNode) -> str:
    return " ".join(node.text(separator=" ").split())
