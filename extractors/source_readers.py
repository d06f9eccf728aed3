"""A source's own readers: functions of a page in place of the generic ones."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from extractors.clean_text import clean_text
from extractors.finding import Finding
from extractors.profile import Findings
from extractors.source_page import SourcePage


class ReaderFailed(RuntimeError):
    """A source's own reader raised or returned something else than texts; mend it in the source's file."""


def rule_of_reader(field: str) -> str:
    """Return the name of the rule that evidence gives for values of a source's own reader."""
    return f"source-reader-{field}"


def apply_readers(findings: Findings, readers: Mapping[Any, Any], page: SourcePage) -> Findings:
    """Return `findings` with the fields that the source reads itself.

    A reader returns a text (title, summary) or texts (aliases, tasks, requirements); None or nothing leaves what
    the generic extractor read. Raises ReaderFailed, which names field and page.
    """
    for field, reader in readers.items():
        try:
            value = reader(page)
            texts = [value] if isinstance(value, str) else list(value or ())
        except Exception as error:
            raise ReaderFailed(
                f"reader of {field!r} raised {type(error).__name__}: {error} on {page.url}"
            ) from error
        read = [
            Finding(clean_text(text), rule_of_reader(field), 0.95)
            for text in _checked(texts, field, page.url)
        ]
        if not any(finding.value for finding in read):
            continue
        read_as: dict[str, Any] = {field: read[0] if field in ("title", "summary") else read}
        findings = replace(findings, **read_as)
    return findings


def _checked(values: Iterable[object], field: str, url: str) -> Iterable[str]:
    for value in values:
        if not isinstance(value, str):
            raise ReaderFailed(f"reader of {field!r} gave {type(value).__name__} instead of texts on {url}")
        yield value
