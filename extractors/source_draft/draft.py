"""From example pages to a source: the settings that its pages need, and no others."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from extractors.source import Source
from extractors.source_draft.boilerplate_settings import without_boilerplate
from extractors.source_draft.example import Example, read_all, values_of
from extractors.source_draft.heading_settings import with_headings
from extractors.source_draft.shared_elements import shared_elements
from extractors.source_draft.unknown_headings import UnknownHeading, unknown_headings
from schemas.extraction import Extraction


@dataclass(frozen=True, slots=True)
class Draft:
    """A source as its example pages need it, and what a person should look at."""

    source: Source
    found: tuple[Extraction, ...]
    """What is read of each page with it."""
    leaks: tuple[str, ...]
    """Values that the pages of unlike jobs have in common, for which no setting was found."""
    unknown: tuple[UnknownHeading, ...]
    """Headings below which statements were left out, because what they name is not known."""


def draft_source(plain: Source, examples: Sequence[Example]) -> Draft:
    """Return the source with `content`, `drop` and `headings` as the pages need them; what it has already stays.

    What the generic extractor gets right needs no setting: each one is tried without, and goes where nothing on
    any page is read otherwise. Two or three pages of unlike jobs show more than one; one that no parser should see
    shows nothing.
    """
    pages = [example for example in examples if example.is_page()]
    source = _settled(plain, pages)
    if _leaks(source, pages):
        boldly = _settled(plain, pages, boldly=True)
        source = boldly if _says_as_much(boldly, source, pages) else source
    source = _pruned(source, plain, pages)
    unknown = unknown_headings(source, pages)
    return Draft(source, tuple(read_all(examples, source)), tuple(_leaks(source, pages)), tuple(unknown))


def _settled(plain: Source, pages: Sequence[Example], *, boldly: bool = False) -> Source:
    """Return the source with all settings that help."""
    source = without_boilerplate(plain, pages, boldly=boldly)
    source = with_headings(source, pages)
    return without_boilerplate(source, pages)


def _leaks(source: Source, pages: Sequence[Example]) -> list[str]:
    """Return what is read of the pages of unlike jobs and stands on all of them."""
    shared = shared_elements(source, pages)
    return list(dict.fromkeys(element.value.text for element in shared))


def _says_as_much(one: Source, other: Source, pages: Sequence[Example]) -> bool:
    """Tell whether all that is read with the other source is, but for boilerplate, of which there is less."""
    leaks = set(_leaks(other, pages))
    return len(_leaks(one, pages)) < len(leaks) and all(
        {value.text for value in values_of(before)} - leaks <= {value.text for value in values_of(now)}
        for before, now in zip(read_all(pages, other), read_all(pages, one), strict=True)
    )


def _pruned(source: Source, plain: Source, examples: Sequence[Example]) -> Source:
    """Return the source without the settings that change nothing; those of `plain` stay."""
    wanted = read_all(examples, source)
    while (leaner := _leaner(source, plain, examples, wanted)) is not None:
        source = leaner
    return source


def _leaner(
    source: Source, plain: Source, examples: Sequence[Example], wanted: Sequence[Extraction]
) -> Source | None:
    return next((each for each in _with_one_less(source, plain) if read_all(examples, each) == wanted), None)


def _with_one_less(source: Source, plain: Source) -> Iterator[Source]:
    if source.content != plain.content:
        yield source.model_copy(update={"content": plain.content})
    for selector in source.drop:
        if selector not in plain.drop:
            yield source.model_copy(update={"drop": tuple(each for each in source.drop if each != selector)})
    for field, words in source.headings.items():
        for heading in words:
            if heading not in plain.headings.get(field, ()):
                left = tuple(each for each in words if each != heading)
                headings = {**source.headings, field: left}
                yield source.model_copy(
                    update={"headings": {name: each for name, each in headings.items() if each}}
                )
