"""What the blocks of one section say together, counted once so that a long section takes no longer a block."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field

from extractors.block import Kind
from extractors.headings import Field, SectionFields
from extractors.outline import Section

_FEW_TERMS = 2


@dataclass(slots=True)
class SectionShape:
    """The columns, row headers, terms and items of one section."""

    has_items: bool = False
    """Items stand in the very element that the heading heads."""
    terms: Counter[str] = field(default_factory=Counter)
    """Term → number of blocks that it heads."""
    has_many_terms: bool = False
    """It defines several terms most of which name no field: then none of them does."""
    main_columns: dict[int, str] = field(default_factory=dict)
    """Table with several headed columns → the one that says most."""
    fields_of_rows: dict[int, set[Field | None]] = field(default_factory=dict)
    """Table → the fields that its row headers name."""

    def is_side_column(self, table: int, column: str) -> bool:
        """Tell whether a column says less than another one of its table."""
        return self.main_columns.get(table, column) != column


def section_shape(section: Section, fields: SectionFields) -> SectionShape:
    """Return the shape of a section, linear in the number of its blocks."""
    shape = SectionShape()
    lengths: dict[int, Counter[str]] = defaultdict(Counter)
    rows: dict[int, set[str]] = defaultdict(set)
    for block in section.blocks:
        shape.has_items = shape.has_items or (block.kind is Kind.ITEM and section.holds(block))
        shape.terms[block.term] += 1
        if block.column:
            lengths[block.group][block.column] += len(block.text)
        if block.kind is Kind.CELL and block.row:
            rows[block.group].add(block.row)
    defined = {block.term for block in section.blocks if block.kind is Kind.DEFINITION}
    named = sum(fields.of_heading(term) is not None for term in defined)
    shape.has_many_terms = len(defined) > _FEW_TERMS and named * 2 <= len(defined)
    shape.main_columns = {
        table: max(columns, key=lambda column: columns[column])
        for table, columns in lengths.items()
        if len(columns) > 1
    }
    shape.fields_of_rows = {
        table: {fields.of_heading(row) for row in headers} for table, headers in rows.items()
    }
    return shape
