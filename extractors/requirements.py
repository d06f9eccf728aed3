"""Outline → requirements: what the job asks for, of which kind, and how firmly."""

import re
from collections.abc import Iterator
from dataclasses import replace

from extractors.block import Block, Kind
from extractors.finding import Finding
from extractors.lexicon import Lexicon
from extractors.outline import Section
from extractors.phrases import fold
from extractors.statements import StatementReader, Statements, without_repeats
from schemas.profile import Importance, RequirementKind

_TEMPERATURE = re.compile(
    r"(?<= )\d+ degrees?(?= )(?: (?:celsius|fahrenheit|c|f)(?= ))?| degrees (?:celsius|fahrenheit)(?= )"
)
"""Degrees that no school awards, in folded text."""
_CLAUSES = re.compile(r"[;.]\s+")
_CUED = 0.5
_MOSTLY_CUED = 0.6
_LEAST_STATED = 2
_FEW_SENTENCES = 5
_KIND_ORDER: tuple[RequirementKind, ...] = (
    "education",
    "licence",
    "language",
    "experience",
    "physical",
    "skill",
)
"""Every kind but "other", in the order in which they win a tie."""


def read_requirements(reader: StatementReader) -> list[Finding]:
    """Return the requirements of a page in reading order.

    Each section says it in its own form: a list, labelled paragraphs, or prose of which the sentences that speak
    of requirements count. A page without such a section may have them in a paragraph without any heading.
    """
    found = [
        finding
        for statements in reader.of_field("requirements")
        for finding in _of_section(reader, statements)
    ]
    if not any(_is_telling(finding, reader.lexicon) for finding in found):
        found = list(_without_heading(reader)) or found
    found += _by_content(reader, beside=bool(found))
    found.sort(key=lambda finding: finding.block.path[-1] if finding.block else 0)
    return without_repeats(finding for finding in found if asks(finding, reader.lexicon))


def _is_telling(finding: Finding, lexicon: Lexicon) -> bool:
    """Tell whether a statement is one of a list, or speaks of requirements without the help of its heading."""
    return finding.rule != "prose" or fold(finding.value) in lexicon.cues


def asks(finding: Finding, lexicon: Lexicon) -> bool:
    """Tell whether a statement asks for something, rather than saying that nothing is asked for."""
    behind_label = finding.value.removeprefix(finding.label or "").lstrip(" :–—-")
    if fold(behind_label).strip() in lexicon.nothing:
        return False
    folded = fold(finding.value)
    if folded not in lexicon.negations or folded in lexicon.contrasts:
        return True
    clauses = [fold(clause) for clause in _CLAUSES.split(finding.value)]
    if any(clause not in lexicon.negations and clause in lexicon.cues for clause in clauses):
        return True  # "No degree is required; a driving licence is."
    spans = lexicon.negations.spans(folded)
    rest = folded[: spans[0][0]] + folded[spans[-1][1] + 1 :]
    return rest in lexicon.preferred


def _of_section(reader: StatementReader, statements: Statements) -> Iterator[Finding]:
    if statements.listed or statements.labelled:
        firm = [finding for block in statements.prose for finding in _firm(reader, block, statements.section)]
        yield from _in_reading_order(statements, firm)
        return
    # Below a heading that says nothing of its own ("Apprenticeship"), a sentence has to be firm about it.
    named = reader.fields.own(statements.section) == "requirements"
    paragraphs = [(block, reader.sentences(block)) for block in statements.prose]
    is_short = sum(len(sentences) for _, sentences in paragraphs) <= _FEW_SENTENCES
    for block, sentences in paragraphs:
        cued = [_is_cued(sentence, reader.lexicon, firmly=not named) for sentence in sentences]
        mostly = named and (is_short or sum(cued) > _CUED * len(sentences))
        for sentence, has_cue in zip(sentences, cued, strict=True):
            if has_cue or mostly:
                yield Finding(
                    sentence, "prose", 0.93 if has_cue else 0.8, block, context=statements.section.title
                )


def _is_cued(sentence: str, lexicon: Lexicon, *, firmly: bool) -> bool:
    folded = fold(sentence)
    return folded in lexicon.cues and (
        not firmly or folded in lexicon.required or folded in lexicon.preferred
    )


