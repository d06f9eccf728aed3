"""A table of figures, for a terminal or for a Markdown page."""

from collections.abc import Sequence
from dataclasses import dataclass, field

Cell = str | int | float | None


@dataclass(slots=True)
class Table:
    """A heading, column heads and rows; a cell is text, a count, a share (three decimals) or None for blank."""

    title: str
    heads: Sequence[str]
    rows: list[Sequence[Cell]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def written(self, *, markdown: bool) -> str:
        """Return the table as text, numbers flush right."""
        rows = [list(self.heads), *([_written(cell) for cell in row] for row in self.rows)]
        lines = self._as_markdown(rows) if markdown else self._as_text(rows)
        title = f"## {self.title}\n" if markdown else f"{self.title}\n{'=' * len(self.title)}"
        return "\n".join([title, *lines, "", *self.notes]).rstrip() + "\n"

    def _as_markdown(self, rows: list[list[str]]) -> list[str]:
        rule = ["---" if place == 0 else "---:" for place in range(len(self.heads))]
        return [f"| {' | '.join(row)} |" for row in (rows[0], rule, *rows[1:])]

    def _as_text(self, rows: list[list[str]]) -> list[str]:
        widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
        return [
            "  ".join(
                text.ljust(width) if place == 0 else text.rjust(width)
                for place, (text, width) in enumerate(zip(row, widths, strict=True))
            ).rstrip()
            for row in rows
        ]


def _written(cell: Cell) -> str:
    if cell is None:
        return ""
    return f"{cell:.3f}" if isinstance(cell, float) else f"{cell:,}" if isinstance(cell, int) else cell
