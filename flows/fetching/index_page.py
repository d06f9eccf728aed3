"""Links out of index pages: a page of links, and the further pages behind its "next" link."""

import logging
from urllib.parse import urljoin, urlsplit

from selectolax.lexbor import LexborHTMLParser, SelectolaxError

from extractors.parse import PageRejected, parse
from flows.fetching.fetch_failures import DiscoveryFailed, NothingDiscovered
from flows.fetching.fetcher import PageFetcher
from flows.fetching.link_collection import LinkCollection
from flows.fetching.web_urls import normal_url, same_page_key
from schemas.discovery import IndexPage
from schemas.link import Link
from schemas.page import Page

logger = logging.getLogger(__name__)


async def links_of_index_page(
    index: IndexPage, start_url: str, fetcher: PageFetcher, limit: int | None = None
) -> list[Link]:
    """Return the links of the index page at `start_url` and of the pages that follow it, in reading order.

    Raises FetchFailed where one of these pages cannot be had, because half a list would look like a site that
    has dropped its profiles; NothingDiscovered where no link fits.
    """
    found = LinkCollection(index.pattern, limit)
    visited: list[str] = []
    seen: set[str] = set()
    next_url: str | None = start_url
    while (
        next_url and same_page_key(next_url) not in seen and len(visited) < index.max_pages and not found.full
    ):
        page = await fetcher.fetch(next_url)
        seen |= {same_page_key(next_url), same_page_key(page.url)}
        visited += [next_url, page.url] if page.url != next_url else [next_url]
        next_url = _read_list(index, page, found)
    if next_url and len(visited) >= index.max_pages:
        logger.warning("%s: stopped after %d pages of the list; raise max_pages.", start_url, len(visited))
    links = found.links(without=frozenset(visited))
    if not links:
        raise NothingDiscovered(
            f"{start_url}: no link fits (selector {index.links!r}, pattern {index.pattern!r});"
            " correct the source's links or pattern, or give another page with --start-url URL"
        )
    return links


def _read_list(index: IndexPage, page: Page, found: LinkCollection) -> str | None:
    """Add the links of one page to `found`; return the URL of the next page, or None."""
    try:
        tree = parse(page.body, page.header("Content-Type"))
    except PageRejected as error:
        raise DiscoveryFailed(f"{page.url}: the list of pages cannot be read: {error}") from error
    base = _base_url(tree, page.url)
    for reference in _references(tree, index.links, page.url):
        found.add(reference, base)
    return next(
        (
            url
            for reference in _references(tree, index.next_page, page.url)
            if (url := normal_url(reference, base))
        ),
        None,
    )


def _references(tree: LexborHTMLParser, selector: str, url: str) -> list[str]:
    try:
        nodes = tree.css(selector)
    except SelectolaxError as error:
        raise DiscoveryFailed(f"{url}: the selector {selector!r} is no CSS selector: {error}") from error
    return [reference for node in nodes if (reference := node.attributes.get("href"))]


def _base_url(tree: LexborHTMLParser, page_url: str) -> str:
    """HTML standard, section 4.2.3: the first base element that has an href."""
    node = tree.css_first("base[href]")
    reference = (node.attributes.get("href") if node else None) or ""
    try:
        base = urljoin(page_url, reference.strip())
        return base if urlsplit(base).scheme in {"http", "https"} else page_url
    except ValueError:
        return page_url