def _firm(reader: StatementReader, block: Block, section: Section) -> Iterator[Finding]:
    """Read the sentences beside a list that say by themselves that they ask for something."""
    for sentence in reader.sentences(block):
        folded = fold(sentence)
        if folded in reader.lexicon.strong_cues and (
            folded in reader.lexicon.required or folded in reader.lexicon.preferred
        ):
            yield Finding(sentence, "prose-beside-list", 0.85, block, context=section.title)


def _in_reading_order(statements: Statements, firm: list[Finding]) -> list[Finding]:
    order = {id(block): position for position, block in enumerate(statements.section.blocks)}
    return sorted(
        [*statements.listed, *statements.labelled, *firm], key=lambda f: order.get(id(f.block), len(order))
    )


def _without_heading(reader: StatementReader) -> Iterator[Finding]:
    """Read the paragraphs most of whose sentences speak of requirements, near the title and the tasks only."""
    for section in reader.root.walk():
        if not _is_main(reader, section):
            continue
        for block in section.blocks:
            if block.kind is Kind.PARAGRAPH and section.holds(block) and reader.is_content(block):
                yield from _cued(reader, block)


def _by_content(reader: StatementReader, *, beside: bool) -> Iterator[Finding]:
    """Read the sections whose headings tell nothing but most of whose statements speak of requirements.

    `beside` asks for those that stand among sections of tasks or requirements.
    """
    for section in reader.root.walk():
        if section.heading is None or reader.fields.of(section) is not None:
            continue
        if beside and not _stands_among_fields(reader, section):
            continue
        stated = [
            *(replace(finding, rule="cued-list", confidence=0.8) for finding in reader.listed_in(section)),
            *(
                Finding(sentence, "cued-section", 0.8, block, context=section.title)
                for block in section.blocks
                if block.kind is Kind.PARAGRAPH and reader.is_content(block)
                for sentence in reader.sentences(block)
            ),
        ]
        cued = sum(fold(finding.value) in reader.lexicon.cues for finding in stated)
        strong = any(fold(finding.value) in reader.lexicon.strong_cues for finding in stated)
        if len(stated) >= _LEAST_STATED and strong and cued >= _MOSTLY_CUED * len(stated):
            yield from stated


def _stands_among_fields(reader: StatementReader, section: Section) -> bool:
    siblings = section.parent.sections if section.parent else []
    return any(
        reader.fields.of(sibling) in ("tasks", "requirements")
        for sibling in siblings
        if sibling.heading and section.heading and sibling.heading.level == section.heading.level
    )


def _is_main(reader: StatementReader, section: Section) -> bool:
    """Tell whether a section is the page's main text: headed by the title, or of tasks, or holding their list."""
    if reader.fields.of(section) not in (None, "tasks", "summary"):
        return False
    below = [section, *section.sections]
    return reader.fields.names_title(section) or any(reader.fields.of(part) == "tasks" for part in below)


def _cued(reader: StatementReader, block: Block) -> Iterator[Finding]:
    sentences = reader.sentences(block)
    cued = [fold(sentence) in reader.lexicon.cues for sentence in sentences]
    strong = any(fold(sentence) in reader.lexicon.strong_cues for sentence in sentences)
    if sentences and strong and sum(cued) >= _CUED * len(sentences):
        for sentence in sentences:
            yield Finding(sentence, "cued-paragraph", 0.88, block)


def kind_of(finding: Finding, lexicon: Lexicon) -> RequirementKind:
    """Return what kind of thing a requirement asks for, by its label, its words and the heading above it."""
    label, context = fold(finding.label or ""), fold(finding.context)
    text = _TEMPERATURE.sub(" ", fold(finding.value))
    scores = {
        kind: 3 * lexicon.kinds[kind].count(label)
        + 2 * lexicon.kinds[kind].count(text)
        + lexicon.kinds[kind].count(context)
        for kind in _KIND_ORDER
    }
    best = max(_KIND_ORDER, key=lambda kind: scores[kind])
    return best if scores[best] else "other"


def importance_of(finding: Finding, lexicon: Lexicon) -> Importance | None:
    """Return whether a requirement must or should be met, by its words and then by what stands above it."""
    text, context = fold(finding.value), fold(finding.context)
    if text in lexicon.preferred:
        return "preferred"
    if text in lexicon.required:
        return "required"
    if context in lexicon.preferred:
        return "preferred"
    firm = lexicon.required if finding.context.endswith(":") else lexicon.firm_headings
    return "required" if context in firm else None
