"""Entries that repeat: a timeline (time, title, text) or a row of cards (title, text) without any heading among them.

Each entry is one statement with a label. They are known by their looks alone: the same sequence of elements and
classes, at least three times in a row.
"""

from dataclasses import replace

from extractors.block import Block, Kind
from extractors.plain_headings import look_of
from extractors.times_of_day import is_time

_LEAST_ENTRIES = 3
_LONGEST_PERIOD = 3
_TITLE_LENGTH, _TITLE_WORDS = 70, 9
_TEXT_WORDS = 3

def fold_repeated_entries(blocks: list[Block]) -> list[Block]:
    """Return `blocks` with each entry of a timeline or a row of cards as one definition."""
    looks = [_look(block) for block in blocks]
    folded: list[Block] = []
    position = 0
    while position < len(blocks):
        period, count = _repetition(looks, blocks, position)
        if not count:
            folded.append(blocks[position])
            position += 1
            continue
        for start in range(position, position + period * count, period):
            folded.append(_entry(blocks[start : start + period], blocks[position]))
        position += period * count
    return folded


def _look(block: Block) -> tuple[str, ...] | None:
    """Return what tells how a block looks, None for one that cannot be a part of an entry."""
    if block.kind not in (Kind.PARAGRAPH, Kind.ITEM) or block.complementary or block.linked == 1.0:
        return None
    return (block.kind.value, *look_of(block), "time" if is_time(block.text) else "text", str(block.bold))


def _repetition(
    looks: list[tuple[str, ...] | None], blocks: list[Block], start: int
) -> tuple[int, int]:
    """Return the number of blocks of an entry that begins at `start`, and how many such entries follow each other."""
    for period in (_LONGEST_PERIOD, _LONGEST_PERIOD - 1):
        pattern = looks[start : start + period]
        if len(pattern) < period or None in pattern or len(set(pattern)) < period:
            continue
        count = 1
        while looks[start + period * count : start + period * (count + 1)] == pattern:
            count += 1
        entries = [blocks[at : at + period] for at in range(start, start + period * count, period)]
        if count >= _LEAST_ENTRIES and all(_is_entry(entry) for entry in entries):
            return period, count
    return 0, 0


def _is_entry(entry: list[Block]) -> bool:
    titles = [block for block in entry[:-1] if not is_time(block.text)]
    return (
        len(titles) <= 1
        and all(
            len(title.text) <= _TITLE_LENGTH
            and len(title.text.split()) <= _TITLE_WORDS
            and not title.text.endswith((".", ";", ","))
            for title in titles
        )
        and not is_time(entry[-1].text)
        and len(entry[-1].text.split()) >= _TEXT_WORDS
        and all(len(title.text) < len(entry[-1].text) for title in titles)
    )


def _entry(entry: list[Block], first: Block) -> Block:
    title = next((block.text for block in entry[:-1] if not is_time(block.text)), "")
    return replace(entry[-1], kind=Kind.DEFINITION, term=title, label="", group=first.path[-1])
