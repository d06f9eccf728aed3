"""Names that nothing but elements part: a row of chips, which the text runs together."""

from collections.abc import Iterator
from itertools import groupby, islice

from selectolax.lexbor import LexborNode

from extractors.block import Block
from extractors.clean_text import clean_text, comparable
from extractors.dom_walk import following, look_of, texts_below

_NODES, _CHARACTERS = 120, 600
"""Of the element that holds the row."""
_FEWEST = 2
_EMPHASIS = frozenset(("b", "i", "em", "strong", "u", "mark"))
_MARKS = ",;|·•"


def chips_of(block: Block, said: str) -> list[str]:
    """Return the texts of the elements side by side that `said`, the end of a block, is made of; none where it is not.

    They have one tag and one class, and there is no mark between them. Words in bold, and single words that no class
    marks, are parts of one name.
    """
    if (
        any(mark in said for mark in _MARKS)
        or texts_below(block.node, nodes=_NODES, characters=_CHARACTERS) is None
    ):
        return []
    wanted = _letters(said)
    for node in _elements(block.node):
        for texts in _rows(node):
            if len(texts) >= _FEWEST and _letters("".join(texts)) == wanted:
                return texts
    return []


def _letters(text: str) -> str:
    """Return text without what a page may have between its chips, or not."""
    return comparable(text).replace(" ", "")


def _elements(node: LexborNode) -> Iterator[LexborNode]:
    """Yield an element and those below it."""
    here: LexborNode | None = node
    while here is not None:
        if here.is_element_node:
            yield here
        here = following(here, node, into=True)


def _rows(node: LexborNode) -> Iterator[list[str]]:
    """Yield the texts of the children of each look, where they follow each other."""
    children = islice(node.iter(), _NODES)
    for (tag, name), row in groupby(children, key=look_of):
        texts = [clean_text(child.text()) for child in row]
        if name or (tag not in _EMPHASIS and any(len(text.split()) > 1 for text in texts)):
            yield texts
