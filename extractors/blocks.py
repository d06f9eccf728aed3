"""DOM → blocks: the page's text in reading order, cut where the eye sees a cut.

One walk over the tree. Text that CSS or `hidden` hides is read too: tabs and accordions hide most of a page.
"""

from itertools import pairwise

from selectolax.lexbor import LexborHTMLParser, LexborNode

from extractors.block import Block, Kind
from extractors.boilerplate import BREADCRUMBS, SKIPPED_TAGS
from extractors.inline_text import InlineText, Line
from extractors.labels import Labels, find_labels
from extractors.open_table import OpenTable, is_layout
from extractors.page_bounds import MAX_OPEN
from extractors.parse import PageRejected

_INLINE = frozenset(
    "a abbr acronym b bdi bdo big cite code data del dfn em font i img ins kbd label mark nobr q rp rt ruby s samp"
    " small span strike strong sub sup time tt u var wbr".split()
)
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_HEADED_BY_BUTTON = frozenset((*_HEADINGS, "dt", "summary", "th"))
_LISTS = frozenset(("ul", "ol", "menu", "dir"))
_STRUCTURE = _LISTS | {"table", "tr", "td", "th", "dl", "dd"}
_CONTEXT = _STRUCTURE | _HEADINGS.keys() | {"li"}
_HEADING_DEPTH = 4
"""So many elements deep the text of a heading may stand in it."""
_DEEPEST_NEST = 8
"""Tables in tables and definitions in definitions are looked into no deeper: each look takes in all that is below."""


class _Element:
    """A block element that is open while the walk is inside it."""

    __slots__ = (
        "around_text", "cell", "first_block", "heading", "heading_depth", "images", "in_definition", "in_item", "node",
        "number", "path", "tag",
    )  # fmt: skip

    def __init__(
        self, node: LexborNode, tag: str, number: int, around: "_Element | None", first_block: int
    ) -> None:
        self.node, self.tag, self.number, self.first_block = node, tag, number, first_block
        self.path: tuple[int, ...]
        self.images = 0
        """Pictures in it, at any depth."""
        self.around_text: tuple[list[LexborNode], int] = ([], 0)
        if around is None:
            self.path = (number,)
            self.heading: _Element | None = None
            """The h1 to h6 that is open; a block within it (a div, a p) is part of the heading."""
            self.heading_depth = 0
            self.in_item = self.in_definition = False
            """It stands in an item of the nearest list, a definition of the nearest definition list."""
            self.cell = ""
            """"td" or "th" where it stands in a cell of the nearest table; a header anywhere around counts."""
        else:
            self.path = (*around.path, number)
            self.heading, self.heading_depth = around.heading, around.heading_depth + 1
            self.in_item, self.in_definition, self.cell = around.in_item, around.in_definition, around.cell
        if tag in _CONTEXT:
            self.note_context(tag)

    def note_context(self, tag: str) -> None:
        if tag in _HEADINGS:
            self.heading, self.heading_depth = self, 0
        elif tag == "li":
            self.in_item = True
        elif tag in _LISTS:
            self.in_item = False
        elif tag == "th" or (tag == "td" and not self.cell):
            self.cell = tag
        elif tag == "table":
            self.cell = ""
        elif tag in ("dd", "dl"):
            self.in_definition = tag == "dd"


