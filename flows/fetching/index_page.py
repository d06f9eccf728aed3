"""Links out of index pages: a page of links, and the further pages of the same list."""

import logging
from collections import deque
from collections.abc import Sequence
from urllib.parse import urljoin, urlsplit

from selectolax.lexbor import LexborHTMLParser

from extractors.parse import PageRejected, parse
from flows.fetching.fetch_failures import DiscoveryFailed, NothingDiscovered
from flows.fetching.fetcher import PageFetcher
from flows.fetching.link_collection import LinkCollection
from flows.fetching.listed_names import read_entry
from flows.fetching.pagination import further_pages
from flows.fetching.web_urls import normal_url, same_page_key
from schemas.discovery import IndexPage
from schemas.link import Link
from schemas.page import Page

logger = logging.getLogger(__name__)


async def links_of_index_page(
    index: IndexPage, start_url: str, fetcher: PageFetcher, limit: int | None = None
) -> Sequence[Link]:
    """Return the links of the index page at `start_url` and of the list's further pages, in reading order.

    Raises FetchFailed where one of these pages cannot be had, because half a list would look like a site that
    has dropped its profiles; NothingDiscovered where no link fits.
    """
    found = LinkCollection(index, limit)
    waiting = deque([start_url])
    known = {same_page_key(start_url)}
    visited: list[str] = []
    while waiting and len(visited) < index.max_pages and not found.full:
        page = await fetcher.fetch(waiting.popleft())
        known.add(same_page_key(page.url))
        visited += dict.fromkeys([page.url_asked, page.url])
        for url in _read_list(index, page, found):
            if (key := same_page_key(url)) not in known:
                known.add(key)
                waiting.append(url)
    if waiting and not found.full:
        logger.warning("%s: stopped after %d pages of the list; raise max_pages.", start_url, index.max_pages)
    links = found.links(without=frozenset(visited))
    if not links:
        raise NothingDiscovered(
            f"{start_url}: no link fits ({_conditions(index)}); correct these settings of the source, or give another"
            " page with --start-url URL"
        )
    return links


def _conditions(index: IndexPage) -> str:
    """Return all that a link has to fulfil, in words."""
    told = {
        "entries": index.entries,
        "links": index.links,
        "pattern": index.pattern,
        "exclude": index.exclude,
    }
    return ", ".join(f"{name} {value!r}" for name, value in told.items() if value)


def links_on_page(index: IndexPage, page: Page) -> Sequence[Link]:
    """Return the links of this page of an index alone, in reading order; further pages of the list are none.

    Raises DiscoveryFailed where the page cannot be read.
    """
    found = LinkCollection(index, None)
    _read_list(index, page, found)
    return found.links(without=frozenset([page.url]))


def _read_list(index: IndexPage, page: Page, found: LinkCollection) -> list[str]:
    """Add the links of one page to `found`; return the URLs of further pages of the list."""
    try:
        tree = parse(page.body, page.header("Content-Type"))
    except PageRejected as error:
        raise DiscoveryFailed(f"{page.url}: the list of pages cannot be read: {error}") from error
    base = _base_url(tree, page.url)
    if index.entries:
        for node in tree.css(index.entries):
            if entry := read_entry(node, index.links):
                found.add(entry.reference, base, aliases=entry.aliases)
    else:
        for reference in _references(tree, index.links):
            found.add(reference, base)
    named = (normal_url(reference, base) for reference in _references(tree, index.next_page))
    guessed = further_pages(tree, base, page.url) if index.guess_pages else []
    return [url for url in (*named, *guessed) if url]


def _references(tree: LexborHTMLParser, selector: str) -> list[str]:
    return [reference for node in tree.css(selector) if (reference := node.attributes.get("href"))]


def _base_url(tree: LexborHTMLParser, page_url: str) -> str:
    """HTML standard, section 4.2.3: the first base element that has an href."""
    node = tree.css_first("base[href]")
    reference = (node.attributes.get("href") if node else None) or ""
    try:
        base = urljoin(page_url, reference.strip())
        return base if urlsplit(base).scheme in {"http", "https"} else page_url
    except ValueError:
        return page_url
