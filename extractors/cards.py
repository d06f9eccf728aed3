"""Cards and steps: sections that are each a title and a short text, read as definitions of the section around them.

Their titles name a task or a requirement, not a field of the record.
"""

from dataclasses import replace

from extractors.block import Block, Kind
from extractors.headings import SectionFields
from extractors.outline import Section

CARD_LENGTH = 600
_LEAST_CARDS = _MOST_BLOCKS = 2
_LINKED = 0.7


def fold_cards(root: Section, fields: SectionFields) -> None:
    """Turn the cards below each section of an outline into definitions in that section."""
    for section in list(root.walk()):
        if fields.of(section) not in ("tasks", "requirements", None):
            continue
        for level in sorted({below.heading.level for below in section.sections if below.heading}):
            alike = [below for below in section.sections if below.heading and below.heading.level == level]
            _fold(section, alike, fields)


def _fold(section: Section, alike: list[Section], fields: SectionFields) -> None:
    """Fold those of a section's parts of one level that are cards, if nearly all of them are."""
    cards = [below for below in alike if _is_card(below)]
    if len(cards) < max(_LEAST_CARDS, len(alike) - 1) or not _belong(section, cards, fields):
        return
    folded = {id(card) for card in cards}
    section.sections = [below for below in section.sections if id(below) not in folded]
    section.blocks.extend(_as_definition(card) for card in cards)


def _belong(section: Section, cards: list[Section], fields: SectionFields) -> bool:
    """Tell whether cards are parts of what their section speaks of, rather than sections of their own.

    Below a heading that tells nothing they have to look like steps of one thing, not like links to others.
    """
    named = sum(fields.own(card) is not None for card in cards)
    if fields.of(section) is not None:
        return named * 2 <= len(cards)
    linked = any(card.heading is not None and card.heading.linked >= _LINKED for card in cards)
    return not named and not linked and len(cards) > _LEAST_CARDS and section.heading is not None


def _is_card(section: Section) -> bool:
    heading, blocks = section.heading, _own_blocks(section)
    return (
        heading is not None
        and not section.is_lead_in
        and not section.sections
        and 1 <= len(blocks) <= _MOST_BLOCKS
        and sum(len(block.text) for block in blocks) <= CARD_LENGTH
        and all(
            block.kind is Kind.PARAGRAPH or (block.kind is Kind.ITEM and block.group in heading.path)
            for block in blocks
        )
    )


def _as_definition(card: Section) -> Block:
    blocks = _own_blocks(card)
    text = " ".join(block.text for block in blocks)
    return replace(blocks[0], kind=Kind.DEFINITION, text=text, term=card.title, label="")


def _own_blocks(section: Section) -> list[Block]:
    return [block for block in section.blocks if section.holds(block)]
