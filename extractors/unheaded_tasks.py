"""Outline → tasks where no heading speaks of them: what a page that asks for something tells of the job.

The last resort, for pages whose headings are too fanciful for any vocabulary ("A shift in the tower").
"""

from collections.abc import Callable, Iterator
from dataclasses import replace

from extractors.block import Block, Kind
from extractors.finding import Finding
from extractors.outline import Section
from extractors.phrases import fold
from extractors.statements import StatementReader, without_repeats

_FEWEST_ITEMS, _ITEM_WORDS = 3, 3
_FEWEST_SENTENCES = 3
_MOSTLY = 0.5

Tells = Callable[[StatementReader, Section], bool]


def read_unheaded_tasks(reader: StatementReader) -> list[Finding]:
    """Return the tasks of a page whose headings do not speak of any, though others ask for something.

    First the lists that it gives of the job: a heading or a lead-in names the job ("A gilder in a museum"), or the
    introduction leads in a list or goes on with one, or a list stands beside what the job asks for. Without any list,
    the first section most of whose sentences speak of the job.
    """
    lists = [(section, found) for section in _untold(reader) if (found := _listed(reader, section))]
    ways: tuple[Tells, ...] = (_names_job, _introduces, _stands_beside_requirements)
    for tells in ways:
        first = next((section for section, _ in lists if tells(reader, section)), None)
        alike = [
            found for section, found in lists if first and _is_like(section, first) and tells(reader, section)
        ]
        if alike:
            return without_repeats(finding for found in alike for finding in found)
    return without_repeats(_told(reader))


def _untold(reader: StatementReader) -> Iterator[Section]:
    """Yield the sections that speak of no field, in reading order."""
    return (section for section in reader.root.walk() if reader.fields.of(section) is None)


def _listed(reader: StatementReader, section: Section) -> list[Finding]:
    """Return the statements of a section that lists some, which have to be more than names."""
    found = reader.listed_in(section)
    words = sum(len(finding.value.split()) for finding in found)
    if len(found) < _FEWEST_ITEMS or words < _ITEM_WORDS * len(found):
        return []
    return [replace(finding, rule="list-of-the-job", confidence=0.6) for finding in found]


def _names_job(reader: StatementReader, section: Section) -> bool:
    return section.heading is not None and section.heading.level > 1 and reader.fields.names_title(section)


def _introduces(reader: StatementReader, section: Section) -> bool:
    around = section.parent if section.is_lead_in else section
    return around is not None and reader.fields.names_title(around)


def _stands_beside_requirements(reader: StatementReader, section: Section) -> bool:
    """Tell whether a sibling behind the section asks for something."""
    siblings = section.parent.sections if section.parent else []
    position = next((at for at, sibling in enumerate(siblings) if sibling is section), len(siblings))
    return any(reader.fields.of(sibling) == "requirements" for sibling in siblings[position:])


def _is_like(section: Section, first: Section) -> bool:
    return section is first or (section.parent is first.parent and section.is_lead_in and first.is_lead_in)


def _told(reader: StatementReader) -> list[Finding]:
    """Return the sentences of the first section below the introduction that speaks of the job."""
    for section in _untold(reader):
        if section.heading is None or section.heading.level == 1:
            continue
        stated = [
            (sentence, block)
            for block in _paragraphs(reader, section)
            for sentence in reader.sentences(block)
        ]
        of_job = sum(reader.fields.speaks_of_title(sentence) for sentence, _ in stated)
        asking = sum(fold(sentence) in reader.lexicon.strong_cues for sentence, _ in stated)
        if len(stated) >= _FEWEST_SENTENCES and of_job >= 1 and asking < _MOSTLY * len(stated):
            return [Finding(sentence, "prose-of-the-job", 0.5, block) for sentence, block in stated]
    return []


def _paragraphs(reader: StatementReader, section: Section) -> Iterator[Block]:
    return (
        b for b in section.blocks if b.kind is Kind.PARAGRAPH and section.holds(b) and reader.is_content(b)
    )
