"""Links that are written down in the source."""

from flows.fetching.fetch_failures import NothingDiscovered
from flows.fetching.link_collection import LinkCollection
from schemas.discovery import UrlList
from schemas.link import Link


def links_of_url_list(listed: UrlList, start_url: str | None = None, limit: int | None = None) -> list[Link]:
    """Return the listed pages; a start URL takes the place of the list.

    Raises NothingDiscovered where the list is empty.
    """
    found = LinkCollection(limit=limit)
    for url in (start_url,) if start_url else listed.urls:
        found.add(url, base=url)
    links = found.links()
    if not links:
        raise NothingDiscovered(
            "the source's list of URLs is empty: add URLs, or give one with --start-url URL"
        )
    return links
