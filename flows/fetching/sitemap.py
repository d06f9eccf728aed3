"""Links out of sitemaps (https://www.sitemaps.org/protocol.html), plain or gzipped, and indexes of them."""

import logging
from collections import deque
from collections.abc import Iterator
from io import BytesIO
from typing import NamedTuple

from lxml import etree

from flows.fetching.content_decoding import CannotDecode, decoder_for
from flows.fetching.content_kinds import SITEMAP
from flows.fetching.fetch_failures import DiscoveryFailed, NothingDiscovered
from flows.fetching.fetcher import PageFetcher
from flows.fetching.link_collection import LinkCollection
from flows.fetching.web_urls import normal_url, same_page_key
from schemas.discovery import Sitemap
from schemas.link import Link
from schemas.page import Page

logger = logging.getLogger(__name__)

_GZIP_MAGIC = b"\x1f\x8b"
_LARGEST = SITEMAP.max_bytes or 0


class _Entry(NamedTuple):
    kind: str
    """url: a page; sitemap: a further sitemap."""
    location: str
    modified: str | None


class _DocumentTypeFound(Exception):
    """No sitemap needs a document type; what declares entities wants to be expanded into gigabytes."""


async def links_of_sitemap(
    sitemap: Sitemap, start_url: str, fetcher: PageFetcher, limit: int | None = None
) -> list[Link]:
    """Return the pages that the sitemap at `start_url` lists, with their lastmod, sitemap by sitemap.

    Raises FetchFailed or DiscoveryFailed where one of the sitemaps cannot be had or read, because half a list
    would look like a site that has dropped its profiles; NothingDiscovered where no page fits.
    """
    found = LinkCollection(sitemap.pattern, limit)
    waiting = deque([start_url])
    known = {same_page_key(start_url)}
    while waiting and not found.full:
        page = await fetcher.fetch(waiting.popleft(), SITEMAP)
        for entry in _entries(page):
            if entry.kind == "url":
                found.add(entry.location, page.url, entry.modified)
            elif (further := normal_url(entry.location, page.url)) and same_page_key(further) not in known:
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


def _entries(page: Page) -> Iterator[_Entry]:
    document = _unpacked(page)
    try:
        yield from _read(document)
    except etree.XMLSyntaxError as error:
        raise DiscoveryFailed(f"{page.url}: expected a sitemap in XML: {error.msg}") from error
    except _DocumentTypeFound as error:
        raise DiscoveryFailed(f"{page.url}: expected a sitemap, found a document type in it") from error


def _unpacked(page: Page) -> bytes:
    if not page.body.startswith(_GZIP_MAGIC):
        return page.body.lstrip()
    decoder = decoder_for("gzip")
    try:
        document = decoder.feed(page.body, _LARGEST)
        if len(document) > _LARGEST:
            raise DiscoveryFailed(f"{page.url}: larger than {_LARGEST:,} bytes after decompression")
        decoder.finish()
    except CannotDecode as error:
        raise DiscoveryFailed(f"{page.url}: the gzipped sitemap cannot be read: {error}") from error
    return document.lstrip()


def _read(document: bytes) -> Iterator[_Entry]:
    elements = etree.iterparse(
        BytesIO(document),
        tag=("{*}url", "{*}sitemap"),
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    for _, element in elements:
        if element.getroottree().docinfo.internalDTD is not None:
            raise _DocumentTypeFound
        location = element.findtext("{*}loc") or ""
        modified = (element.findtext("{*}lastmod") or "").strip()
        yield _Entry(etree.QName(element).localname, location, modified[:64] or None)
        element.clear()
        while element.getprevious() is not None:  # keeps memory flat
            del element.getparent()[0]
