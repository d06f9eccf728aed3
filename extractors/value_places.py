"""Record → blocks: which part of which block each value was read from."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from extractors.block import Block
from extractors.finding import Finding
from extractors.profile import Findings
from schemas.explanation import Quote
from schemas.extraction import Extraction
from schemas.profile import JobProfile

Places = Mapping[int, list[Quote]]
"""Address (id) of a block → what was read from it."""


def published_findings(findings: Findings, profile: JobProfile) -> Iterator[tuple[str, Finding]]:
    """Yield the findings that became values of the record, each with the pointer to its value."""
    if findings.title:
        yield "/title", findings.title
    if findings.summary and profile.summary:
        yield "/summary", findings.summary
    yield from _in_order("/aliases/{}", profile.aliases, findings.aliases)
    yield from _in_order("/tasks/{}/text", [task.text for task in profile.tasks], findings.tasks)
    texts = [requirement.text for requirement in profile.requirements]
    yield from _in_order("/requirements/{}/text", texts, findings.requirements)
    for index, (_, finding) in enumerate(findings.codes):
        yield f"/codes/{index}", finding


def _in_order(
    pointer: str, values: Iterable[str], findings: Iterable[Finding]
) -> Iterator[tuple[str, Finding]]:
    """Pair values with findings: both stand in the same order, but not every finding can be published."""
    waiting = iter(findings)
    for index, value in enumerate(values):
        if (finding := next((f for f in waiting if f.value == value), None)) is not None:
            yield pointer.format(index), finding


def value_places(
    findings: Findings, extraction: Extraction, blocks: list[Block], parts: Mapping[int, list[Block]]
) -> Places:
    """Return what was read from each of `blocks`.

    `parts` maps a block that the readers put together to those it was made of. A value that was read off the page
    without a block (by a source's own reader, or as microdata) is shown where the same words first stand.
    """
    places: defaultdict[int, list[Quote]] = defaultdict(list)
    if extraction.profile is None:
        return places
    exact = {evidence.field: evidence.exact for evidence in extraction.evidence}
    for pointer, finding in published_findings(findings, extraction.profile):
        if finding.block is not None:
            for block in parts.get(id(finding.block), [finding.block]):
                places[id(block)].append(_quote(pointer, block.text, (finding.value, exact.get(pointer, ""))))
        elif finding.origin == "page" and (same := _with_words(finding.value, blocks)):
            places[id(same)].append(_quote(pointer, same.text, (finding.value,)))
    return {key: sorted(quotes, key=lambda quote: quote.start) for key, quotes in places.items()}


def _quote(pointer: str, text: str, wanted: Iterable[str]) -> Quote:
    """Return where one of `wanted` stands in `text`; all of it where neither does, as it is a part of the value."""
    for value in wanted:
        as_word = re.search(rf"(?<!\w){re.escape(value)}(?!\w)", text) if value else None
        start = as_word.start() if as_word else text.find(value)
        if value and start >= 0:
            return Quote(pointer=pointer, start=start, end=start + len(value))
    return Quote(pointer=pointer, start=0, end=len(text))


def _with_words(value: str, blocks: list[Block]) -> Block | None:
    return next((block for block in blocks if value in block.text), None)
