"""Links out of feeds: RSS 0.9x, 1.0 and 2.0, and Atom (RFC 4287), with their further pages (RFC 5005)."""

import logging
from collections.abc import Sequence

from flows.fetching.content_kinds import FEED
from flows.fetching.fetch_failures import NothingDiscovered
from flows.fetching.fetcher import PageFetcher
from flows.fetching.link_collection import LinkCollection
from flows.fetching.web_urls import normal_url, same_page_key
from flows.fetching.xml_entries import xml_entries
from schemas.discovery import Feed
from schemas.link import Link

logger = logging.getLogger(__name__)


async def links_of_feed(
    feed: Feed, start_url: str, fetcher: PageFetcher, limit: int | None = None
) -> Sequence[Link]:
    """Return the pages that the feed at `start_url` and its further pages list, with date and category.

    Raises FetchFailed or DiscoveryFailed where one of these pages cannot be had or read; NothingDiscovered where
    no entry fits.
    """
    found = LinkCollection(feed, limit)
    known: set[str] = set()
    url: str | None = start_url
    while url and same_page_key(url) not in known and not found.full:
        if len(known) == feed.max_pages:
            logger.warning("%s: stopped after %d pages of the feed; raise max_pages.", start_url, len(known))
            break
        known.add(same_page_key(url))
        page = await fetcher.fetch(url, FEED)
        url = None
        for entry in xml_entries(page):
            if entry.kind == "page":
                found.add(entry.location, entry.base, modified=entry.modified, category=entry.category)
            elif entry.kind == "next":
                url = normal_url(entry.location, entry.base)
    links = found.links()
    if not links:
        raise NothingDiscovered(
            f"{start_url}: no entry of the feed fits (pattern {feed.pattern!r});"
            " correct the source's pattern, or give another feed with --start-url URL"
        )
    return links
