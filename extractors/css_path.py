"""A CSS selector that picks one element out of a page."""

import re

from selectolax.lexbor import LexborHTMLParser, LexborNode

_SAFE_ID = re.compile(r"[A-Za-z][A-Za-z0-9_-]*")


def css_path(tree: LexborHTMLParser, node: LexborNode) -> str:
    """Return a selector that finds `node` and nothing else.

    It starts at the nearest id that is unique on the page and goes down by position among siblings, in the DOM
    as browsers build it.
    """
    steps: list[str] = []
    here: LexborNode | None = node
    while here is not None and here.tag not in ("html", "-undef", "-document"):
        identifier = here.id
        if identifier and _SAFE_ID.fullmatch(identifier) and len(tree.css(f"#{identifier}")) == 1:
            steps.append(f"#{identifier}")
            return " > ".join(reversed(steps))
        steps.append(f"{here.tag}:nth-of-type({_position(here)})" if here.tag != "body" else "body")
        here = here.parent
    return " > ".join(["html", *reversed(steps)])


def _position(node: LexborNode) -> int:
    """Return the place of an element among its siblings of the same name, counted from 1."""
    tag, position, before = node.tag_id, 1, node.prev
    while before is not None:
        position += before.tag_id == tag
        before = before.prev
    return position
