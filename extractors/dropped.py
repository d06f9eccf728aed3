"""DOM → the elements that never become blocks, each with the reason why."""

from collections.abc import Iterator
from dataclasses import dataclass

from selectolax.lexbor import LexborHTMLParser, LexborNode

from extractors.boilerplate import BREADCRUMBS, SKIPPED_ROLES, SKIPPED_TAGS
from extractors.clean_text import clean_text
from extractors.dom_walk import ancestors, following

LONGEST = 300
"""Characters of a dropped element's text that are kept."""
_RAW = 4 * LONGEST
_MOST_LOOKS = 2_000
"""Nodes of an element that are searched for text, so that elements in elements stay linear."""
_CODE = frozenset("script style template head".split())
"""Elements whose text nobody sees: leaving them out needs no explanation."""
_INLINE = frozenset(
    "a abbr acronym b bdi bdo big cite code data del dfn em font i img ins kbd label mark nobr q rp rt ruby s samp"
    " small span strike strong sub sup time tt u var wbr".split()
)
"""Elements within a line: they are read whatever their role."""
_HEADED_BY_BUTTON = frozenset("h1 h2 h3 h4 h5 h6 dt summary th".split())
_DISCLOSURE = "[aria-expanded], [data-toggle=collapse], [data-bs-toggle=collapse]"
_HIDDEN = "".join(
    f", {tag}{how}"
    for tag in ("div", "section")
    for how in ("[hidden]", '[style*="display: none" i]', '[style*="display:none" i]')
).lstrip(", ")
_TAG_REASONS = {
    "nav": "navigation (nav)",
    "footer": "a footer (footer)",
    "dialog": "a dialogue (dialog)",
    "figcaption": "the caption of a picture (figcaption)",
    "noscript": "shown only where scripts are off (noscript)",
    "svg": "a drawing (svg)",
    "math": "a formula (math)",
    **{tag: f"part of a form ({tag})" for tag in ("select", "datalist", "textarea")},
    **{tag: f"embedded ({tag})" for tag in ("iframe", "object", "embed", "video", "audio", "canvas", "map")},
}
_ROLE_REASONS = {
    "navigation": "navigation",
    "contentinfo": "a footer",
    "search": "a search form",
    "dialog": "a dialogue",
    "alertdialog": "a dialogue",
    "alert": "a notice",
    "log": "a notice",
    "status": "a notice",
    "menu": "a menu",
    "menubar": "a menu",
    "toolbar": "a toolbar",
    "tooltip": "help that pops up",
    "tablist": "the labels of tabs, which head their panels",
}


@dataclass(frozen=True, slots=True)
class Dropped:
    """An element that was left out whole, with the beginning of its text."""

    node: LexborNode
    text: str
    reason: str


@dataclass(frozen=True, slots=True)
class Frame:
    """What decides which elements of one page become blocks."""

    root: LexborNode
    """The element in which the profile stands."""
    content: str
    """The source's selector for it, empty where it gives none."""
    drop: tuple[str, ...]
    """CSS: what the source leaves out."""
    read: frozenset[int]
    """Addresses (mem_id) of the elements that became blocks."""


def walk_elements(tree: LexborHTMLParser, frame: Frame) -> Iterator[LexborNode | Dropped]:
    """Yield the elements of a page in reading order: Dropped where one was left out whole, else the element.

    Elements without text, and code, are not reported. Linear in the size of the page.
    """
    reasons, body = _Reasons(tree, frame), tree.body
    node = body
    while node is not None and body is not None:
        reason = reasons.of(node) if node.is_element_node else None
        if reason and node.tag not in _CODE and (text := reasons.text_of(node)):
            yield Dropped(node, text, reason)
        elif reason is None and node.is_element_node:
            yield node
        node = following(node, body, into=reason is None)


class _Reasons:
    """Tells why an element of one page is left out."""

    def __init__(self, tree: LexborHTMLParser, frame: Frame) -> None:
        self._root, self._content = frame.root, frame.content
        self._around_root = {node.mem_id for node in ancestors(frame.root)}
        self._with_blocks = self._upwards(tree, frame.read)
        self._disclosing = {node.mem_id for node in tree.css(_DISCLOSURE)}
        self._hidden = {node.mem_id for node in tree.css(_HIDDEN)}
        self._selected: dict[int, str] = {}
        for selector in frame.drop:
            self._select(tree, selector, f'dropped by the source ("{selector}")')
        self._select(tree, BREADCRUMBS, "the trail of links above the title (breadcrumb)")
        for node in tree.css("[role]"):
            role = node.attributes.get("role")
            if role in SKIPPED_ROLES:
                plain = _ROLE_REASONS.get(role, "never content")
                self._selected.setdefault(node.mem_id, f"{plain} (role={role})")

    def of(self, node: LexborNode) -> str | None:
        """Return why an element is left out whole, None where it is read or looked into."""
        tag, key = node.tag or "", node.mem_id
        if key in self._around_root:
            return None
        if key != self._root.mem_id and node.parent and node.parent.mem_id in self._around_root:
            return f'outside of "{self._content}", where the source says that the profile stands'
        if tag in _INLINE:
            return None
        if tag in SKIPPED_TAGS or key in self._selected:
            return self._selected.get(key) or _TAG_REASONS.get(tag, f"never content ({tag})")
        return self._of_control(node, tag, key)

    def _of_control(self, node: LexborNode, tag: str, key: int) -> str | None:
        if tag == "button" and key not in self._disclosing and not _is_in_heading(node):
            return "a button that opens nothing on the page (button)"
        if key in self._hidden and key not in self._with_blocks and self.text_of(node, readable=True):
            return "hidden, and no tab or button shows it"
        return None

    def text_of(self, node: LexborNode, *, readable: bool = False) -> str:
        """Return the beginning of the text in an element, without code; `readable`: only what is not left out."""
        parts: list[str] = []
        length, looks, here = 0, 0, node.first_child
        while here is not None and length < _RAW and looks < _MOST_LOOKS:
            looks += 1
            into = not here.is_element_node or not (
                here.tag in _CODE
                or (readable and (here.mem_id in self._selected or here.tag in SKIPPED_TAGS))
            )
            if here.is_text_node:
                parts.append((here.text_content or "")[:_RAW])
                length += len(parts[-1].strip())
            elif here.tag not in _INLINE:
                parts.append(" ")
            here = following(here, node, into=into)
        text = clean_text("".join(parts))
        return text if len(text) <= LONGEST else f"{text[:LONGEST].rstrip()} …"

    def _select(self, tree: LexborHTMLParser, selector: str, reason: str) -> None:
        for node in tree.css(selector):
            self._selected.setdefault(node.mem_id, reason)

    @staticmethod
    def _upwards(tree: LexborHTMLParser, read: frozenset[int]) -> set[int]:
        """Return the elements that became blocks, with all that are around them."""
        known: set[int] = set()
        for node in tree.css("*") if read else ():
            if node.mem_id in read:
                for above in (node, *ancestors(node, known)):
                    known.add(above.mem_id)
        return known


def _is_in_heading(button: LexborNode) -> bool:
    """Tell whether a button is the text of a heading, a term or a summary."""
    around = button.parent
    while around is not None and around.tag in _INLINE:
        around = around.parent
    return around is not None and around.tag in _HEADED_BY_BUTTON
