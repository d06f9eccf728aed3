"""Headings that run into their paragraph: "<b>The work.</b> Tanners …", "<b>Requirements:</b> …".

One bold label may name a statement. Several of them that name different fields of the record are headings, and so are
the labels beside them that look alike.
"""

from collections.abc import Callable
from dataclasses import replace

from extractors.block import BOLD_LINE, Block, Kind

FieldOf = Callable[[str], str | None]

_LEAST_FIELDS = 2
_TELLING = frozenset(("tasks", "requirements"))


def split_run_in_headings(blocks: list[Block], field_of: FieldOf) -> list[Block]:
    """Return `blocks` with the labels that head their paragraphs as headings of their own."""
    split: list[Block] = []
    run: list[Block] = []
    for block in blocks:
        if _is_labelled(block) and (not run or _stand_together(run[-1], block)):
            run.append(block)
            continue
        split.extend(_split_run(run, field_of))
        run = [block] if _is_labelled(block) else []
        if not run:
            split.append(block)
    return [*split, *_split_run(run, field_of)]


def _is_labelled(block: Block) -> bool:
    return block.kind is Kind.PARAGRAPH and bool(block.label) and len(block.text) > len(block.label)


def _stand_together(one: Block, other: Block) -> bool:
    return one.path[:-1] == other.path[:-1] and one.node.tag == other.node.tag


def _split_run(run: list[Block], field_of: FieldOf) -> list[Block]:
    fields = {field_of(block.label.rstrip(" .:–—-")) for block in run} - {None}
    if len(fields) < _LEAST_FIELDS or _TELLING.isdisjoint(fields):
        return run
    split = []
    for block in run:
        name = block.label.rstrip(" .:–—-")
        text = block.text[len(block.label) :].lstrip(" .:–—-")
        if name and text:
            split.append(replace(block, kind=Kind.HEADING, level=BOLD_LINE, text=name, label=""))
            split.append(replace(block, text=text, label=""))
        else:
            split.append(block)
    return split
