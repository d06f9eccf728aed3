"""Outline → tasks: what a person in the job does."""

from collections.abc import Iterator
from dataclasses import replace

from extractors.block import Block, Kind
from extractors.finding import Finding
from extractors.outline import Section
from extractors.phrases import fold
from extractors.statements import StatementReader, without_repeats

_FEWEST = 2
_FEWEST_SENTENCES = 3
_FEWEST_ITEMS, _ITEM_WORDS = 3, 3


def read_tasks(reader: StatementReader) -> list[Finding]:
    """Return the tasks of a page in reading order.

    Lists say it best; where there is none, labelled paragraphs and cards do; where these are missing too, every
    sentence of the sections that speak of tasks is a task. A page without such a section may have them in a
    paragraph that announces them.
    """
    found = reader.of_field("tasks")
    listed = [finding for statements in found for finding in statements.listed]
    labelled = [finding for statements in found for finding in statements.labelled]
    if len(listed) + len(labelled) >= _FEWEST:
        return without_repeats(labelled if len(listed) < _FEWEST else listed)
    sentences = [
        Finding(sentence, "prose", 0.7, block, context=statements.section.title)
        for statements in found
        for block in statements.prose
        for sentence in reader.sentences(block)
    ]
    return without_repeats([*listed, *labelled, *sentences] or _announced(reader))


def read_unheaded_tasks(reader: StatementReader) -> list[Finding]:
    """Return the tasks of a page whose headings do not speak of any: the lists that it gives of the job.

    A heading or a lead-in names the job ("A gilder in a museum"), else a sentence of the introduction leads in a
    list, or a list follows it at once. For pages that say elsewhere what the job asks for; others may be anything.
    """
    lists = [(section, found) for section in _untold(reader) if (found := reader.listed_in(section))]
    for tells in (_names_job, _introduces):
        first = next((section for section, _ in lists if tells(reader, section)), None)
        alike = [found for section, found in lists if tells(reader, section) and _stand_together(section, first)]
        if alike:
            return without_repeats(replace(one, rule="list-of-the-job", confidence=0.6) for found in alike for one in found)
    return []


def _untold(reader: StatementReader) -> Iterator[Section]:
    """Yield the sections of the main text that speak of no field and hold a list."""
    for section in reader.root.walk():
        items = [block for block in section.blocks if block.kind in (Kind.ITEM, Kind.DEFINITION) and reader.is_content(block)]
        words = sum(len(item.text.split()) for item in items)
        if len(items) >= _FEWEST_ITEMS and words >= _ITEM_WORDS * len(items) and reader.fields.of(section) is None:
            yield section


def _names_job(reader: StatementReader, section: Section) -> bool:
    return section.heading is not None and section.heading.level > 1 and reader.fields.names_title(section)


def _introduces(reader: StatementReader, section: Section) -> bool:
    around = section.parent if section.is_lead_in else section
    return around is not None and reader.fields.names_title(around)


def _stand_together(section: Section, first: Section | None) -> bool:
    return first is not None and section.parent is first.parent and section.is_lead_in == first.is_lead_in


def _announced(reader: StatementReader) -> Iterator[Finding]:
    """Read the paragraphs without a heading in which a sentence announces tasks and the others tell them."""
    for section in reader.root.walk():
        if reader.fields.of(section) not in (None, "summary") or not reader.fields.names_title(section):
            continue
        for block in section.blocks:
            if block.kind is Kind.PARAGRAPH and section.holds(block) and reader.is_content(block):
                yield from _after_announcement(reader, block)


def _after_announcement(reader: StatementReader, block: Block) -> Iterator[Finding]:
    sentences = reader.sentences(block)
    if len(sentences) < _FEWEST_SENTENCES or reader.fields.of_heading(_opening(sentences[0])) != "tasks":
        return
    for sentence in sentences[1:]:
        if fold(sentence) not in reader.lexicon.strong_cues:
            yield Finding(sentence, "announced-paragraph", 0.65, block)


def _opening(sentence: str) -> str:
    """Return the first words of a sentence, which play the part of a heading."""
    return " ".join(sentence.split()[:4])
