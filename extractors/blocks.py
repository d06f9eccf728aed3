"""DOM → blocks: the page's text in reading order, cut where the eye sees a cut.

One walk over the tree. Text that CSS or `hidden` hides is read too: tabs and accordions hide most of a page.
"""

from dataclasses import dataclass, field
from itertools import pairwise

from selectolax.lexbor import LexborHTMLParser, LexborNode

from extractors.block import Block, Kind
from extractors.boilerplate import BREADCRUMBS, COMPLEMENTARY, SKIPPED_ROLES, SKIPPED_TAGS
from extractors.inline_text import InlineText, Line
from extractors.labels import Labels, find_labels
from extractors.open_table import OpenTable, is_layout

_INLINE = frozenset(
    "a abbr acronym b bdi bdo big cite code data del dfn em font i img ins kbd label mark nobr q rp rt ruby s samp"
    " small span strike strong sub sup time tt u var wbr".split()
)
_BOLD = frozenset(("b", "strong"))
_SLANTED = frozenset(("em", "i", "u"))
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_HEADED_BY_BUTTON = frozenset((*_HEADINGS, "dt", "summary", "th"))
_LISTS = frozenset(("ul", "ol", "menu", "dir"))
_DEEPEST = 600
_DEEPEST_NEST = 8
"""Tables in tables and definitions in definitions are looked into no deeper: each look takes in all that is below."""


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
        self.tables: list[OpenTable] = []
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
            arranges = len(self.tables) >= _DEEPEST_NEST or is_layout(element.node)
            self.tables.append(OpenTable(element.number, len(self.blocks), arranges))
        elif tag == "tr" and self.tables:
            self.tables[-1].open_row(element.node, element.number, len(self.blocks))
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
            self.tables.pop().close(self.blocks)
        elif tag == "tr" and self.tables:
            self.tables[-1].close_row(self.blocks, self.open[-1].node, self.open[-1].path)
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
            if self.inside(("th",), until="table"):
                self.tables[-1].take_header(block)
                return
            self.tables[-1].place(block)
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

    def heading(self) -> _Element | None:
        """Return the h1 to h6 that is open; a block within it (a div, a p) is part of the heading."""
        return next((e for e in reversed(self.open[-4:]) if e.tag in _HEADINGS), None)

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
