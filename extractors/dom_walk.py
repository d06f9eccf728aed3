"""Steps through a DOM in reading order, without recursion: pages nest as deep as the bounds allow."""

from collections.abc import Container, Iterator

from selectolax.lexbor import LexborNode


def following(node: LexborNode, last: LexborNode, *, into: bool) -> LexborNode | None:
    """Return the node after `node` in reading order below `last`, its children only where `into` says so."""
    if into and node.first_child is not None:
        return node.first_child
    here: LexborNode | None = node
    while here is not None and here.mem_id != last.mem_id:
        if here.next is not None:
            return here.next
        here = here.parent
    return None


def ancestors(node: LexborNode, until: Container[int] = ()) -> Iterator[LexborNode]:
    """Yield the elements around `node`, innermost first, up to one whose address (mem_id) is in `until`."""
    above = node.parent
    while above is not None and above.mem_id not in until:
        yield above
        above = above.parent


def texts_below(node: LexborNode, *, nodes: int, characters: int) -> list[LexborNode] | None:
    """Return the texts of an element that say something, None where it has more nodes or characters than that."""
    texts: list[LexborNode] = []
    here, length = following(node, node, into=True), 0
    for _ in range(nodes + 1):
        if here is None:
            return texts
        if here.is_text_node and (said := here.text_content) and not said.isspace():
            length += len(said)
            if length > characters:
                return None
            texts.append(here)
        here = following(here, node, into=True)
    return None


def look_of(node: LexborNode) -> tuple[str, str]:
    """Return the tag and the class of an element: what looks alike has both in common."""
    return node.tag or "", node.attributes.get("class") or ""


def upward(node: LexborNode) -> Iterator[LexborNode]:
    """Yield an element and those around it, innermost first, below the body."""
    here: LexborNode | None = node
    while here is not None and here.tag not in ("body", "html", "-undef", "-document"):
        yield here
        here = here.parent
