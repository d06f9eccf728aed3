"""Labels that head what stands elsewhere: tabs, accordion buttons, elements that ARIA calls headings."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from selectolax.lexbor import LexborHTMLParser, LexborNode

from extractors.boilerplate import SKIPPED_ROLES
from extractors.clean_text import clean_text
from extractors.dom_walk import texts_below

_LABEL_LENGTH = 80
_PANEL_TAGS = frozenset(("div", "section", "article", "li", "td", "fieldset"))
_TARGETS = ("aria-controls", "href", "data-bs-target", "data-target")
"""Attributes that name the panel of a tab: WAI-ARIA's, a link's, and those of the Bootstrap framework."""
_MANY_LABELS = 60
_LEAST_PANELS = 2
_HIDDEN = 'div[hidden], section[hidden], div[style*="display: none" i], div[style*="display:none" i]'


_NOTED = "[role], [aria-expanded], [data-toggle], [data-bs-toggle]"
_TOGGLES = ("data-toggle", "data-bs-toggle")
_TABS = frozenset(("tab", "pill"))
_QUOTATIONS = "figure > blockquote, blockquote:has(> cite, > footer)"
"""Words of somebody who is named (HTML, section 4.4.4); without a name, old pages indent their own text so."""
_QUOTED_NODES, _QUOTED_CHARACTERS = 60, 1_000
_NEVER_QUOTED = "h1, h2, h3, h4, h5, h6, ul, ol, dl, table"
_IN_PAGE_LINKS = 'li > a[href^="#"], [role=tab] a[href^="#"]'


@dataclass(slots=True)
class Labels:
    """What the attributes of a page say of its parts; elements are named by their address in the DOM."""

    of_panels: dict[int, str] = field(default_factory=dict)
    """Panel → text of the tab or link that shows it."""
    buttons: set[int] = field(default_factory=set)
    """Elements that open and close what follows them."""
    levels: dict[int, int] = field(default_factory=dict)
    """Elements with role=heading → their level."""
    skipped: set[int] = field(default_factory=set)
    """Elements whose role is never content, and hidden ones that no tab or button shows on a page whose hidden
    panels are shown by tabs or buttons."""
    complementary: set[int] = field(default_factory=set)
    """Elements with that role, and quotations."""

    def noted(self) -> set[int]:
        """Return the elements that something is said of but that they are to be skipped."""
        return self.of_panels.keys() | self.buttons | self.levels.keys() | self.complementary


def find_labels(tree: LexborHTMLParser) -> Labels:
    """Return the labels of a page: WAI-ARIA tabs, disclosure buttons, headings and roles, and in-page links."""
    labels = Labels()
    tabs = [node for node in tree.css(_NOTED) if _note(node, node.attributes, labels)]
    links = tree.css(_IN_PAGE_LINKS)
    labels.complementary.update(node.mem_id for node in tree.css(_QUOTATIONS) if _is_quotation(node))
    if tabs or links:
        _label_panels(tree, [*tabs, *links], labels)
        if len(labels.of_panels) >= _LEAST_PANELS:
            labels.skipped |= _pop_ups(tree, labels)
    return labels


def _is_quotation(node: LexborNode) -> bool:
    """Tell whether what is marked as one is no part of the page that somebody indented."""
    said = texts_below(node, nodes=_QUOTED_NODES, characters=_QUOTED_CHARACTERS)
    return said is not None and node.css_first(_NEVER_QUOTED) is None


def _note(node: LexborNode, attributes: Mapping[str, str | None], labels: Labels) -> bool:
    """Note what an element's attributes say of it; return whether it is a tab."""
    role = attributes.get("role")
    toggles = [attributes.get(name) for name in _TOGGLES]
    if role == "heading":
        level = attributes.get("aria-level") or "2"
        labels.levels[node.mem_id] = min(int(level[:3]), 6) or 2 if level.isdecimal() else 2
    elif role in SKIPPED_ROLES:
        labels.skipped.add(node.mem_id)
    elif role == "complementary":
        labels.complementary.add(node.mem_id)
    if "aria-expanded" in attributes or "collapse" in toggles:
        labels.buttons.add(node.mem_id)
    return role == "tab" or not _TABS.isdisjoint(toggles)


def _pop_ups(tree: LexborHTMLParser, labels: Labels) -> set[int]:
    """Return what is hidden and stays so until something else than a tab or a button is pressed: help, dialogues."""
    hidden = tree.css(_HIDDEN)
    panels = {node.mem_id for node in hidden} & labels.of_panels.keys()
    if len(panels) < _LEAST_PANELS or len(panels) == len(hidden):
        return set()
    controlled = {node.attributes.get("aria-controls") for node in tree.css("[aria-controls]")}
    around: set[int] = set()
    for node in hidden:
        if node.mem_id in panels:
            _add_ancestors(node, around)
    return {
        node.mem_id
        for node in hidden
        if node.mem_id not in panels and node.id not in controlled and node.mem_id not in around
    }


def _add_ancestors(node: LexborNode, around: set[int]) -> None:
    above = node.parent
    while above is not None and above.mem_id not in around:
        around.add(above.mem_id)
        above = above.parent


def _label_panels(tree: LexborHTMLParser, tabs: list[LexborNode], labels: Labels) -> None:
    by_id = {node.id: node for node in tree.css("[id]")}
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
