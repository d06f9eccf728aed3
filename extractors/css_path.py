"""CSS selectors that pick one element each out of a page."""

import re
from collections import Counter

from selectolax.lexbor import LexborHTMLParser, LexborNode

_SAFE_ID = re.compile(r"[A-Za-z][A-Za-z0-9_-]*")
_SAFE_TAG = re.compile(r"[a-z][a-z0-9-]*")


class CssPaths:
    """Writes the selectors of one page; linear in the page, however many elements are asked for."""

    def __init__(self, tree: LexborHTMLParser) -> None:
        self._ids = Counter([node.id for node in tree.css("[id]")])
        self._positions: dict[int, int] = {}

    def of(self, node: LexborNode) -> str:
        """Return a selector that finds `node` and nothing else.

        It starts at the nearest id that is unique on the page and goes down by position among siblings, in the DOM
        as browsers build it.
        """
        steps: list[str] = []
        here: LexborNode | None = node
        while here is not None and here.tag not in ("html", "-undef", "-document"):
            name = here.id
            if name and self._ids[name] == 1 and _SAFE_ID.fullmatch(name):
                steps.append(f"#{name}")
                return " > ".join(reversed(steps))
            steps.append(self._step(here))
            here = here.parent
        return " > ".join(["html", *reversed(steps)])

    def _step(self, node: LexborNode) -> str:
        tag = node.tag or ""
        if tag == "body":
            return tag
        if _SAFE_TAG.fullmatch(tag):
            return f"{tag}:nth-of-type({self._position(node)})"
        # "<gilder<a>" opens an element of that name, which CSS could not spell.
        before, place = node.prev, 1
        while before is not None:
            place += before.is_element_node
            before = before.prev
        return f"*:nth-child({place})"

    def _position(self, node: LexborNode) -> int:
        """Return the place of an element among its siblings of the same name, counted from 1."""
        if node.mem_id not in self._positions and node.parent is not None:
            counts: dict[int, int] = {}
            sibling = node.parent.first_child
            while sibling is not None:
                tag = sibling.tag_id
                self._positions[sibling.mem_id] = counts[tag] = counts.get(tag, 0) + 1
                sibling = sibling.next
        return self._positions.get(node.mem_id, 1)
