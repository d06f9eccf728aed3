"""CSS selectors that could name an element in a source file: short, and likely to hold on the site's other pages."""

from collections.abc import Iterator
from itertools import islice

from selectolax.lexbor import LexborNode

from extractors.stable_names import is_stable

_LANDMARKS = ("main", "article")
_QUALIFIERS = 4
_MOST_NAMES = 30
"""Of one element: some have hundreds of classes, each of them a utility."""
_MOST = 60


def selectors_of(node: LexborNode) -> list[str]:
    """Return selectors that pick `node`, the sturdiest first: id, landmark, class, then such a one of an ancestor."""
    return list(islice(dict.fromkeys(_every(node)), _MOST))


def _every(node: LexborNode) -> Iterator[str]:
    own = list(_own(node))
    yield from own
    above, steps = node.parent, 0
    while above is not None and above.tag not in ("body", "html") and steps < _QUALIFIERS:
        for qualifier in _own(above):
            yield from (f"{qualifier} {name}" for name in own)
            if steps == 0:
                yield f"{qualifier} > {node.tag}"
        above, steps = above.parent, steps + 1


def _own(node: LexborNode) -> Iterator[str]:
    if node.id and is_stable(node.id):
        yield f"#{node.id}"
    if node.tag in _LANDMARKS:
        yield node.tag
    if node.attributes.get("role") == "main":
        yield '[role="main"]'
    for name in (node.attributes.get("class") or "").split()[:_MOST_NAMES]:
        if is_stable(name):
            yield f".{name}"
            yield f"{node.tag}.{name}"
