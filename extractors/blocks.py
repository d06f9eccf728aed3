"""DOM → blocks: the page's text in reading order, cut where the eye sees a cut.

One walk over the tree. Text that CSS or `hidden` hides is read too: tabs and accordions hide most of a page.
"""

from dataclasses import dataclass, field
from enum import Enum
from itertools import pairwise

from selectolax.lexbor import LexborHTMLParser, LexborNode

from extractors.boilerplate import BREADCRUMBS, COMPLEMENTARY, SKIPPED_ROLES, SKIPPED_TAGS
from extractors.inline_text import InlineText, Line
from extractors.labels import Labels, find_labels

_INLINE = frozenset(
    "a abbr acronym b bdi bdo big cite code data del dfn em font i img ins kbd label mark nobr q rp rt ruby s samp"
    " small span strike strong sub sup time tt u var wbr".split()
)
_BOLD = frozenset(("b", "strong"))
_SLANTED = frozenset(("em", "i", "u"))
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_HEADED_BY_BUTTON = frozenset((*_HEADINGS, "dt", "summary", "th"))
_LISTS = frozenset(("ul", "ol", "menu", "dir"))
_LAYOUT = "td h1, td h2, td h3, td h4, td ul, td ol, td table, td p + p, td br + br"
_LEAST_ROWS = _PAIR = 2
_DEEPEST = 600
_DEEPEST_NEST = 8
"""Tables in tables and definitions in definitions are looked into no deeper: each look takes in all that is below."""
_LABEL_LENGTH = 25
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
    """It stands in an aside."""
    caption: bool = False
    """It stands alone beside a picture."""


@dataclass(slots=True)
class _Element:
    """An element that is open while the walk is inside it."""

    node: LexborNode
    tag: str
    number: int
    path: tuple[int, ...]
    text: InlineText = field(default_factory=InlineText)
    first_block: int = 0
    """Index of its first block."""
    images: int = 0
    """Pictures in it, at any depth."""


@dataclass(slots=True)
class _Table:
    """A table that is open: the headers that its next cell stands under."""

    number: int
    columns: list[str] = field(default_factory=list)
    row: str = ""
    cell: int = -1
    heads_columns: bool = False
    """The open row consists of headers only."""
    first_block: int = 0
    """Index of the first block of the open row."""
    first_of_all: int = 0
    """Index of the table's first block."""
    number_of_row: int = 0
    is_layout: bool = False
    """It arranges the page instead of data."""


def _is_layout(table: LexborNode) -> bool:
    """Tell whether a table arranges the page: no headers of its own, and more than words in its cells."""
    own = next((th for th in table.css("th") if _table_around(th) == table.mem_id), None)
    return own is None and table.css_first(_LAYOUT) is not None


def _table_around(node: LexborNode) -> int:
    around = node.parent
    while around is not None and around.tag != "table":
        around = around.parent
    return around.mem_id if around is not None else 0


