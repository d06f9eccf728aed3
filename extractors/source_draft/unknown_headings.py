"""Headings of a site whose field nobody knows, and what would be read below them.

A heading is what the pages of a template have in common while what follows it differs; many sites set it in elements
that HTML does not know as headings. What would be read below it is not guessed at: the extractor reads the pages with
it named.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from operator import or_

from extractors.block import LEAD_IN
from extractors.clean_text import comparable
from extractors.left_out import MOSTLY_LINKS
from extractors.lexicon import Lexicon, lexicon
from extractors.phrases import fold
from extractors.source import HeadedField, Source
from extractors.source_draft.example import Example, read_all, values_of
from extractors.source_draft.heading_words import naming
from extractors.source_draft.trials import Trials
from schemas.extraction import Extraction

_MOST_WORDS = 12
"""Words of a heading; what is longer is a sentence of this one page."""
_MOST_HEADINGS = 40
_FEWEST_STATEMENTS, _STATEMENT_WORDS = 2, 3
_LIST = 3
"""Statements a page that are a list of tasks rather than of anything else."""
_MOSTLY = 0.5
_ASKED, _ASKED_AT_LEAST, LIKELY = 0.35, 0.2, 0.5
"""Share of the statements below a heading that ask for something; and of those that do, or are of a known kind of
requirement. Of the lists of tasks on 318 pages in ten languages 2 % have more than 0.33 of the former; of those of
requirements 97 % have at least 0.4 on pages that the words were tuned on, three in four 0.5 on others."""


@dataclass(frozen=True, slots=True)
class UnknownHeading:
    """A heading that names no field that the extractor knows, with what would be read below it."""

    heading: str
    is_heading: bool
    """Whether HTML, or bold type, shows it as one."""
    by_page: tuple[tuple[str, ...], ...]
    """The statements of each page on which there are some."""
    asked: float
    """Share of them that ask for something."""
    likely: float
    """Share of them that do, or say something of a kind that jobs ask for."""

    @property
    def statements(self) -> tuple[str, ...]:
        """All of them."""
        return tuple(statement for page in self.by_page for statement in page)

    @property
    def tells(self) -> bool:
        """Whether they are statements: several a page, of several words, and no figures."""
        told = self.statements
        words = sum(len(statement.split()) for statement in told)
        figures = sum(any(map(str.isdigit, statement)) for statement in told)
        return (
            len(told) >= _FEWEST_STATEMENTS * len(self.by_page)
            and words >= _STATEMENT_WORDS * len(told)
            and figures < _MOSTLY * len(told)
        )

    @property
    def asks(self) -> bool:
        """Whether they ask for something rather than tell what one does."""
        return self.asked >= _ASKED or (self.asked >= _ASKED_AT_LEAST and self.likely >= LIKELY)

    @property
    def is_list(self) -> bool:
        """Whether each page has several below it."""
        return len(self.statements) >= _LIST * len(self.by_page)


def unknown_headings(
    source: Source, examples: Sequence[Example], *, mistaken: bool = False
) -> list[UnknownHeading]:
    """Return the headings whose field is not known, and below which statements are left out, in reading order.

    A heading stands on most of the pages, and on more than one; of a single page, all that HTML or bold type shows.
    What says the same on every page is none: it is boilerplate. `mistaken` returns those that seem to speak of other
    things instead.
    """
    told = [_Told(example, source) for example in examples]
    unknown = []
    fields = ("other",) if mistaken else (None, "summary")
    lines = _lines_in_common(source, examples, fields)[:_MOST_HEADINGS]
    # Of a page that has tasks, more are read only where they stand in the same form.
    field: HeadedField = "tasks" if is_lacking(source, examples, "tasks") else "requirements"
    trials = Trials(examples).of(naming(source, field, heading) for heading, _ in lines)
    for (heading, is_heading), trial in zip(lines, trials, strict=False):
        read = read_all(examples, trial)
        gained = [page.gained(found, field) for page, found in zip(told, read, strict=True)]
        by_page = tuple(filter(None, gained))
        statements = [statement for page in by_page for statement in page]
        if statements and _differ(by_page):
            language = next((found.profile.language for found in read if found.profile), "en")
            asked, likely = _shares(statements, lexicon(language))
            unknown.append(UnknownHeading(heading, is_heading, by_page, asked, likely))
    return [one for at, one in enumerate(unknown) if not _heads_nothing(one, unknown[:at], unknown[at + 1 :])]


class _Told:
    """What a page says, and what is read of it."""

    def __init__(self, example: Example, source: Source) -> None:
        explained = example.explained(source)
        self._read = {value.text for value in values_of(explained.extraction)}
        self._passages = {comparable(passage.text) for passage in explained.passages}

    def gained(self, found: Extraction, field: HeadedField) -> tuple[str, ...]:
        """Return what is read as `field` besides: whole passages, for of prose only what asks for something is read."""
        values = (value.text for value in values_of(found) if value.field == field)
        return tuple(text for text in values if text in self._passages and text not in self._read)


def _heads_nothing(
    one: UnknownHeading, before: Sequence[UnknownHeading], behind: Sequence[UnknownHeading]
) -> bool:
    """Tell whether what stands below a plain line goes on past another heading, or is another one's altogether."""
    below = set(one.statements)
    return not one.is_heading and (
        any(below >= set(other.statements) for other in behind)
        or any(below == set(other.statements) and other.is_heading for other in before)
    )


