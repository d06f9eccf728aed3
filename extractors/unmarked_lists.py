"""Lists that nothing marks as such: a line that ends in a colon, and paragraphs below it that look alike."""

from extractors.block import Block, Kind
from extractors.dom_walk import look_of

_LEAST_ITEMS = 2
_LONGEST = 200
_LINKED = 0.7


def mark_unmarked_lists(blocks: list[Block]) -> None:
    """Make items of the short paragraphs of one look that follow a paragraph ending in a colon.

    Paragraphs without a class look like any other: they are items only where they do not end like sentences.
    """
    for position, block in enumerate(blocks):
        if block.kind is not Kind.PARAGRAPH or not block.text.endswith(":") or block.complementary:
            continue
        run = _alike(blocks, position + 1)
        looks_apart = len(run) >= _LEAST_ITEMS and look_of(run[0].node) != look_of(block.node)
        if looks_apart or _are_fragments(run):
            for item in run:
                item.kind, item.group, item.depth = Kind.ITEM, run[0].path[-1], 1


def _alike(blocks: list[Block], start: int) -> list[Block]:
    """Return the short paragraphs from `start` on that look like the first of them."""
    run: list[Block] = []
    for block in blocks[start:]:
        fits = (
            block.kind is Kind.PARAGRAPH
            and len(block.text) <= _LONGEST
            and block.linked < _LINKED
            and not block.text.endswith((":", "?"))
            and not block.bold
            and (
                not run
                or (look_of(block.node) == look_of(run[0].node) and len(block.path) == len(run[0].path))
            )
        )
        if not fits:
            break
        run.append(block)
    return run


def _are_fragments(run: list[Block]) -> bool:
    return len(run) > _LEAST_ITEMS and not any(block.text.endswith((".", "!")) for block in run)
