"""What a source says that its saved pages do not show: a leftover, or a page that is still to be saved."""

from collections.abc import Iterable, Sequence

from extractors.explain import explain
from extractors.page_layout import PageLayout, page_layout
from extractors.phrases import fold
from extractors.saved_page import SavedPage
from extractors.source import Source
from extractors.source_readers import rule_of_reader


def unnamed_terms(source: Source) -> list[str]:
    """Return what every source has to name, and this one does not: its licence, if only as None, and its language."""
    named = {"licence": "licence" in source.model_fields_set, "language": source.language is not None}
    return [field for field, is_named in named.items() if not is_named]


def unmatched_settings(source: Source, pages: Iterable[SavedPage]) -> list[str]:
    """Return each selector, heading and reader that finds nothing on any of the source's saved pages, in words."""
    saved = list(pages)
    layouts = [_layout(page, source) for page in saved] if _names_places(source) else []
    return [*_selectors(source, layouts), *_headings(source, layouts), *_readers(source, saved)]


def _names_places(source: Source) -> bool:
    return bool(source.content or source.drop or source.headings)


def _layout(page: SavedPage, source: Source) -> PageLayout:
    html = page.html.read_bytes()
    return page_layout(html, explain(html, source=source), source)


def _selectors(source: Source, layouts: Sequence[PageLayout]) -> list[str]:
    named = [("content", source.content)] if source.content else []
    named += [("drop", selector) for selector in source.drop]
    return [
        f"{name} {selector!r} picks no element"
        for name, selector in named
        if not any(selector in layout.selectors for layout in layouts)
    ]


def _headings(source: Source, layouts: Sequence[PageLayout]) -> list[str]:
    return [
        f"headings[{field!r}] {heading!r} stands nowhere"
        for field, headings in source.headings.items()
        for heading in headings
        if not any(fold(heading).strip() in layout.headings for layout in layouts)
    ]


def _readers(source: Source, pages: Sequence[SavedPage]) -> list[str]:
    if not source.readers:
        return []
    rules = {evidence.rule for page in pages for evidence in page.read(source).evidence}
    return [
        f"readers[{field!r}] reads nothing" for field in source.readers if rule_of_reader(field) not in rules
    ]
