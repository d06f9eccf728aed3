"""A block: a run of clean text that stands on its own, and what the page says of it."""

from dataclasses import dataclass
from enum import Enum

from selectolax.lexbor import LexborNode

BOLD_LINE, LEAD_IN = 7, 8
"""Levels of headings that HTML does not know as such: below h1 to h6."""


class Kind(Enum):
    """What a block is."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    ITEM = "item"
    CELL = "cell"
    DEFINITION = "definition"


@dataclass(slots=True)
class Block:
    """A run of clean text that stands on its own, and the element it came from."""

    kind: Kind
    text: str
    node: LexborNode
    path: tuple[int, ...]
    """Numbers of the elements around it, outermost first."""
    label: str = ""
    """The words that open the block and are set apart from it, as they stand there."""
    level: int = 0
    """Of a heading: 1 to 8."""
    container: int = 0
    """Of a heading that belongs to an element (a tab, an accordion, a caption): that element's number."""
    depth: int = 0
    """Of an item: how many lists it stands in."""
    group: int = 0
    """Number of the list, table or definition list around it."""
    row: str = ""
    column: str = ""
    """Of a cell: its headers."""
    table_row: int = 0
    """Of a cell: the number of its row."""
    term: str = ""
    """Of a definition: what it defines; of a cell: what the column of its row header is called."""
    linked: float = 0.0
    """Share of the text that stands in links."""
    before_link: str = ""
    """What stands before a link that ends the text, empty where none does."""
    bold: bool = False
    """All of it is bold."""
    complementary: bool = False
    """It stands beside the content: in an aside, a quotation, or among vacancies that the page shows."""
    caption: bool = False
    """It stands alone beside a picture."""
