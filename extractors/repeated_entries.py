"""Entries that repeat: a timeline (time, title, text) or a row of cards (title, text) without any heading among them.

Each entry is one statement with a label. They are known by their looks alone: the same sequence of elements and
classes, at least three times in a row.
"""

from dataclasses import replace

from extractors.block import Block, Kind
from extractors.dom_walk import look_of
from extractors.times_of_day import is_time

_LEAST_ENTRIES = 3
_PERIODS = (3, 2)
_KINDS = (Kind.PARAGRAPH, Kind.ITEM)
_TITLE_LENGTH, _TITLE_WORDS = 70, 9
_TEXT_WORDS = 3


def fold_repeated_entries(blocks: list[Block]) -> list[Block]:
    """Return `blocks` with each entry of a timeline or a row of cards as one definition."""
    folded: list[Block] = []
    position = 0
    while position < len(blocks):
        first = blocks[position]
        may_begin = first.kind in _KINDS and len(first.text) <= _TITLE_LENGTH
        entries = _entries_from(blocks, position) if may_begin else []
        if entries:
            folded.extend(_as_definition(entry, blocks[position]) for entry in entries)
            position += len(entries) * len(entries[0])
        else:
            folded.append(blocks[position])
            position += 1
    return folded


def _entries_from(blocks: list[Block], start: int) -> list[list[Block]]:
    """Return the entries of one look that follow each other from `start` on, empty where they are too few."""
    for period in _PERIODS:
        first = blocks[start : start + period]
        if len(first) < period or not _is_entry(first):
            continue
        looks = [_look(block) for block in first]
        if None in looks or len(set(looks)) < period:
            continue
        entries = [first]
        for at in range(start + period, len(blocks) - period + 1, period):
            entry = blocks[at : at + period]
            if not _is_entry(entry) or [_look(block) for block in entry] != looks:
                break
            entries.append(entry)
        if len(entries) >= _LEAST_ENTRIES:
            return entries
    return []


def _look(block: Block) -> tuple[str, ...] | None:
    """Return what tells how a block looks, None for one that cannot be a part of an entry."""
    if block.kind not in _KINDS or block.complementary or block.linked == 1.0:
        return None
    return (
        block.kind.value,
        *look_of(block.node),
        "time" if is_time(block.text) else "text",
        str(block.bold),
    )


def _is_entry(entry: list[Block]) -> bool:
    if any(block.kind not in _KINDS or len(block.text) > _TITLE_LENGTH for block in entry[:-1]):
        return False
    titles = [block for block in entry[:-1] if not is_time(block.text)]
    return (
        len(titles) <= 1
        and all(
            len(title.text.split()) <= _TITLE_WORDS and not title.text.endswith((".", ";", ","))
            for title in titles
        )
        and not is_time(entry[-1].text)
        and len(entry[-1].text.split()) >= _TEXT_WORDS
        and all(len(title.text) < len(entry[-1].text) for title in titles)
    )


def _as_definition(entry: list[Block], first: Block) -> Block:
    title = next((block.text for block in entry[:-1] if not is_time(block.text)), "")
    return replace(entry[-1], kind=Kind.DEFINITION, term=title, label="", group=first.path[-1])
