"""Headings that nothing but their words and their looks tell: lines of plain text that name a field of the record.

Many themes set headings as `<div class="…">`. One of them whose words name a field gives away the others: lines with
the same element and class head what follows them, whatever they say.
"""

from collections.abc import Callable
from itertools import pairwise

from extractors.block import BOLD_LINE, Block, Kind
from extractors.dom_walk import look_of

_LONGEST, _MANY_WORDS, _FEW_WORDS, _FEWEST_WORDS = 70, 9, 5, 3
_MANY_LINES = 60
_LINKED = 0.5
_MAIN_LEVEL = 2
_LEAST_NAMED = 2
_TELLING = frozenset(("tasks", "requirements", "aliases"))

FieldOf = Callable[[str], str | None]
Tells = Callable[[str], bool]
Line = tuple[Block, Block]
"""A block and the one that follows it."""


def promote_plain_headings(
    blocks: list[Block],
    field_of: FieldOf,
    is_own: Tells = lambda _: False,
    names_field: Tells = lambda _: True,
) -> None:
    """Make headings of the plain lines that `field_of` knows, and of those that look like them.

    `is_own` tells the paragraphs that the source names as headings: they are some, whatever they look like.
    `names_field` tells the lines that name a field and nothing else.
    """
    _promote_own(blocks, is_own)
    lines = [line for line in pairwise(blocks) if line[0].kind is Kind.PARAGRAPH]
    listed = {id(below) for above, below in pairwise(blocks) if _are_alike(above, below)}
    named = [line for line in lines if _may_head(line) and field_of(line[0].text) in _TELLING]
    headed = {id(below) for above, below in pairwise(blocks) if above.level > _MAIN_LEVEL}
    looks = dict.fromkeys(look_of(block.node) for block, _ in named[:_MANY_LINES])
    for look in looks:
        alike = [line for line in lines if look_of(line[0].node) == look] if look[1] else []
        heads = _heads_of_one_look(alike, field_of) or [
            line[0]
            for line in named
            if look_of(line[0].node) == look
            and id(line[0]) not in headed
            and _says_nothing_else(line)
            and (id(line[0]) not in listed or names_field(line[0].text))
        ]
        for block in heads:
            block.kind, block.level = Kind.HEADING, BOLD_LINE
    for block, following in named:  # "Tasks", and below it bold lines that head parts of them
        is_free = id(block) not in headed and (id(block) not in listed or names_field(block.text))
        if block.kind is Kind.PARAGRAPH and following.kind is Kind.HEADING and is_free:
            block.kind, block.level = Kind.HEADING, BOLD_LINE - 1


def _promote_own(blocks: list[Block], is_own: Callable[[str], bool]) -> None:
    lines = [
        block
        for block, _ in pairwise(blocks)
        if block.kind is Kind.PARAGRAPH and block.linked < _LINKED and not block.complementary
    ]
    own = [block for block in lines if is_own(block.text)]
    looks = {look for block in own if (look := look_of(block.node))[1]} if len(own) <= _MANY_LINES else set()
    alike = [block for block in lines if look_of(block.node) in looks] if looks else []
    plain = {look_of(block.node) for block in alike if len(block.text) > _LONGEST}
    for block in (*own, *(block for block in alike if look_of(block.node) not in plain)):
        block.kind, block.level = Kind.HEADING, BOLD_LINE


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


def _are_alike(one: Block, other: Block) -> bool:
    """Tell whether two blocks in a row look like items of one list: "A steady hand", "Experience in a workshop"."""
    is_short = one.kind is Kind.PARAGRAPH and len(one.text) <= _LONGEST and not one.text.endswith(":")
    tells_nothing = look_of(other.node) == ("p", "")  # all of a page may be set so, headings and all
    return (
        is_short
        and not tells_nothing
        and look_of(one.node) == look_of(other.node)
        and one.path[:-1] == other.path[:-1]
    )


def _says_nothing_else(line: Line) -> bool:
    """Tell whether a line is so short that it must be a name, and not one of several such lines."""
    block, following = line
    if following.kind is Kind.HEADING:
        return False
    is_one_of_several = look_of(block.node) == look_of(following.node) and len(following.text) <= len(
        block.text
    )
    return len(block.text.split()) <= _FEW_WORDS and not is_one_of_several
