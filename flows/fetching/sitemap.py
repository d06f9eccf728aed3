"""Links out of sitemaps (https://www.sitemaps.org/protocol.html): XML, text or feeds, and indexes of them."""

import logging
from collections import deque
from collections.abc import Iterator, Sequence
from urllib.parse import urljoin, urlsplit

from protego import Protego

from flows.fetching.content_kinds import SITEMAP
from flows.fetching.fetch_failures import DiscoveryFailed, NothingDiscovered, PageGone
from flows.fetching.fetcher import PageFetcher
from flows.fetching.link_collection import LinkCollection
from flows.fetching.web_urls import normal_url, same_page_key
from flows.fetching.xml_entries import XmlEntry, unpacked, xml_entries
from schemas.discovery import Sitemap
from schemas.link import Link
from schemas.page import Page

logger = logging.getLogger(__name__)

_LARGEST_ROBOTS = 500 * 1024  # RFC 9309, section 2.5


async def links_of_sitemap(
    sitemap: Sitemap, start_url: str, fetcher: PageFetcher, limit: int | None = None
) -> Sequence[Link]:
    """Return the pages that the sitemap at `start_url` lists, with their lastmod, sitemap by sitemap.

    Where `start_url` is a robots.txt or a home page, the sitemaps are those that robots.txt names, or else
    /sitemap.xml. Raises FetchFailed or DiscoveryFailed where one of the sitemaps cannot be had or read, because
    half a list would look like a site that has dropped its profiles; NothingDiscovered where no page fits.
    """
    found = LinkCollection(sitemap, limit)
    waiting = deque(await _sitemaps(start_url, fetcher))
    known = {same_page_key(url) for url in waiting}
    while waiting and not found.full:
        page = await fetcher.fetch(waiting.popleft(), SITEMAP)
        for entry in _entries(page):
            if entry.kind == "page":
                found.add(entry.location, entry.base, modified=entry.modified, category=entry.category)
            elif (further := normal_url(entry.location, entry.base)) and same_page_key(further) not in known:
                if len(known) == sitemap.max_sitemaps:
                    logger.warning(
                        "%s: stopped after %d sitemaps; raise max_sitemaps.", start_url, len(known)
                    )
                    break
                known.add(same_page_key(further))
                waiting.append(further)
    links = found.links()
    if not links:
        raise NothingDiscovered(
            f"{start_url}: no page in the sitemap fits (pattern {sitemap.pattern!r});"
            " correct the source's pattern, or give another sitemap with --start-url URL"
        )
    return links


async def _sitemaps(start_url: str, fetcher: PageFetcher) -> list[str]:
    """Return the sitemaps to begin with (https://www.sitemaps.org/protocol.html#submit_robots)."""
    if urlsplit(start_url).path not in {"", "/", "/robots.txt"}:
        return [start_url]
    robots_url = urljoin(start_url, "/robots.txt")
    try:
        robots = await fetcher.fetch(robots_url, SITEMAP)
    except PageGone:
        named = []
    else:
        rules = Protego.parse(robots.body[:_LARGEST_ROBOTS].decode("utf-8", errors="replace"))
        named = [url for line in rules.sitemaps if (url := normal_url(line, robots.url))]
    return list(dict.fromkeys(named)) or [urljoin(start_url, "/sitemap.xml")]


def _entries(page: Page) -> Iterator[XmlEntry]:
    """Yield the entries of a sitemap; one in plain text has a URL a line."""
    document = unpacked(page)
    if not document.startswith((b"http://", b"https://")):
        yield from xml_entries(page)
        return
    try:
        lines = document.decode("utf-8-sig").splitlines()
    except UnicodeDecodeError as error:
        raise DiscoveryFailed(f"{page.url}: expected a sitemap in UTF-8: {error.reason}") from error
    for line in filter(str.strip, lines):
        yield XmlEntry("page", line.strip(), page.url)