class _Walk:
    """One pass over a DOM."""

    def __init__(self, tree: LexborHTMLParser, drop: tuple[str, ...]) -> None:
        skipped = ", ".join((SKIPPED_ROLES, BREADCRUMBS, "[role=tablist]", *drop))
        self.skipped = {node.mem_id for node in tree.css(skipped)}
        self.aside = {node.mem_id for node in tree.css(COMPLEMENTARY)}
        self.labels: Labels = find_labels(tree)
        self.skipped |= self.labels.pop_ups
        self.blocks: list[Block] = []
        self.open: list[_Element] = []
        self.number = 0
        self.bold = self.slanted = self.link = 0
        self.aside_depth = 0
        self.tables: list[_Table] = []
        self.lists: list[int] = []
        self.terms: list[str] = []

    def run(self, root: LexborNode) -> list[Block]:
        """Walk below `root` and return its blocks. Iterative: pages may nest as deep as the bounds allow."""
        parents: list[LexborNode] = []
        self.enter(root, root.tag or "body")
        node = root.first_child
        while node is not None or parents:
            if node is None:
                node = parents.pop()
                self.leave(node, node.tag or "")
            elif node.is_text_node:
                self.add(node.text_content or "")
            elif node.is_element_node and self.enter(node, node.tag or ""):
                parents.append(node)
                node = node.first_child
                continue
            node = node.next
        self.leave(root, root.tag or "body")
        return self.blocks

    def add(self, text: str) -> None:
        self.open[-1].text.add(text, bold=self.bold > 0, slanted=self.slanted > 0, link=self.link > 0)

    def enter(self, node: LexborNode, tag: str) -> bool:
        """Open an element; return False where what is inside does not count."""
        if tag in _INLINE:
            return self.enter_inline(node, tag)
        if tag == "br":
            self.open[-1].text.line_break()
            return False
        if tag in SKIPPED_TAGS or node.mem_id in self.skipped or len(self.open) > _DEEPEST:
            return False
        if (
            tag == "button"
            and node.mem_id not in self.labels.buttons
            and self.open[-1].tag not in _HEADED_BY_BUTTON
        ):
            return False
        self.flush()
        self.number += 1
        path = (*self.open[-1].path, self.number) if self.open else (self.number,)
        element = _Element(node, tag, self.number, path, first_block=len(self.blocks))
        self.open.append(element)
        self.aside_depth += node.mem_id in self.aside
        self.enter_structure(element)
        return True

    def enter_inline(self, node: LexborNode, tag: str) -> bool:
        if tag == "img":
            self.open[-1].images += 1
            return False
        self.bold += tag in _BOLD
        self.slanted += tag in _SLANTED
        self.link += tag == "a"
        self.open[-1].text.enter(node)
        return True

    def enter_structure(self, element: _Element) -> None:
        tag = element.tag
        if tag in _LISTS:
            self.lists.append(element.number)
        elif tag == "table":
            is_layout = len(self.tables) >= _DEEPEST_NEST or _is_layout(element.node)
            self.tables.append(_Table(element.number, first_of_all=len(self.blocks), is_layout=is_layout))
        elif tag == "tr" and self.tables:
            table = self.tables[-1]
            table.row, table.cell, table.first_block = "", -1, len(self.blocks)
            table.number_of_row = element.number
            table.heads_columns = not table.is_layout and element.node.css_first("td") is None
        elif tag in ("td", "th") and self.tables:
            self.tables[-1].cell += 1
        elif tag == "dl":
            self.terms.append("")
        elif tag == "dd" and self.terms and self.terms[-1] and self.holds_more(element.node):
            self.head_container(element, self.terms[-1])
        label = self.labels.of_panels.get(element.node.mem_id)
        if label:
            self.head_container(element, label)

    def holds_more(self, definition: LexborNode) -> bool:
        """Tell whether a definition is more than a text: then its term heads what is in it."""
        return len(self.terms) <= _DEEPEST_NEST and definition.css_first("ul, ol, table, dl") is not None

    def head_container(self, element: _Element, text: str) -> None:
        """Put a heading on top of `element` that holds until its end."""
        self.blocks.append(
            Block(Kind.HEADING, text, element.node, element.path, level=6, container=element.number)
        )

    def leave(self, node: LexborNode, tag: str) -> None:
        if tag in _INLINE:
            self.bold -= tag in _BOLD
            self.slanted -= tag in _SLANTED
            self.link -= tag == "a"
            self.open[-1].text.leave()
            return
        self.flush()
        element = self.open.pop()
        self.note_caption(element)
        self.aside_depth -= node.mem_id in self.aside
        if tag in _LISTS and self.lists:
            self.lists.pop()
        elif tag == "table" and self.tables:
            table = self.tables.pop()
            if not table.is_layout:
                self.close_table(table)
        elif tag == "tr" and self.tables:
            self.close_row(self.tables[-1])
        elif tag == "dl" and self.terms:
            self.terms.pop()

    def note_caption(self, element: _Element) -> None:
        """Mark the only block that stands beside a picture as its caption; pass the picture on to what is around."""
        if not element.images:
            return
        if self.open:
            self.open[-1].images += element.images
        inside = self.blocks[element.first_block :]
        if len(inside) == 1 and inside[0].kind is Kind.PARAGRAPH and inside[0].path[-1] != element.number:
            inside[0].caption = True

    def flush(self) -> None:
        """Turn the text collected since the last cut into blocks."""
        if not self.open:
            return
        element = self.open[-1]
        if element.text.is_empty():
            element.text.clear()
            return
        lines = element.text.lines()
        element.text.clear()
        for line in lines:
            self.emit(element, line)

    def emit(self, element: _Element, line: Line) -> None:
        block = Block(
            Kind.PARAGRAPH,
            line.text,
            line.node or element.node,
            element.path,
            label=line.label,
            linked=line.linked,
            before_link=line.before_link,
            bold=line.bold,
            complementary=self.aside_depth > 0,
        )
        if self.as_heading(element, block):
            self.blocks.append(block)
            return
        if element.tag == "dt" and self.terms:
            return
        if line.is_item or (self.lists and self.inside(("li",), until="")):
            block.kind, block.depth = Kind.ITEM, len(self.lists)
            block.group = self.lists[-1] if self.lists else element.number
        elif self.tables and not self.tables[-1].is_layout and self.inside(("td", "th"), until="table"):
            if self.as_header(block):
                return
            table = self.tables[-1]
            block.table_row = table.number_of_row
            if table.cell == 0 and block.bold and not table.row:
                table.row = block.text
            block.kind, block.row = Kind.CELL, table.row
            block.column = table.columns[table.cell] if 0 <= table.cell < len(table.columns) else ""
            block.group = table.number
        elif self.terms and self.inside(("dd",), until="dl"):
            block.kind, block.term, block.group = Kind.DEFINITION, self.terms[-1], self.group_of("dl")
        self.blocks.append(block)

    def as_heading(self, element: _Element, block: Block) -> bool:
        """Make `block` a heading where its element says so; remember terms for what they define."""
        tag = element.tag
        heading = self.heading()
        if heading is not None:
            block.kind, block.level, block.node = Kind.HEADING, _HEADINGS[heading.tag], heading.node
            return True
        level = self.labels.levels.get(element.node.mem_id)
        if level:
            block.kind, block.level = Kind.HEADING, level
            return True
        if tag in ("summary", "caption", "legend"):
            block.kind, block.level = Kind.HEADING, 6
            block.container = self.open[-2].number if len(self.open) > 1 else 0
            return True
        if element.node.mem_id in self.labels.buttons:
            block.kind, block.level = Kind.HEADING, 6
            return True
        if tag == "dt" and self.terms:
            self.terms[-1] = block.text
        return False

    def close_table(self, table: _Table) -> None:
        """Read a first column of short labels as the headers of their rows."""
        cells = [
            b for b in self.blocks[table.first_of_all :] if b.kind is Kind.CELL and b.group == table.number
        ]
        rows: dict[int, list[Block]] = {}
        for cell in cells:
            rows.setdefault(cell.table_row, []).append(cell)
        several = [row for row in rows.values() if len(row) > 1 and not row[0].row]
        if len(several) < _LEAST_ROWS or len(several) < len(rows):
            return
        labels, texts = sum(len(row[0].text) for row in several), sum(len(row[1].text) for row in several)
        is_pairs = not table.columns and all(len(row) == _PAIR for row in several)
        if labels > _LABEL_LENGTH * len(several) or (labels * 1.5 > texts and not is_pairs):
            return
        headers = {id(row[0]) for row in several}
        for label, *others in several:
            for cell in others:
                cell.row, cell.term = label.text, label.column
        self.blocks[table.first_of_all :] = [
            b for b in self.blocks[table.first_of_all :] if id(b) not in headers
        ]

    def heading(self) -> _Element | None:
        """Return the h1 to h6 that is open; a block within it (a div, a p) is part of the heading."""
        return next((e for e in reversed(self.open[-4:]) if e.tag in _HEADINGS), None)

    def as_header(self, block: Block) -> bool:
        """Keep `block` as the header of its row or column where it is one."""
        table = self.tables[-1]
        if not self.inside(("th",), until="table"):
            return False
        if table.heads_columns:
            table.columns += [""] * (table.cell + 1 - len(table.columns))
            table.columns[table.cell] = block.text
        else:
            table.row = block.text
        return True

    def close_row(self, table: _Table) -> None:
        """Read a first row of bold cells, or a single header across the table, as what it is."""
        row = self.blocks[table.first_block :]
        if table.heads_columns and table.cell == 0 and table.columns:
            block = Block(Kind.HEADING, table.columns[0], self.open[-1].node, self.open[-1].path, level=6)
            block.container = table.number
            self.blocks.append(block)
            table.columns = []
        elif not table.columns and len(row) > 1 and all(b.kind is Kind.CELL and b.bold for b in row):
            table.columns = [block.text for block in row]
            del self.blocks[table.first_block :]

    def inside(self, tags: tuple[str, ...], until: str) -> bool:
        """Tell whether one of `tags` is open within the nearest `until` (a list, where that is empty)."""
        for around in reversed(self.open):
            if around.tag in tags:
                return True
            if around.tag == until or (not until and around.tag in _LISTS):
                return False
        return False

    def group_of(self, tag: str) -> int:
        return next((e.number for e in reversed(self.open) if e.tag == tag), 0)


def read_blocks(tree: LexborHTMLParser, root: LexborNode, drop: tuple[str, ...] = ()) -> list[Block]:
    """Return the blocks below `root` in reading order.

    `drop` names, in CSS, elements that are left out besides those that are never content.
    """
    blocks = _Walk(tree, drop).run(root)
    in_rows = {
        id(block) for pair in pairwise(blocks) if pair[0].caption and pair[1].caption for block in pair
    }
    for block in blocks:  # several captions in a row are cards with icons
        block.caption = block.caption and id(block) not in in_rows
    return blocks