def _differ(by_page: Sequence[tuple[str, ...]]) -> bool:
    return len(by_page) == 1 or len(set(by_page)) > 1


def _shares(statements: Sequence[str], words: Lexicon) -> tuple[float, float]:
    """Return the share of statements that ask for something, and of those that do or are of a known kind."""
    folded = [fold(statement) for statement in statements]
    asked = [text in words.cues for text in folded]
    kinds = [any(text in phrases for phrases in words.kinds.values()) for text in folded]
    return sum(asked) / len(folded), sum(map(or_, asked, kinds)) / len(folded)


def _lines_in_common(
    source: Source, examples: Sequence[Example], fields: Sequence[str | None]
) -> list[tuple[str, bool]]:
    """Return the short lines that may head a field nobody knows, in reading order, and whether they look like it."""
    pages: Counter[str] = Counter()
    shown: dict[str, tuple[str, bool]] = {}
    titles = {comparable(found.profile.title) for found in read_all(examples, source) if found.profile}
    for example in examples:
        lines = {fold(line): (line, is_heading) for line, is_heading in _lines(example, source, fields)}
        pages.update(lines.keys())
        shown = {**shown, **{key: line for key, line in lines.items() if key not in shown}}
    least = max(len(examples) * _MOSTLY, min(len(examples), 2) - 1)
    return [
        (line, is_heading)
        for key, (line, is_heading) in shown.items()
        if pages[key] > least and comparable(line) not in titles and (is_heading or len(examples) > 1)
    ]


def _lines(example: Example, source: Source, fields: Sequence[str | None]) -> Iterator[tuple[str, bool]]:
    for passage in example.explained(source).passages:
        is_heading = passage.kind == "heading" and passage.level < LEAD_IN
        if (
            passage.kind in ("heading", "paragraph")
            and 0 < len(passage.text.split()) <= _MOST_WORDS
            and passage.field in fields
            and not passage.quotes
            and passage.reason != MOSTLY_LINKS
        ):
            yield passage.text, is_heading


def is_lacking(source: Source, examples: Sequence[Example], field: HeadedField) -> bool:
    """Tell whether most of the pages have nothing of a field, or hardly anything."""
    return sum(lacks(found, field) for found in read_all(examples, source)) > len(examples) * _MOSTLY


def lacks(found: Extraction, field: HeadedField) -> bool:
    """Tell whether a page has nothing of a field, or hardly anything."""
    return sum(value.field == field for value in values_of(found)) < _FEWEST_STATEMENTS
