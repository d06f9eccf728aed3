"""Which headings of a site name a field in words of its own: what stands below them tells."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from extractors.block import LEAD_IN
from extractors.left_out import MOSTLY_LINKS
from extractors.lexicon import lexicon
from extractors.phrases import fold
from extractors.source import FieldName, Source
from extractors.source_draft.example import Example, read_all, values_of
from extractors.source_draft.trials import Trials
from schemas.explanation import Explanation, Passage
from schemas.extraction import Extraction

LearnedField = Literal["tasks", "requirements"]
"""What statements below a heading can tell; other names look like anything."""
_FEWEST_ITEMS, _ITEM_WORDS = 2, 3
_MOSTLY = 0.5
_MOST_WORDS = 12
"""Words of a heading; what is longer is a sentence of this one page."""
_STATEMENT_WORDS = 20
"""Of a paragraph that may be a statement, as in a list without its tags; prose tells of many things."""


@dataclass(frozen=True, slots=True)
class UnknownHeading:
    """A heading that names no field that the extractor knows, with what stands below it."""

    heading: str
    statements: tuple[str, ...]
    language: str

    def likely_field(self) -> LearnedField | None:
        """Return the field that its statements speak of, None where they are too few or too short to tell."""
        words = [len(statement.split()) for statement in self.statements]
        if len(words) < _FEWEST_ITEMS or sum(words) < _ITEM_WORDS * len(words):
            return None
        cues = lexicon(self.language).cues
        cued = sum(fold(statement) in cues for statement in self.statements)
        return "requirements" if cued >= _MOSTLY * len(words) else "tasks"


def with_headings(source: Source, examples: Sequence[Example]) -> Source:
    """Return the source with the words of headings below which a field stands that is missing on the pages.

    A heading counts where most of the pages that miss the field have it; of several, the one with most to say.
    """
    for field in ("tasks", "requirements"):
        lacking = [example for example in examples if not _has(example.read(source), field)]
        if not lacking:
            continue
        candidates = _candidates(source, lacking, field)
        named = (naming(source, field, unknown.heading) for unknown in candidates)
        for trial in Trials(lacking).of(named):
            if _gains(read_all(lacking, trial), field):
                source = trial
                break
    return source


def naming(source: Source, field: FieldName, heading: str) -> Source:
    """Return the source with this heading for a field, besides its own."""
    return source.model_copy(update={"headings": with_words(source.headings, {field: (heading,)})})


def with_words(
    headings: Mapping[FieldName, tuple[str, ...]], more: Mapping[FieldName, tuple[str, ...]]
) -> dict[FieldName, tuple[str, ...]]:
    """Return the headings of each field in both, each once."""
    fields = dict.fromkeys([*headings, *more])
    return {field: tuple(dict.fromkeys((*headings.get(field, ()), *more.get(field, ())))) for field in fields}


def unknown_headings(explanation: Explanation) -> list[UnknownHeading]:
    """Return the headings of a page whose field is not known, and below which statements were left out."""
    found = []
    profile = explanation.extraction.profile
    title = fold(profile.title) if profile else ""
    for position, passage in enumerate(explanation.passages):
        is_heading = passage.kind == "heading" and passage.level < LEAD_IN
        if not is_heading or passage.field is not None or fold(passage.text) == title:
            continue
        below = tuple(_statements_below(explanation.passages[position + 1 :]))
        if below and 0 < len(passage.text.split()) <= _MOST_WORDS:
            found.append(UnknownHeading(passage.text, below, explanation.language))
    return found


def _statements_below(passages: Sequence[Passage]) -> Iterator[str]:
    """Yield what was left out up to the next heading: what stands further down has that one's name."""
    for passage in passages:
        if passage.kind == "heading" and passage.level < LEAD_IN:
            return
        is_short = len(passage.text.split()) <= _STATEMENT_WORDS
        listed = passage.kind in ("item", "definition", "cell") or (passage.kind == "paragraph" and is_short)
        if listed and not passage.quotes and passage.reason != MOSTLY_LINKS:
            yield passage.text


def _candidates(source: Source, lacking: Sequence[Example], field: LearnedField) -> list[UnknownHeading]:
    """Return the headings that could name the field, those with most statements first."""
    pages: Counter[str] = Counter()
    said: dict[str, UnknownHeading] = {}
    for example in lacking:
        for unknown in unknown_headings(example.explained(source)):
            if unknown.likely_field() == field:
                key = fold(unknown.heading)
                pages[key] += 1
                if key not in said or len(unknown.statements) > len(said[key].statements):
                    said[key] = unknown
    common = [unknown for key, unknown in said.items() if pages[key] > len(lacking) * _MOSTLY]
    return sorted(common, key=lambda unknown: -len(unknown.statements))


def _has(found: Extraction, field: LearnedField) -> bool:
    return any(value.field == field for value in values_of(found))


def _gains(found: Sequence[Extraction], field: LearnedField) -> bool:
    return any(_has(each, field) for each in found)
