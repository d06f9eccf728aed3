"""DOM → blocks: the page's text in reading order, cut where the eye sees a cut.

One walk over the tree. Text that CSS or `hidden` hides is read too: tabs and accordions hide most of a page.
"""

from selectolax.lexbor import LexborHTMLParser, LexborNode

from extractors.block import Block, Kind
from extractors.boilerplate import BREADCRUMBS, SKIPPED_TAGS
from extractors.inline_text import InlineText, Line
from extractors.labels import Labels, find_labels
from extractors.open_element import HEADINGS, LISTS, OpenElement
from extractors.open_table import OpenTable, is_layout
from extractors.page_bounds import MAX_OPEN
from extractors.parse import PageRejected

_INLINE = frozenset(
    "a abbr acronym b bdi bdo big cite code data del dfn em font i ins kbd label mark nobr q rp rt ruby s samp"
    " small span strike strong sub sup time tt u var wbr".split()
)
_WITHOUT_TEXT = SKIPPED_TAGS | {"br", "img"}
_HEADED_BY_BUTTON = frozenset((*HEADINGS, "dt", "summary", "th"))
_STRUCTURE = LISTS | {"table", "tr", "td", "th", "dl", "dd"}
_DEEPEST_NEST = 8
"""Tables in tables and definitions in definitions are looked into no deeper: each look takes in all that is below."""
_PARAGRAPH = Kind.PARAGRAPH


class _Walk:
    """One pass over a DOM."""

    def __init__(self, tree: LexborHTMLParser, drop: tuple[str, ...]) -> None:
        self.labels: Labels = find_labels(tree)
        dropped = tree.css(", ".join((BREADCRUMBS, *drop)))
        self.skipped = self.labels.skipped | {node.mem_id for node in dropped}
        self.noted = self.labels.noted()
        self.blocks: list[Block] = []
        self.open: list[OpenElement] = []
        self.text = InlineText()
        self.number = 0
        self.tables: list[OpenTable] = []
        self.lists: list[int] = []
        self.terms: list[str] = []
        self.definition_lists: list[int] = []

    def run(self, root: LexborNode) -> list[Block]:
        """Walk below `root` and return its blocks. Iterative: pages may nest as deep as the bounds allow."""
        parents: list[tuple[LexborNode, str]] = []
        text = self.text
        self.enter_block(root, root.tag or "body", root.mem_id)
        node = root.first_child
        while node is not None or parents:
            if node is None:
                node, tag = parents.pop()
                if tag in _INLINE:
                    text.style(tag, -1)
                    self.open[-1].leave_inline()
                else:
                    self.leave_block()
            elif node.is_text_node:
                words = node.text_content
                if words and (text.parts or not words.isspace()):  # white space counts only between words
                    text.add(words, self.open[-1].top)
            elif node.is_element_node:
                tag = node.tag or ""
                if self.enter(node, tag):
                    parents.append((node, tag))
                    node = node.first_child
                    if len(parents) > MAX_OPEN:
                        raise PageRejected(f"too large: more than {MAX_OPEN} elements open at once")
                    continue
            node = node.next
        self.leave_block()
        return self.blocks

    def enter(self, node: LexborNode, tag: str) -> bool:
        """Open an element; return False where what is inside does not count."""
        if tag in _INLINE:
            self.text.style(tag, 1)
            self.open[-1].enter_inline(node)
            return True
        if tag in _WITHOUT_TEXT:
            if tag == "br":
                self.text.line_break()
            elif tag == "img":
                self.open[-1].images += 1
            return False
        key = node.mem_id
        if key in self.skipped or (
            tag == "button" and key not in self.labels.buttons and self.open[-1].tag not in _HEADED_BY_BUTTON
        ):
            return False
        self.enter_block(node, tag, key)
        return True

    def enter_block(self, node: LexborNode, tag: str, key: int) -> None:
        around = self.open[-1] if self.open else None
        if self.text.parts:
            self.flush()
        self.number += 1
        element = OpenElement(node, tag, self.number, around, len(self.blocks))
        self.open.append(element)
        if tag in _STRUCTURE:
            self.enter_structure(element)
        if key in self.noted:
            self.note_labels(element, key)

    def note_labels(self, element: OpenElement, key: int) -> None:
        """Note what the page's labels say of an element."""
        labels = self.labels
        if key in labels.complementary:
            element.complementary = True
        if key in labels.levels:
            element.level, element.heads_container = labels.levels[key], False
        elif key in labels.buttons and not element.level:
            element.level = 6
        if label := labels.of_panels.get(key):
            self.head_container(element, label)

    def enter_structure(self, element: OpenElement) -> None:
        tag = element.tag
        if tag in LISTS:
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

    def head_container(self, element: OpenElement, text: str) -> None:
        """Put a heading on top of `element` that holds until its end."""
        self.blocks.append(
            Block(Kind.HEADING, text, element.node, element.path, level=6, container=element.number)
        )

    def leave_block(self) -> None:
        if self.text.parts:
            self.flush()
        element = self.open.pop()
        if element.images:
            self.note_caption(element)
        if element.tag in _STRUCTURE:
            self.leave_structure(element.tag)

    def leave_structure(self, tag: str) -> None:
        if tag in LISTS and self.lists:
            self.lists.pop()
        elif tag == "table" and self.tables:
            self.tables.pop().close(self.blocks)
        elif tag == "tr" and self.tables:
            self.tables[-1].close_row(self.blocks, self.open[-1].node, self.open[-1].path)
        elif tag == "dl" and self.terms:
            self.terms.pop()
            self.definition_lists.pop()

    def note_caption(self, element: OpenElement) -> None:
        """Mark the only block that stands beside a picture as its caption; pass the picture on to what is around."""
        if self.open:
            self.open[-1].images += element.images
        if len(self.blocks) - element.first_block == 1:
            block = self.blocks[-1]
            if block.kind is Kind.PARAGRAPH and block.path[-1] != element.number:
                block.caption = True

    def flush(self) -> None:
        """Turn the text collected since the last cut into blocks."""
        element = self.open[-1]
        for line in self.text.take_lines(element.tops):
            self.emit(element, line)

    def emit(self, element: OpenElement, line: Line) -> None:
        block = Block(
            _PARAGRAPH,
            line.text,
            line.node or element.node,
            element.path,
            line.label,
            linked=line.linked,
            before_link=line.before_link,
            bold=line.bold,
            complementary=element.complementary,
        )
        if (element.level or element.heading) and self.as_heading(element, block):
            self.blocks.append(block)
            return
        if element.tag == "dt" and self.terms:
            self.terms[-1] = block.text
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

    def as_heading(self, element: OpenElement, block: Block) -> bool:
        """Make `block` a heading where its element, or one that it stands in, is one."""
        heading = element.heading_around
        if heading is not None:
            block.level, block.node = HEADINGS[heading.tag], heading.node
        elif element.level:
            block.level = element.level
            if element.heads_container:
                block.container = self.open[-2].number if len(self.open) > 1 else 0
        else:
            return False
        block.kind = Kind.HEADING
        return True


def read_blocks(tree: LexborHTMLParser, root: LexborNode, drop: tuple[str, ...] = ()) -> list[Block]:
    """Return the blocks below `root` in reading order.

    `drop` names, in CSS, elements that are left out besides those that are never content.
    """
    blocks = _Walk(tree, drop).run(root)
    captions = [block.caption for block in blocks]
    if sum(captions) > 1:  # several in a row are cards with icons
        for block, before, after in zip(blocks, [False, *captions], [*captions[1:], False], strict=False):
            block.caption = block.caption and not before and not after
    return blocks
