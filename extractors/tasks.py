"""Outline → tasks: what a person in the job does."""

from collections.abc import Iterator

from extractors.block import Block, Kind
from extractors.finding import Finding
from extractors.phrases import fold
from extractors.statements import StatementReader, without_repeats

_FEWEST = 2
_FEWEST_SENTENCES = 3


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
        Finding(sentence, "prose", 0.9, block, context=statements.section.title)
        for statements in found
        for block in statements.prose
        for sentence in reader.sentences(block)
    ]
    return without_repeats([*listed, *labelled, *sentences] or _announced(reader))


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
            yield Finding(sentence, "announced-paragraph", 0.8, block)


def _opening(sentence: str) -> str:
    """Return the first words of a sentence, which play the part of a heading."""
    return " ".join(sentence.split()[:4])
