"""The headings of a site that name a field in words of its own, chosen by what stands below them."""

from collections.abc import Sequence

from extractors.source import HeadedField, Source
from extractors.source_draft.example import Example, read_all, values_of
from extractors.source_draft.heading_words import naming
from extractors.source_draft.unknown_headings import (
    LIKELY,
    UnknownHeading,
    is_lacking,
    lacks,
    unknown_headings,
)
from schemas.extraction import Extraction

_MOSTLY = 0.5
_GAINED = 2
"""Values for each one that is lost."""


def with_headings(source: Source, examples: Sequence[Example]) -> Source:
    """Return the source with the headings that name tasks, where these are missing, or ask for something.

    Of several lists that could be the tasks, the first one is: pages say what one does before they tell of pay,
    places and courses. A person has to look at it all the same.
    """
    source = _with_tasks(source, examples)
    unknown = [one for one in unknown_headings(source, examples) if one.tells]
    for one in unknown:
        if one.asks:
            source = _if_it_adds(source, "requirements", one, examples)
    rest = sorted((one for one in unknown if one.likely >= LIKELY), key=lambda one: -one.likely)
    return _first_that_helps(source, "requirements", rest, examples)


def _with_tasks(source: Source, examples: Sequence[Example]) -> Source:
    if not is_lacking(source, examples, "tasks"):
        return source
    unknown = [one for one in unknown_headings(source, examples) if one.tells and not one.asks]
    source = _first_that_helps(source, "tasks", sorted(unknown, key=lambda one: not one.is_list), examples)
    if not is_lacking(source, examples, "tasks"):
        return source
    # "With the tools in your hands" is not of tools.
    mistaken = unknown_headings(source, examples, mistaken=True)
    lists = [one for one in mistaken if one.tells and one.is_list and not one.asks]
    return _first_that_helps(source, "tasks", lists, examples)


def _first_that_helps(
    source: Source, field: HeadedField, unknown: Sequence[UnknownHeading], examples: Sequence[Example]
) -> Source:
    """Return the source with the first of the headings below which most pages that miss a field have it."""
    found = read_all(examples, source)
    lacking = sum(lacks(each, field) for each in found)
    for one in unknown if lacking else ():
        trial = naming(source, field, one.heading)
        read = read_all(examples, trial)
        still = sum(lacks(each, field) for each in read)
        if lacking - still > lacking * _MOSTLY and _says_more(found, read, field):
            return trial
    return source


def _if_it_adds(
    source: Source, field: HeadedField, one: UnknownHeading, examples: Sequence[Example]
) -> Source:
    """Return the source with a heading if more is read with it."""
    trial = naming(source, field, one.heading)
    return trial if _says_more(read_all(examples, source), read_all(examples, trial), field) else source


def _says_more(found: Sequence[Extraction], read: Sequence[Extraction], field: HeadedField) -> bool:
    """Tell whether far more is read as `field` than is lost of anything else.

    Something may be: what was read for want of better, below the price of a membership.
    """
    gained = lost = 0
    for before, now in zip(map(values_of, found), map(values_of, read), strict=True):
        texts = {value.text for value in now}
        lost += sum(value.text not in texts for value in before)
        gained += len({value for value in now if value.field == field} - set(before))
    return gained > _GAINED * lost