class _Walk:
    """One pass over a DOM."""

    def __init__(self, tree: LexborHTMLParser, drop: tuple[str, ...]) -> None:
        self.labels: Labels = find_labels(tree)
        dropped = tree.css(", ".join((BREADCRUMBS, *drop)))
        self.skipped = self.labels.skipped | {node.mem_id for node in dropped}
        self.blocks: list[Block] = []
        self.open: list[_Element] = []
        self.text = InlineText()
        self.number = 0
        self.aside_depth = 0
        self.tables: list[OpenTable] = []
        self.lists: list[int] = []
        self.terms: list[str] = []
        self.definition_lists: list[int] = []

    def run(self, root: LexborNode) -> list[Block]:
        """Walk below `root` and return its blocks. Iterative: pages may nest as deep as the bounds allow."""
        parents: list[tuple[LexborNode, str]] = []
        text = self.text
        self.enter(root, root.tag or "body")
        node = root.first_child
        while node is not None or parents:
            if node is None:
                node, tag = parents.pop()
                self.leave(node, tag)
            elif node.is_text_node:
                text.add(node.text_content or "")
            elif node.is_element_node:
                tag = node.tag or ""
                if self.enter(node, tag):
                    parents.append((node, tag))
                    node = node.first_child
                    if len(parents) > MAX_OPEN:
                        raise PageRejected(f"too large: more than {MAX_OPEN} elements open at once")
                    continue
            node = node.next
        self.leave(root, root.tag or "body")
        return self.blocks

    def enter(self, node: LexborNode, tag: str) -> bool:
        """Open an element; return False where what is inside does not count."""
        if tag in _INLINE:
            if tag == "img":
                self.open[-1].images += 1
                return False
            self.text.enter(node, tag)
            return True
        if tag == "br":
            self.text.line_break()
            return False
        if tag in SKIPPED_TAGS:
            return False
        key = node.mem_id
        around = self.open[-1] if self.open else None
        if key in self.skipped or (
            tag == "button"
            and key not in self.labels.buttons
            and around is not None
            and around.tag not in _HEADED_BY_BUTTON
        ):
            return False
        if self.text.parts:
            self.flush()
        self.number += 1
        element = _Element(node, tag, self.number, around, len(self.blocks))
        self.open.append(element)
        element.around_text = self.text.enter_block()
        if tag == "aside" or key in self.labels.complementary:
            self.aside_depth += 1
        if tag in _STRUCTURE:
            self.enter_structure(element)
        if label := self.labels.of_panels.get(key):
            self.head_container(element, label)
        return True

    def enter_structure(self, element: _Element) -> None:
        tag = element.tag
        if tag in _LISTS:
            self.lists.append(element.number)
        elif tag == "table":
            arranges = len(self.tables) >= _DEEPEST_NEST or is_layout(element.node)
            self.tables.append(OpenTable(element.number, len(self.blocks), arranges))
        elif tag == "tr" and self.tables:
            self.tables[-1].open_row(element.node, element.number, len(self.blocks))
        elif tag in ("td", "th") and self.tables:
            self.tables[-1].cell += 1
        elif tag == "dl":
            self.terms.append("")
            self.definition_lists.append(element.number)
        elif tag == "dd" and self.terms and self.terms[-1] and self.holds_more(element.node):
            self.head_container(element, self.terms[-1])

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
            self.text.leave(tag)
            return
        if self.text.parts:
            self.flush()
        element = self.open.pop()
        self.text.leave_block(element.around_text)
        if element.images:
            self.note_caption(element)
        if tag == "aside" or node.mem_id in self.labels.complementary:
            self.aside_depth -= 1
        if tag in _STRUCTURE:
            self.leave_structure(tag)

    def leave_structure(self, tag: str) -> None:
        if tag in _LISTS and self.lists:
            self.lists.pop()
        elif tag == "table" and self.tables:
            self.tables.pop().close(self.blocks)
        elif tag == "tr" and self.tables:
            self.tables[-1].close_row(self.blocks, self.open[-1].node, self.open[-1].path)
        elif tag == "dl" and self.terms:
            self.terms.pop()
            self.definition_lists.pop()

    def note_caption(self, element: _Element) -> None:
        """Mark the only block that stands beside a picture as its caption; pass the picture on to what is around."""
        if self.open:
            self.open[-1].images += element.images
        inside = self.blocks[element.first_block :]
        if len(inside) == 1 and inside[0].kind is Kind.PARAGRAPH and inside[0].path[-1] != element.number:
            inside[0].caption = True

    def flush(self) -> None:
        """Turn the text collected since the last cut into blocks."""
        element = self.open[-1]
        for line in self.text.take_lines():
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
        if line.term and element.tag not in ("td", "th"):
            block.kind, block.term, block.group = Kind.DEFINITION, line.term, element.path[-2:][0]
        elif line.is_item or (self.lists and element.in_item):
            block.kind, block.depth = Kind.ITEM, len(self.lists)
            block.group = self.lists[-1] if self.lists else element.number
        elif element.cell and self.tables and not self.tables[-1].is_layout:
            if element.cell == "th":
                self.tables[-1].take_header(block)
                return
            self.tables[-1].place(block)
        elif element.in_definition and self.terms:
            block.kind, block.term, block.group = Kind.DEFINITION, self.terms[-1], self.definition_lists[-1]
        self.blocks.append(block)

    def as_heading(self, element: _Element, block: Block) -> bool:
        """Make `block` a heading where its element says so; remember terms for what they define."""
        tag = element.tag
        heading = element.heading
        if heading is not None and element.heading_depth < _HEADING_DEPTH:
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
