"""A page in, an explanation out: what `extract` makes of it, where each value stands, and why the rest was left out."""

import logging
from collections.abc import Iterator

from selectolax.lexbor import LexborNode

from extractors.block import Block, Kind
from extractors.css_path import CssPaths
from extractors.dropped import Dropped, Frame, walk_elements
from extractors.extract import ParsedPage, Reading, extract, parse_page, read_page
from extractors.left_out import LeftOut
from extractors.parse import PageRejected
from extractors.profile import Findings
from extractors.reading_view import ReadingView
from extractors.source import Source
from extractors.value_places import Places, value_places
from schemas.explanation import Explanation, Passage
from schemas.extraction import Extraction

MAX_PASSAGES = 2_000
"""Passages of one explanation, besides those that hold a value; long pages have some three hundred."""
_logger = logging.getLogger(__name__)


def explain(
    html: bytes, *, url: str | None = None, source: Source | None = None, content_type: str | None = None
) -> Explanation:
    """Return how a page was read: what `extract` returns for the same arguments, and the page's passages.

    A page that no parser should see has no passages. Never raises. Reads the page once more than `extract` does,
    which so pays nothing for it.
    """
    extraction = extract(html, url=url, source=source, content_type=content_type)
    try:
        page = parse_page(html, url, source, content_type)
        return _explained(page, read_page(page), extraction)
    except PageRejected:
        pass  # the extraction says why
    except Exception:  # as in extract: one page must not end anything
        _logger.exception("Could not explain %s", url or "a page")
    return Explanation(extraction=extraction, url=url or "", language="", passages=(), omitted=0)


def _explained(page: ParsedPage, reading: Reading, extraction: Extraction) -> Explanation:
    view = ReadingView(page, reading)
    left_out = LeftOut(view, reading.findings, extraction.profile)
    places: Places = {}
    if isinstance(reading.findings, Findings):
        places = value_places(reading.findings, extraction, reading.blocks, view.parts)
    selectors = CssPaths(page.tree)
    passages: list[Passage] = []
    omitted = 0
    for part in _in_reading_order(page, reading.blocks):
        if len(passages) >= MAX_PASSAGES and not (isinstance(part, Block) and places.get(id(part))):
            omitted += 1
        elif isinstance(part, Block):
            passages.append(_passage(part, selectors, view, left_out, places))
        else:
            passages.append(_skipped(part, selectors))
    return Explanation(
        extraction=extraction,
        url=page.url,
        language=reading.language,
        passages=tuple(passages),
        omitted=omitted,
    )


def _in_reading_order(page: ParsedPage, blocks: list[Block]) -> Iterator[Block | Dropped]:
    """Yield the blocks of a page and, between them, the elements that were left out whole."""
    source = page.source
    frame = Frame(
        root=page.content(),
        content=(source.content or "") if source else "",
        drop=source.drop if source else (),
        read=frozenset(block.node.mem_id for block in blocks),
    )
    order: dict[int, int] = {}
    dropped: list[tuple[int, Dropped]] = []
    for position, part in enumerate(walk_elements(page.tree, frame)):
        if isinstance(part, LexborNode):
            order[part.mem_id] = position
        else:
            dropped.append((position, part))
    following = 0
    for block in blocks:
        here = order.get(block.node.mem_id, 0)
        while following < len(dropped) and dropped[following][0] < here:
            yield dropped[following][1]
            following += 1
        yield block
    yield from (element for _, element in dropped[following:])


def _passage(
    block: Block, selectors: CssPaths, view: ReadingView, left_out: LeftOut, places: Places
) -> Passage:
    section, quotes = view.section(block), tuple(places.get(id(block), ()))
    return Passage(
        text=block.text,
        css=selectors.of(block.node),
        kind=block.kind.value,
        level=block.level if block.kind is Kind.HEADING else 0,
        headers=tuple(dict.fromkeys(filter(None, (block.term, block.column, block.row)))),
        field=view.field(section) if section else None,
        quotes=quotes,
        reason=None if quotes else left_out.why(block),
    )


def _skipped(element: Dropped, selectors: CssPaths) -> Passage:
    return Passage(
        text=element.text,
        css=selectors.of(element.node),
        kind="skipped",
        level=0,
        headers=(),
        field=None,
        quotes=(),
        reason=element.reason,
    )
