"""Labels that head what stands elsewhere: tabs, accordion buttons, elements that ARIA calls headings."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from selectolax.lexbor import LexborHTMLParser, LexborNode

from extractors.clean_text import clean_text

_LABEL_LENGTH = 80
_PANEL_TAGS = frozenset(("div", "section", "article", "li", "td", "fieldset"))
_TARGETS = ("aria-controls", "href", "data-bs-target", "data-target")
"""Attributes that name the panel of a tab: WAI-ARIA's, a link's, and those of the Bootstrap framework."""
_MANY_LABELS = 60
_LEAST_PANELS = 2
_HIDDEN = 'div[hidden], section[hidden], div[style*="display: none" i], div[style*="display:none" i]'


@dataclass(slots=True)
class Labels:
    """What the attributes of a page say of its headings; elements are named by their address in the DOM."""

    of_panels: dict[int, str] = field(default_factory=dict)
    """Panel → text of the tab or link that shows it."""
    buttons: set[int] = field(default_factory=set)
    """Elements that open and close what follows them."""
    levels: dict[int, int] = field(default_factory=dict)
    """Elements with role=heading → their level."""
    pop_ups: set[int] = field(default_factory=set)
    """Hidden elements that no tab or button shows, on a page whose hidden panels are shown by tabs or buttons."""


def find_labels(tree: LexborHTMLParser) -> Labels:
    """Return the labels of a page: WAI-ARIA tabs, disclosure buttons and headings, and lists of in-page links."""
    labels = Labels()
    for node in tree.css("[role=heading]"):
        level = node.attributes.get("aria-level") or "2"
        labels.levels[node.mem_id] = min(int(level[:3]), 6) or 2 if level.isdecimal() else 2
    for node in tree.css("[aria-expanded], [data-toggle=collapse], [data-bs-toggle=collapse]"):
        labels.buttons.add(node.mem_id)
    tabs = tree.css(
        "[role=tab], [data-toggle=tab], [data-toggle=pill], [data-bs-toggle=tab], [data-bs-toggle=pill]"
    )
    links = tree.css('li > a[href^="#"], [role=tab] a[href^="#"]')
    if tabs or links:
        _label_panels(tree, [*tabs, *links], labels)
        labels.pop_ups = _pop_ups(tree, labels)
    return labels


def _pop_ups(tree: LexborHTMLParser, labels: Labels) -> set[int]:
    """Return what is hidden and stays so until something else than a tab or a button is pressed: help, dialogues."""
    hidden = tree.css(_HIDDEN)
    panels = {node.mem_id for node in hidden} & labels.of_panels.keys()
    controlled = {node.attributes.get("aria-controls") for node in tree.css("[aria-controls]")}
    if len(panels) < _LEAST_PANELS:
        return set()
    around = {above.mem_id for node in hidden if node.mem_id in panels for above in _ancestors(node)}
    return {
        node.mem_id
        for node in hidden
        if node.mem_id not in panels and node.id not in controlled and node.mem_id not in around
    }


def _ancestors(node: LexborNode) -> Iterator[LexborNode]:
    above = node.parent
    while above is not None:
        yield above
        above = above.parent


def _label_panels(tree: LexborHTMLParser, tabs: list[LexborNode], labels: Labels) -> None:
    by_id = {node.attributes.get("id"): node for node in tree.css("[id]")}
    for tab in tabs[:_MANY_LABELS]:
        attributes = tab.attributes
        target = next((attributes[name] for name in _TARGETS if attributes.get(name)), None) or ""
        target = target.removeprefix("#")
        panel = by_id.get(target) if target else None
        if panel is None or panel.tag not in _PANEL_TAGS or panel.css_first("h1") is not None:
            continue
        text = clean_text(tab.text(deep=True))
        if 0 < len(text) <= _LABEL_LENGTH:
            labels.of_panels.setdefault(panel.mem_id, text)
