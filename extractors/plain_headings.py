"""Headings that nothing but their words and their looks tell: lines of plain text that name a field of the record.

Many themes set headings as `<div class="…">`. One of them whose words name a field gives away the others: lines with
the same element and class head what follows them, whatever they say.
"""

from collections.abc import Callable
from itertools import pairwise

from extractors.block import BOLD_LINE, Block, Kind

_LONGEST, _MANY_WORDS, _FEW_WORDS, _FEWEST_WORDS = 70, 9, 5, 3
_MANY_LINES = 60
_LINKED = 0.5
_MAIN_LEVEL = 2
_LEAST_NAMED = 2
_TELLING = frozenset(("tasks", "requirements", "aliases"))

FieldOf = Callable[[str], str | None]
Line = tuple[Block, Block]
"""A block and the one that follows it."""


def promote_plain_headings(blocks: list[Block], field_of: FieldOf) -> None:
    """Make headings of the plain lines that `field_of` knows, and of those that look like them."""
    lines = [line for line in pairwise(blocks) if line[0].kind is Kind.PARAGRAPH]
    named = [line for line in lines if _may_head(line) and field_of(line[0].text) in _TELLING]
    headed = {id(below) for above, below in pairwise(blocks) if above.level > _MAIN_LEVEL}
    looks = dict.fromkeys(look_of(block) for block, _ in named[:_MANY_LINES])
    for look in looks:
        alike = [line for line in lines if look_of(line[0]) == look] if look[1] else []
        heads = _heads_of_one_look(alike, field_of) or [
            line[0]
            for line in named
            if look_of(line[0]) == look and id(line[0]) not in headed and _says_nothing_else(line)
        ]
        for block in heads:
            block.kind, block.level = Kind.HEADING, BOLD_LINE
    for block, following in named:  # "Tasks", and below it bold lines that head parts of them
        if block.kind is Kind.PARAGRAPH and following.kind is Kind.HEADING and id(block) not in headed:
            block.kind, block.level = Kind.HEADING, BOLD_LINE - 1


def look_of(block: Block) -> tuple[str, str]:
    """Return the tag and the class of the element that a block came from."""
    return block.node.tag or "", block.node.attributes.get("class") or ""


def _heads_of_one_look(lines: list[Line], field_of: FieldOf) -> list[Block]:
    """Return the lines of one class where all of them may be headings and enough of them name a field."""
    if not 1 < len(lines) <= _MANY_LINES or not all(_may_head(line) for line in lines):
        return []
    if any(following.kind is Kind.HEADING for _, following in lines):
        return []
    named = sum(field_of(block.text) is not None for block, _ in lines)
    return [block for block, _ in lines] if named >= _LEAST_NAMED and 3 * named >= len(lines) else []


def _may_head(line: Line) -> bool:
    block, following = line
    return (
        len(block.text) <= _LONGEST
        and (following.kind is not Kind.HEADING or following.level == BOLD_LINE)
        and not (following.kind is Kind.ITEM and block.text.endswith(":"))  # it leads in a list
        and not block.text.endswith((";", ",", "!"))
        and (not block.text.endswith(".") or len(block.text.split()) <= _FEWEST_WORDS)
        and len(block.text.split()) <= _MANY_WORDS
        and block.linked < _LINKED
        and not block.label
        and not block.complementary
    )


def _says_nothing_else(line: Line) -> bool:
    """Tell whether a line is so short that it must be a name, and not one of several such lines."""
    block, following = line
    if following.kind is Kind.HEADING:
        return False
    is_one_of_several = look_of(block) == look_of(following) and len(following.text) <= len(block.text)
    return len(block.text.split()) <= _FEW_WORDS and not is_one_of_several
