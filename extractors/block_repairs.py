"""What themes and writers do to blocks, undone: repeated links, times of the day, headings out of order."""

from collections import Counter

from extractors.block import BOLD_LINE, Block, Kind
from extractors.times_of_day import is_time_of_day

_LEAST_REPEATS = 3
_MAIN = 2


def strip_repeated_links(blocks: list[Block]) -> None:
    """Take the link off the end of items that all end in the same one ("… Related occupations")."""
    linked = [block for block in blocks if block.before_link and block.kind is Kind.ITEM]
    if len(linked) < _LEAST_REPEATS:
        return
    repeats = Counter((block.group, block.text[len(block.before_link) :]) for block in linked)
    for block in linked:
        if repeats[block.group, block.text[len(block.before_link) :]] >= _LEAST_REPEATS:
            block.text = block.before_link


def without_times(blocks: list[Block]) -> list[Block]:
    """Return `blocks` without those that only say a time of the day, as in front of the entries of a timeline."""
    return [block for block in blocks if block.kind is Kind.HEADING or not is_time_of_day(block.text)]


def sort_levels(blocks: list[Block]) -> None:
    """Put headings below the one that they belong to where a page gives them the higher level.

    A heading that is followed at once by one of a higher level, and comes again after it, heads it all the same:
    h6, h5, h5, h6 reads as two sections of which the first has two parts.
    """
    headings = [
        (at, block) for at, block in enumerate(blocks) if block.kind is Kind.HEADING and not block.container
    ]
    for number, (at, heading) in enumerate(headings[:-1]):
        following_at, following = headings[number + 1]
        if following_at != at + 1 or not _MAIN < following.level < heading.level < BOLD_LINE:
            continue
        run = []
        for _, part in headings[number + 1 :]:
            if part.level != following.level:
                break
            run.append(part)
        after = headings[number + 1 + len(run) :]
        if after and after[0][1].level == heading.level:
            for part in run:
                part.level = BOLD_LINE
