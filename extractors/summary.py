"""Outline → summary: the paragraph that introduces the job."""

from extractors.block import LEAD_IN, Block, Kind
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
        # A whole paragraph that happens to stand before a list introduces the job all the same.
        lead_in = [section.heading] if section.heading and section.is_lead_in else []
        for block in (*lead_in, *section.blocks):
            if _introduces(block) and reader.is_content(block) and section.holds(block):
                return Finding(block.text, "first-paragraph", 0.8, block)
    if len(metadata.description.split()) >= _FEWEST_WORDS:
        return Finding(metadata.description, "description", 0.6, origin="meta")
    return None


def _introduces(block: Block) -> bool:
    is_text = block.kind is Kind.PARAGRAPH or block.level == LEAD_IN
    is_layout = block.kind is Kind.CELL and not block.row and not block.column
    return (
        (is_text or is_layout)
        and block.text.endswith((".", "!"))
        and len(block.text.split()) >= _FEWEST_WORDS
        and len(block.text) <= _LONGEST
    )
