"""Discovery: from a source's settings to the links of its pages."""

from collections.abc import Sequence

from flows.archive.warc_links import links_of_warc
from flows.fetching.feed import links_of_feed
from flows.fetching.fetch_failures import StartPageMissing
from flows.fetching.fetcher import PageFetcher
from flows.fetching.index_page import links_of_index_page
from flows.fetching.sitemap import links_of_sitemap
from flows.fetching.url_list import links_of_url_list
from schemas.discovery import Discovery, Feed, IndexPage, UrlList, WarcFile
from schemas.link import Link


async def discover(
    discovery: Discovery, fetcher: PageFetcher, *, start_url: str | None = None, limit: int | None = None
) -> Sequence[Link]:
    """Return the links that a source's discovery finds: absolute, each once, in the order of the listing.

    `start_url` takes the place of the address in the settings; `limit` stops discovery after so many links.
    Raises StartPageMissing where there is no address, NothingDiscovered where no link fits, FetchFailed,
    DiscoveryFailed or ArchiveUnreadable where a listing cannot be had or read.
    """
    if isinstance(discovery, UrlList):
        return links_of_url_list(discovery, start_url, limit)
    if isinstance(discovery, WarcFile):
        return links_of_warc(discovery, limit)
    url = start_url or discovery.url
    if url is None:
        raise StartPageMissing
    if isinstance(discovery, IndexPage):
        return await links_of_index_page(discovery, url, fetcher, limit)
    if isinstance(discovery, Feed):
        return await links_of_feed(discovery, url, fetcher, limit)
    return await links_of_sitemap(discovery, url, fetcher, limit)
