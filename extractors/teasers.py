"""Teasers: entries that each stand for another page, such as the vacancies, courses and stories below a profile."""

from collections.abc import Callable, Iterator, Sequence
from itertools import islice

from selectolax.lexbor import LexborNode

from extractors.block import Block, Kind
from extractors.dom_walk import look_of, texts_below, upward
from extractors.lexicon import Lexicon
from extractors.phrases import fold

_HEADING_WORDS = 7
_LINKED = 0.5
_BEFORE, _SAYING = 5, 4
"""Passages of so many words that a page has before it shows vacancies of others."""
_DEPTH = 3
"""How far around a passage the element of its teaser may stand."""
_NODES, _CHARACTERS = 60, 600
"""Of a teaser; what has more tells something itself."""
_LEAST_TEXTS = 2
"""The link, and what it says of it."""

FieldOf = Callable[[str], str | None]


def set_vacancies_aside(blocks: list[Block], lexicon: Lexicon, field_of: FieldOf) -> None:
    """Note of each block below a line that announces vacancies that it stands beside the content.

    The line begins with the words for it ("Open positions near you"), and something has to be a link below it. Such a
    section ends with the element that holds the line and what follows it, with a heading of its level, and with a
    line that names a field of the record (`field_of`), or leads in a list, and stands in no teaser.
    """
    place = said = 0
    while place < len(blocks):
        block = blocks[place]
        place += 1
        if said >= _BEFORE and _announces(block, lexicon):
            end = _end_of_section(blocks, place, field_of)
            section, place = blocks[place:end], end
            if any(one.linked >= _LINKED for one in section):
                for one in section:
                    one.complementary = True
        said += len(block.text.split()) >= _SAYING


def _announces(block: Block, lexicon: Lexicon) -> bool:
    if block.kind not in (Kind.HEADING, Kind.PARAGRAPH) or block.level == 1 or block.linked == 1.0:
        return False
    words = fold(block.text).split()
    while words and (words[0].isdecimal() or words[0] in lexicon.filler):
        words.pop(0)
    line = f" {' '.join(words)} "
    begins = any(start <= 1 for start, _ in lexicon.rejections["vacancies"].spans(line))
    return begins and len(words) <= _HEADING_WORDS and not any(map(str.isdecimal, words))


def _end_of_section(blocks: Sequence[Block], start: int, field_of: FieldOf) -> int:
    line, around, level = blocks[start - 1], 0, blocks[start - 1].level
    for place in range(start, len(blocks)):
        block = blocks[place]
        around = around or next((n for n in reversed(line.path) if n in block.path), -1)
        if around not in block.path or _ends(block, level, field_of):
            return place
        if not level and block.kind is Kind.HEADING:  # below a plain line, the first vacancy's title tells
            level = max(1, block.level - 1)
    return len(blocks)


def _ends(block: Block, level: int, field_of: FieldOf) -> bool:
    """Tell whether a section below a heading of that level, 0 for a plain line, ends with a block."""
    is_short = block.kind is Kind.HEADING or len(block.text.split()) <= _HEADING_WORDS
    leads_on = block.kind is Kind.PARAGRAPH and block.text.endswith(":")
    names_field = is_short and field_of(block.text) in ("tasks", "requirements", "aliases")
    if leads_on or (names_field and block.kind in (Kind.HEADING, Kind.PARAGRAPH)):
        return not any(map(_opens_with_link, islice(upward(block.node), 1, _DEPTH)))
    is_own_title = block.linked >= _LINKED or block.level > level > 0
    return block.kind is Kind.HEADING and not is_own_title


def is_teased(block: Block) -> bool:
    """Tell whether a block stands in a teaser: one of several like elements side by side, each about another page."""
    return not block.linked and any(
        any(other != link for other in map(_opening_link, _like(node)) if other)
        for node in islice(upward(block.node), _DEPTH)
        if (link := _opening_link(node))
    )


def _opens_with_link(node: LexborNode) -> bool:
    return bool(_opening_link(node))


def _opening_link(node: LexborNode) -> str:
    """Return where the first words of an element lead, with a few more behind them; nothing where they do not."""
    texts = texts_below(node, nodes=_NODES, characters=_CHARACTERS) or []
    if len(texts) < _LEAST_TEXTS:
        return ""
    around = (each for each in _between(texts[0], node) if each.tag == "a")
    return next((each.attributes.get("href") or "" for each in around), "")


def _between(text: LexborNode, node: LexborNode) -> Iterator[LexborNode]:
    """Yield the elements around a text, up to `node`."""
    for around in upward(text):
        yield around
        if around.mem_id == node.mem_id:
            return


def _like(node: LexborNode) -> Iterator[LexborNode]:
    """Yield the neighbours of an element that have its tag and its classes."""
    for there in (_element(node.prev, forward=False), _element(node.next, forward=True)):
        if there is not None and look_of(there) == look_of(node):
            yield there


def _element(node: LexborNode | None, *, forward: bool) -> LexborNode | None:
    """Return the first element from a node on."""
    while node is not None and not node.is_element_node:
        node = node.next if forward else node.prev
    return node
