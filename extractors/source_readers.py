"""A source's own readers: functions of a page in place of the generic ones."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import PurePath
from traceback import extract_tb
from typing import Any

from extractors.block import Block
from extractors.clean_text import clean_text, comparable
from extractors.codes import named_codes
from extractors.dom_walk import ancestors
from extractors.finding import Finding
from extractors.outline import Section
from extractors.profile import Findings
from extractors.source import Reader, ReadField
from extractors.source_page import SourcePage
from extractors.statements import plain_label, without_repeats
from schemas.profile import Code

_CONFIDENCE = 0.95


class ReaderFailed(RuntimeError):
    """A source's own reader raised or returned something else than texts; mend it in the source's file."""


def rule_of_reader(field: str) -> str:
    """Return the name of the rule that evidence gives for values of a source's own reader."""
    return f"source-reader-{field}"


def apply_readers(findings: Findings, readers: Mapping[ReadField, Reader], page: SourcePage) -> Findings:
    """Return `findings` with the fields that the source reads itself.

    A reader returns a text (title, summary) or texts (aliases, tasks, requirements, codes with their schemes); None
    or nothing leaves what the generic extractor read. A text is pointed at where it stands: in the elements that the
    reader took soup of, else anywhere in the outline; what stands around it there says more of it, as it does for the
    generic readers. Raises ReaderFailed, which names field and page.
    """
    for field, reader in readers.items():
        seen = replace(page, picked=[])
        texts = _texts(reader, field, seen)
        if not texts:
            continue
        places = _Places(seen)
        read: Any
        if field == "codes":
            read = [_code(text, places, page.url) for text in texts]
        elif field in ("title", "summary"):
            read = _finding(texts[0], field, places, ())
        else:
            known = getattr(findings, field)
            read = without_repeats(_finding(text, field, places, known) for text in texts)
        findings = replace(findings, **{field: read})
    if "aliases" in readers and findings.title:
        title = comparable(findings.title.value)
        findings = replace(
            findings, aliases=[alias for alias in findings.aliases if comparable(alias.value) != title]
        )
    return findings


def _texts(reader: Reader, field: ReadField, page: SourcePage) -> list[str]:
    """Return the clean texts that a reader gives, each once, without empty ones."""
    try:
        value = reader(page)
        given: list[object] = [value] if isinstance(value, str) else list(value or ())
    except Exception as error:
        last = extract_tb(error.__traceback__)[-1]
        where = f"{PurePath(last.filename).name}, line {last.lineno}"
        raise ReaderFailed(
            f"reader failed: that of {field!r} raised {type(error).__name__}: {error} on {page.url} ({where})"
        ) from error
    for text in given:
        if not isinstance(text, str):
            raise ReaderFailed(
                f"reader failed: that of {field!r} gave {type(text).__name__} instead of texts on {page.url}"
            )
    return [text for text in dict.fromkeys(clean_text(str(text)) for text in given) if text]


class _Places:
    """Where on one page the texts of one reader stand."""

    def __init__(self, page: SourcePage) -> None:
        picked = {node.mem_id for node in page.picked}
        everywhere = list(_blocks(page.outline))
        self._picked = [
            (block, section)
            for block, section in everywhere
            if any(node.mem_id in picked for node in (block.node, *ancestors(block.node)))
        ]
        self._everywhere = everywhere

    def of(self, text: str) -> tuple[Block, Section] | None:
        """Return the first block that a text is, else the first in which it stands as whole words, with its section."""
        words = re.compile(rf"(?<!\w){re.escape(text)}(?!\w)")
        for blocks in (self._picked, self._everywhere):
            for block, section in blocks:
                if block.text == text:
                    return block, section
            for block, section in blocks:
                if words.search(block.text):
                    return block, section
        return None


def _blocks(outline: Section) -> Iterator[tuple[Block, Section]]:
    for section in outline.walk():
        if section.heading:
            yield section.heading, section
        yield from ((block, section) for block in section.blocks)


def _finding(text: str, field: ReadField, places: _Places, known: Sequence[Finding]) -> Finding:
    """Return a text as a finding, with the label and the context that the generic readers would give it."""
    rule, place = rule_of_reader(field), places.of(text)
    if place is None:
        return Finding(text, rule, _CONFIDENCE)
    block, section = place
    for finding in known:
        if finding.block is block and finding.value == text:
            return replace(finding, rule=rule, confidence=_CONFIDENCE)
    label = (block.label if text.startswith(block.label) else "").rstrip(" .:–—-") or plain_label(text)
    context = " ".join(filter(None, (block.term, block.column, block.row, section.title)))
    return Finding(text, rule, _CONFIDENCE, block, label or None, context=context)


def _code(text: str, places: _Places, url: str) -> tuple[Code, Finding]:
    code = next(named_codes(text), None)
    if code is None:
        raise ReaderFailed(
            f"reader failed: that of 'codes' gave {text!r}, expected scheme and code (SOC 47-2121), on {url}"
        )
    place = places.of(code.code)
    return code, Finding(code.code, rule_of_reader("codes"), _CONFIDENCE, place[0] if place else None)
