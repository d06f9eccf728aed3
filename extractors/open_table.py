"""A table while the walk is inside it: which headers its cells stand under, and what it turns out to be."""

from dataclasses import dataclass, field

from selectolax.lexbor import LexborNode

from extractors.block import Block, Kind

_LAYOUT = "td h1, td h2, td h3, td h4, td ul, td ol, td table, td p + p, td br + br"
_LEAST_ROWS = _PAIR = 2
_LABEL_LENGTH = 25


@dataclass(slots=True)
class OpenTable:
    """The state of one table; blocks are numbered as in the list that the walk collects."""

    number: int
    first_block: int
    """Index of the table's first block."""
    is_layout: bool
    """It arranges the page instead of data."""
    columns: list[str] = field(default_factory=list)
    row: str = ""
    cell: int = -1
    row_node: LexborNode | None = None
    only_headers: bool | None = None
    """The open row consists of headers only; None before anyone asked."""
    row_number: int = 0
    row_block: int = 0
    """Index of the first block of the open row."""

    def open_row(self, node: LexborNode, number: int, next_block: int) -> None:
        """Begin a row."""
        self.row, self.cell, self.row_number, self.row_block = "", -1, number, next_block
        self.row_node, self.only_headers = node, False if self.is_layout else None

    def heads_columns(self) -> bool:
        """Tell whether the open row consists of headers only; most rows have none, and are not searched."""
        if self.only_headers is None:
            self.only_headers = self.row_node is not None and self.row_node.css_first("td") is None
        return self.only_headers

    def take_header(self, block: Block) -> None:
        """Keep a header for the cells of its column or row."""
        if self.heads_columns():
            self.columns += [""] * (self.cell + 1 - len(self.columns))
            self.columns[self.cell] = block.text
        else:
            self.row = block.text

    def place(self, block: Block) -> None:
        """Make `block` a cell under the headers that hold for it."""
        if self.cell == 0 and block.bold and not self.row:
            self.row = block.text
        block.kind, block.row, block.group, block.table_row = (
            Kind.CELL,
            self.row,
            self.number,
            self.row_number,
        )
        block.column = self.columns[self.cell] if 0 <= self.cell < len(self.columns) else ""

    def close_row(self, blocks: list[Block], node: LexborNode, path: tuple[int, ...]) -> None:
        """Read a first row of bold cells, or a single header across the table, as what it is."""
        row = blocks[self.row_block :]
        if self.cell == 0 and self.columns and self.heads_columns():
            blocks.append(Block(Kind.HEADING, self.columns[0], node, path, level=6, container=self.number))
            self.columns = []
        elif not self.columns and len(row) > 1 and all(b.kind is Kind.CELL and b.bold for b in row):
            self.columns = [block.text for block in row]
            del blocks[self.row_block :]
        elif self._is_labelled(row):
            del blocks[self.row_block]  # a header in all but its tag

    def _is_labelled(self, row: list[Block]) -> bool:
        """Tell whether a row begins with a bold cell that names what the others tell."""
        if self.columns or len(row) < _PAIR or any(block.kind is not Kind.CELL for block in row):
            return False
        label, *others = row
        told = sum(len(block.text) for block in others)
        return label.bold and label.row == label.text and len(label.text) <= min(_LABEL_LENGTH, told)

    def close(self, blocks: list[Block]) -> None:
        """Read a first column of short labels as the headers of their rows."""
        if self.is_layout:
            return
        rows: dict[int, list[Block]] = {}
        for block in blocks[self.first_block :]:
            if block.kind is Kind.CELL and block.group == self.number:
                rows.setdefault(block.table_row, []).append(block)
        several = [row for row in rows.values() if len(row) > 1 and not row[0].row]
        if len(several) < _LEAST_ROWS or len(several) < len(rows) or not self._are_labelled(several):
            return
        for label, *others in several:
            for cell in others:
                cell.row, cell.term = label.text, label.column
        labels = {id(row[0]) for row in several}
        blocks[self.first_block :] = [
            block for block in blocks[self.first_block :] if id(block) not in labels
        ]

    def _are_labelled(self, rows: list[list[Block]]) -> bool:
        labels, texts = sum(len(row[0].text) for row in rows), sum(len(row[1].text) for row in rows)
        is_pairs = not self.columns and all(len(row) == _PAIR for row in rows)
        return labels <= _LABEL_LENGTH * len(rows) and (labels * 1.5 <= texts or is_pairs)


def is_layout(table: LexborNode) -> bool:
    """Tell whether a table arranges the page: no headers of its own, and more than words in its cells."""
    own = next((th for th in table.css("th") if _table_around(th) == table.mem_id), None)
    return own is None and table.css_first(_LAYOUT) is not None


def _table_around(node: LexborNode) -> int:
    around = node.parent
    while around is not None and around.tag != "table":
        around = around.parent
    return around.mem_id if around is not None else 0
