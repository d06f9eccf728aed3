"""What a source says that its saved pages do not show: a leftover, or a page that is still to be saved."""

from collections.abc import Iterable, Sequence

from extractors.block import Block
from extractors.extract import ParsedPage, parse_page
from extractors.page_layout import is_selector
from extractors.parse import PageRejected
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
    parsed = [page for each in saved if (page := _parsed(each, source))]
    return [*_selectors(source, parsed), *_headings(source, parsed), *_readers(source, saved)]


def _parsed(page: SavedPage, source: Source) -> ParsedPage | None:
    try:
        return parse_page(page.html.read_bytes(), None, source, None)
    except PageRejected:
        return None


def _selectors(source: Source, pages: Sequence[ParsedPage]) -> list[str]:
    named = [("content", source.content)] if source.content else []
    named += [("drop", selector) for selector in source.drop]
    told = []
    for name, selector in named:
        if not is_selector(selector):
            told.append(f"{name} {selector!r} is no CSS selector")
        elif not any(page.tree.css_matches(selector) for page in pages):
            told.append(f"{name} {selector!r} picks no element")
    return told


def _headings(source: Source, pages: Sequence[ParsedPage]) -> list[str]:
    if not source.headings:
        return []
    texts = {fold(block.text) for page in pages for block in _blocks(page)}
    return [
        f"headings[{field!r}] {heading!r} stands nowhere"
        for field, headings in source.headings.items()
        for heading in headings
        if fold(heading) not in texts
    ]


def _blocks(page: ParsedPage) -> list[Block]:
    try:
        return page.blocks()
    except PageRejected:
        return []


def _readers(source: Source, pages: Sequence[SavedPage]) -> list[str]:
    if not source.readers:
        return []
    rules = {evidence.rule for page in pages for evidence in page.read(source).evidence}
    return [
        f"readers[{field!r}] reads nothing" for field in source.readers if rule_of_reader(field) not in rules
    ]
