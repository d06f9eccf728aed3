"""Blocks → outline: a tree of sections, each a heading with the blocks that it heads.

The narrow waist of the extractor: everything that knows HTML is above it, everything that knows job profiles is
below it.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise

from extractors.block import BOLD_LINE, LEAD_IN, Block, Kind
from extractors.block_repairs import sort_levels, strip_repeated_links, without_times
from extractors.plain_headings import FieldOf, promote_plain_headings
from extractors.repeated_entries import fold_repeated_entries
from extractors.run_in_headings import split_run_in_headings
from extractors.unmarked_lists import mark_unmarked_lists

_BOLD_LINE_LENGTH = 90
_LEAD_IN_LENGTH = 320
_GROUP_WORDS = 4
_VALUE_WORDS = 3
_LINKED = 0.7
_CARD_LEVEL, _SUBTLE = 3, 6


@dataclass(slots=True)
class Section:
    """A heading, the blocks directly below it, and the sections below it, both in reading order."""

    heading: Block | None
    parent: "Section | None" = None
    blocks: list[Block] = field(default_factory=list)
    sections: list["Section"] = field(default_factory=list)
    scope: int = 0
    """Depth of the innermost element that holds both the heading and what follows it."""

    @property
    def title(self) -> str:
        """The text of the heading, empty where there is none."""
        return self.heading.text if self.heading else ""

    @property
    def is_lead_in(self) -> bool:
        """The heading is a sentence that leads in a list."""
        return self.heading is not None and self.heading.level == LEAD_IN

    def walk(self) -> Iterator["Section"]:
        """Yield this section and all below it in reading order."""
        yield self
        for section in self.sections:
            yield from section.walk()

    def holds(self, block: Block) -> bool:
        """Tell whether `block` stands within the element that the heading heads, rather than somewhere after it."""
        if self.heading is None:
            return True
        return shared_depth(self.heading, block) >= self.scope


def shared_depth(one: Block, other: Block) -> int:
    """Return the number of elements that are around both blocks."""
    depth = 0
    for a, b in zip(one.path, other.path, strict=False):
        if a != b:
            break
        depth += 1
    return depth


def arranged(
    blocks: list[Block],
    field_of: FieldOf = lambda _: None,
    is_statement: Callable[[str], bool] = lambda _: False,
    is_own: Callable[[str], bool] = lambda _: False,
    names_field: Callable[[str], bool] = lambda _: True,
) -> list[Block]:
    """Return blocks as an eye sees them: bold and plain lines as headings, timelines and cards as definitions.

    `field_of` tells the field that a heading names: a plain line may be a heading for what it says. `is_statement`
    tells whether a sentence above a list says something itself, and does not lead in the list; `is_own` whether the
    source names a line as a heading, and `names_field` whether a line names a field and nothing else.
    """
    blocks = [block for block in blocks if block.kind is Kind.CELL or any(map(str.isalpha, block.text))]
    strip_repeated_links(blocks)
    _promote_bold_lines(blocks)
    promote_plain_headings(blocks, field_of, is_own, names_field)
    blocks = split_run_in_headings(without_times(fold_repeated_entries(blocks)), field_of)
    sort_levels(blocks)
    mark_unmarked_lists(blocks)
    _promote_lead_ins(blocks, is_statement)
    return blocks


def build_outline(blocks: list[Block]) -> Section:
    """Return the root of the outline of arranged blocks; the root has no heading."""
    root = Section(None)
    stack = [root]
    for index, block in enumerate(blocks):
        _close_containers(stack, block)
        if block.kind is not Kind.HEADING:
            _close_lead_in(stack, block)
            stack[-1].blocks.append(block)
            continue
        _close_lower(stack, block)
        section = Section(block, stack[-1])
        following = blocks[index + 1] if index + 1 < len(blocks) else None
        section.scope = shared_depth(block, following) if following else len(block.path)
        stack[-1].sections.append(section)
        stack.append(section)
    return root


def _close_containers(stack: list[Section], block: Block) -> None:
    """Leave the tabs, panels and tables that `block` no longer stands in, with all below them."""
    for position, section in enumerate(stack):
        heading = section.heading
        if heading is not None and heading.container and heading.container not in block.path:
            del stack[position:]
            return


def _close_lower(stack: list[Section], heading: Block) -> None:
    """Leave the sections that `heading` ends: those of its own level and below, up to the panel it stands in."""
    while len(stack) > 1:
        last = stack[-1].heading
        if (
            last is None
            or (last.container and last.container != heading.container)
            or (last.level < heading.level and not _stands_apart(stack, heading))
        ):
            return
        stack.pop()


def _stands_apart(stack: list[Section], heading: Block) -> bool:
    """Tell whether a heading that HTML does not know as one stands outside of a card that ended before it.

    A card is a section below h2 in an element of its own, one of several of them.
    """
    card = stack[-1]
    if heading.level < _SUBTLE or card.heading is None or not _CARD_LEVEL <= card.heading.level < _SUBTLE:
        return False
    siblings = [one for one in stack[-2].sections if one.heading and one.heading.level == card.heading.level]
    return len(siblings) > 1 and bool(card.blocks) and not card.holds(heading)


def _close_lead_in(stack: list[Section], block: Block) -> None:
    """Leave a lead-in when the list that it leads in ends."""
    section = stack[-1]
    if not section.is_lead_in:
        return
    goes_on = section.blocks and section.blocks[-1].kind is block.kind and block.kind is not Kind.PARAGRAPH
    if section.blocks and not (goes_on and _same_list(section.blocks[0], block)):
        stack.pop()


def _same_list(first: Block, block: Block) -> bool:
    return block.group == first.group or first.group in block.path


def _promote_bold_lines(blocks: list[Block]) -> None:
    """Make headings of bold lines that stand on their own before something that is not."""
    for block, following in pairwise(blocks):
        if (
            block.bold
            and block.kind is Kind.PARAGRAPH
            and len(block.text) <= _BOLD_LINE_LENGTH
            and not block.text.endswith((".", ";", ","))
            and not following.bold
            and following.kind is not Kind.HEADING
        ):
            block.kind, block.level = Kind.HEADING, BOLD_LINE


def _is_fact(block: Block) -> bool:
    """Tell whether a block is a name with its value ("Sector: infancy"), which is a word or two."""
    value = block.text[len(block.label) :]
    return block.kind is Kind.DEFINITION or (block.label.endswith(":") and len(value.split()) <= _VALUE_WORDS)


def _promote_lead_ins(blocks: list[Block], is_statement: Callable[[str], bool]) -> None:
    """Make headings of the sentences that lead in a list ("Typical tasks include:")."""
    for block, following in pairwise(blocks):
        if (
            block.kind in (Kind.PARAGRAPH, Kind.ITEM, Kind.CELL)
            and following.kind in (Kind.ITEM, Kind.DEFINITION)
            and following.group != block.group
            and len(block.text) <= _LEAD_IN_LENGTH
            and block.linked < _LINKED
            and (block.text.endswith(":") or (". " not in block.text and following.linked < _LINKED))
            and (
                block.kind is Kind.PARAGRAPH
                or block.text.endswith(":")
                or len(block.text.split()) <= _GROUP_WORDS
            )
            and (block.kind is not Kind.ITEM or following.depth > block.depth)
            and not (_is_fact(following) and block.text.endswith("."))
            and not is_statement(block.text)
        ):
            block.kind, block.level = Kind.HEADING, LEAD_IN
