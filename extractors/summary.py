"""Outline → summary: the paragraph that introduces the job."""

from extractors.blocks import Kind
from extractors.finding import Finding
from extractors.metadata import Metadata
from extractors.statements import StatementReader

_FEWEST_WORDS = 8
_LONGEST = 5_000


def read_summary(reader: StatementReader, metadata: Metadata) -> Finding | None:
    """Return the first paragraph that introduces the job, else the page's own description, else None."""
    for section in reader.root.walk():
        if reader.fields.of(section) in ("other", "requirements", "aliases"):
            continue
        for block in section.blocks:
            if (
                (
                    block.kind is Kind.PARAGRAPH
                    or (block.kind is Kind.CELL and not block.row and not block.column)
                )
                and block.text.endswith((".", "!"))
                and len(block.text.split()) >= _FEWEST_WORDS
                and len(block.text) <= _LONGEST
                and reader.is_content(block)
                and section.holds(block)
            ):
                return Finding(block.text, "first-paragraph", 0.8, block)
    if len(metadata.description.split()) >= _FEWEST_WORDS:
        return Finding(metadata.description, "description", 0.6, origin="meta")
    return None
