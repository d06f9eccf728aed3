"""From example pages to a source: the settings that its pages need, and no others."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from extractors.source import Source
from extractors.source_draft.boilerplate_settings import shared_elements, without_boilerplate
from extractors.source_draft.example import Example, read_all
from extractors.source_draft.heading_settings import UnknownHeading, unknown_headings, with_headings
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
    source = without_boilerplate(plain, pages)
    source = with_headings(source, pages)
    source = without_boilerplate(source, pages)
    source = _pruned(source, plain, pages)
    leaks = dict.fromkeys(element.value.text for element in shared_elements(read_all(pages, source), pages))
    unknown = {
        heading.heading: heading
        for example in pages
        for heading in unknown_headings(example.explained(source))
    }
    return Draft(source, tuple(read_all(examples, source)), tuple(leaks), tuple(unknown.values()))


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
