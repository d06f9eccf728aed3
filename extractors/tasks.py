"""Outline → tasks: what a person in the job does."""

from extractors.finding import Finding
from extractors.statements import StatementReader, without_repeats

_FEWEST = 2


def read_tasks(reader: StatementReader) -> list[Finding]:
    """Return the tasks of a page in reading order.

    Lists say it best; where there is none, labelled paragraphs and cards do; where these are missing too, every
    sentence of the sections that speak of tasks is a task.
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
    return without_repeats([*listed, *labelled, *sentences])
