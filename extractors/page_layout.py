"""A page's layout, as far as a source depends on it: where its values stand, and under which headings."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from selectolax.lexbor import LexborHTMLParser, LexborNode

from extractors.headings import inflected
from extractors.parse import PageRejected, parse
from extractors.phrases import fold
from extractors.source import Source
from extractors.stable_names import is_stable
from schemas.explanation import Explanation

TITLE = "…"
"""Stands for the title in a heading: "What gilders do" and "What tram drivers do" are one."""
_STEPS_UP = 6
_LOOKED_AT = 200
"""Values of one page whose place is looked at."""


@dataclass(frozen=True, slots=True)
class PageLayout:
    """Where a page has what."""

    places: dict[str, set[str]] = field(default_factory=dict)
    """Field of the record → places of its values, such as "ul.duties > li"."""
    headings: set[str] = field(default_factory=set)
    """All headings and lead-ins, folded, as they stand there and with the title as "…"."""
    field_headings: dict[str, str] = field(default_factory=dict)
    """Those that head a field of the record → as they stand on the page."""
    selectors: set[str] = field(default_factory=set)
    """Of the source's selectors for content and for what to drop: those that find something."""


def page_layout(
    html: bytes, explanation: Explanation, source: Source, content_type: str | None = None
) -> PageLayout:
    """Return the layout of a page that was read as `explanation` says; an empty one of a page that cannot be parsed."""
    try:
        tree = parse(html, content_type)
    except PageRejected:
        return PageLayout()
    layout = PageLayout(places=_places(tree, explanation), selectors=set(_finding(tree, source)))
    profile = explanation.extraction.profile
    title = inflected(profile.title) if profile else None
    for passage in explanation.passages:
        texts = [passage.text] if passage.kind == "heading" else passage.headers
        for text in texts:
            folded = title.sub(TITLE, fold(text)).strip() if title else fold(text).strip()
            layout.headings.update((folded, fold(text).strip()))
            if passage.kind == "heading" and passage.field not in (None, "other"):
                layout.field_headings.setdefault(folded, text)
    return layout


def _finding(tree: LexborHTMLParser, source: Source) -> Iterable[str]:
    for css in filter(None, (source.content, *source.drop)):
        if tree.css_first(css) is not None:
            yield css


def _places(tree: LexborHTMLParser, explanation: Explanation) -> dict[str, set[str]]:
    found: defaultdict[str, set[str]] = defaultdict(set)
    for evidence in explanation.extraction.evidence[:_LOOKED_AT]:
        node = tree.css_first(evidence.css) if evidence.origin == "page" and evidence.css else None
        if node is not None:
            found[evidence.field.split("/")[1]].add(place_of(node))
    return dict(found)


def place_of(node: LexborNode) -> str:
    """Return the way to an element from the nearest one around it, or itself, that has a class or an id.

    By tags, without positions, so that the tenth item of a list stands where the first does: "ul.duties > li".
    """
    steps: list[str] = []
    here: LexborNode | None = node
    while here is not None and here.tag not in ("html", "-undef", "-document") and len(steps) < _STEPS_UP:
        names = _names(here)
        steps.append(f"{here.tag}{names}")
        if names:
            break
        here = here.parent
    return " > ".join(reversed(steps))


def _names(node: LexborNode) -> str:
    attributes = node.attributes
    classes = sorted(filter(is_stable, (attributes.get("class") or "").split()))
    name = attributes.get("id") or ""
    return (f"#{name}" if is_stable(name) else "") + "".join(f".{one}" for one in classes)
