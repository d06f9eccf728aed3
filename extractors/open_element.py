"""A block element while the walk is inside it: what it is, and what stands around its text."""

from selectolax.lexbor import LexborNode

HEADINGS = {f"h{level}": level for level in range(1, 7)}
LISTS = frozenset(("ul", "ol", "menu", "dir"))
_CAPTIONS = frozenset(("summary", "caption", "legend"))
"""They head the element that they stand in."""
_CONTEXT = LISTS | _CAPTIONS | HEADINGS.keys() | {"table", "td", "th", "dl", "dd", "li", "aside"}
_HEADING_DEPTH = 4
"""So many elements deep the text of a heading may stand in it."""


class OpenElement:
    """A block element that is open; where it says nothing itself, what holds around it holds for it."""

    __slots__ = (
        "cell", "complementary", "first_block", "heading", "heads_container", "images", "in_definition", "in_item",
        "inline_depth", "level", "node", "path", "tag", "top", "tops",
    )  # fmt: skip

    def __init__(
        self, node: LexborNode, tag: str, number: int, around: "OpenElement | None", first_block: int
    ) -> None:
        self.node, self.tag, self.first_block = node, tag, first_block
        self.path: tuple[int, ...]
        """Numbers of the elements around it, outermost first, and its own."""
        self.images = 0
        """Pictures in it, at any depth."""
        self.level = 0
        """Of the heading that its text is, though it is no h1 to h6; 0 where it is none."""
        self.heads_container = False
        """That heading holds for the element around it, no longer."""
        self.tops: list[LexborNode] | None = None
        """The outermost inline elements in it so far."""
        self.top = -1
        """Index of that of them that is open, -1 where none is."""
        self.inline_depth = 0
        """Inline elements that are open in it."""
        self.heading: OpenElement | None
        """The h1 to h6 that is open; a block within it (a div, a p) is part of the heading."""
        if around is None:
            self.path, self.heading = (number,), None
            self.in_item = self.in_definition = self.complementary = False
            """It stands in an item of the nearest list, a definition of the nearest definition list, an aside."""
            self.cell = ""
            """"td" or "th" where it stands in a cell of the nearest table; a header anywhere around counts."""
        else:
            self.path = around.path + (number,)  # noqa: RUF005 – twice as fast as unpacking
            self.heading = around.heading
            self.in_item, self.in_definition = around.in_item, around.in_definition
            self.complementary, self.cell = around.complementary, around.cell
        if tag in _CONTEXT:
            self._note_context(tag)

    @property
    def number(self) -> int:
        """Its own number."""
        return self.path[-1]

    @property
    def heading_around(self) -> "OpenElement | None":
        """The h1 to h6 that its text belongs to."""
        heading = self.heading
        return heading if heading and len(self.path) - len(heading.path) < _HEADING_DEPTH else None

    def enter_inline(self, node: LexborNode) -> None:
        """Note that an inline element opens in it."""
        if self.inline_depth == 0:
            if self.tops is None:
                self.tops = []
            self.tops.append(node)
            self.top = len(self.tops) - 1
        self.inline_depth += 1

    def leave_inline(self) -> None:
        """Note that an inline element closes in it."""
        self.inline_depth -= 1
        if self.inline_depth == 0:
            self.top = -1

    def _note_context(self, tag: str) -> None:
        if tag in HEADINGS:
            self.heading = self
        elif tag == "li":
            self.in_item = True
        elif tag in LISTS:
            self.in_item = False
        elif tag in _CAPTIONS:
            self.level, self.heads_container = 6, True
        elif tag == "th" or (tag == "td" and not self.cell):
            self.cell = tag
        elif tag == "table":
            self.cell = ""
        elif tag in ("dd", "dl"):
            self.in_definition = tag == "dd"
        elif tag == "aside":
            self.complementary = True
