"""Sitemaps and feeds as a stream of entries: nothing is expanded, and memory stays flat."""

from collections.abc import Iterator
from io import BytesIO
from typing import Literal, NamedTuple
from urllib.parse import urljoin

from lxml import etree

from flows.fetching.content_decoding import CannotDecode, decoder_for
from flows.fetching.content_kinds import SITEMAP
from flows.fetching.fetch_failures import DiscoveryFailed
from schemas.page import Page

_GZIP_MAGIC = b"\x1f\x8b"
_LARGEST = SITEMAP.max_bytes or 0
_TAGS = ("{*}url", "{*}sitemap", "{*}item", "{*}entry", "{*}link")
_LONGEST_DATE, _LONGEST_CATEGORY = 64, 200


class XmlEntry(NamedTuple):
    """An entry of a sitemap, of an index of sitemaps, or of a feed."""

    kind: Literal["page", "sitemap", "next"]
    location: str
    base: str
    """The URL that `location` is relative to."""
    modified: str | None = None
    category: str | None = None


class _DocumentTypeFound(Exception):
    """No listing needs a document type; what declares entities wants to be expanded into gigabytes."""


def xml_entries(page: Page) -> Iterator[XmlEntry]:
    """Yield the entries of a sitemap or feed, gzipped or not.

    Raises DiscoveryFailed where it is no XML, declares a document type, or is larger than a sitemap may be.
    """
    try:
        yield from _read(unpacked(page), page.url)
    except etree.XMLSyntaxError as error:
        raise DiscoveryFailed(f"{page.url}: expected a sitemap or feed in XML: {error.msg}") from error
    except _DocumentTypeFound as error:
        raise DiscoveryFailed(
            f"{page.url}: expected a sitemap or feed, found a document type in it"
        ) from error


def unpacked(page: Page) -> bytes:
    """Return the body of a listing, unzipped where it is a gzip file; raises DiscoveryFailed."""
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


def _read(document: bytes, url: str) -> Iterator[XmlEntry]:
    elements = etree.iterparse(
        BytesIO(document),
        tag=_TAGS,
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
        name = etree.QName(element).localname
        if name == "link":
            # Of the feed itself; those of an entry are read with it, before it is cleared.
            if element.get("rel") == "next" and _inside(element) == "feed":
                yield XmlEntry("next", element.get("href") or "", _base(element, url))
            continue
        if entry := _ENTRIES[name](element, url):
            yield entry
        element.clear()
        while element.getprevious() is not None:  # keeps memory flat
            del element.getparent()[0]


def _inside(element: etree._Element) -> str:
    parent = element.getparent()
    name = etree.QName(parent).localname if parent is not None else ""
    return "feed" if name in {"feed", "channel"} else name


def _of_sitemap(element: etree._Element, url: str) -> XmlEntry | None:
    location = _text(element, "loc")
    if not location:  # a feed's image has a url, too
        return None
    is_page = etree.QName(element).localname == "url"
    modified = _text(element, "lastmod")[:_LONGEST_DATE]
    return XmlEntry("page" if is_page else "sitemap", location, url, modified or None)


def _of_rss(element: etree._Element, url: str) -> XmlEntry | None:
    location = (
        _text(element, "link") or element.get("{http://www.w3.org/1999/02/22-rdf-syntax-ns#}about") or ""
    )
    return _feed_entry(element, location, url, _text(element, "pubDate") or _text(element, "date"), "")


def _of_atom(element: etree._Element, url: str) -> XmlEntry | None:
    links = [link for link in element.iterfind("{*}link") if link.get("rel", "alternate") == "alternate"]
    location = links[0].get("href") or "" if links else ""
    term = next((category.get("term") or "" for category in element.iterfind("{*}category")), "")
    return _feed_entry(element, location, url, _text(element, "updated") or _text(element, "published"), term)


def _feed_entry(element: etree._Element, location: str, url: str, date: str, term: str) -> XmlEntry | None:
    if not location:
        return None
    category = " ".join((term or _text(element, "category")).split())[:_LONGEST_CATEGORY].strip()
    return XmlEntry("page", location, _base(element, url), date[:_LONGEST_DATE] or None, category or None)


def _base(element: etree._Element, url: str) -> str:
    """Return what references in an element are relative to (XML Base)."""
    try:
        return urljoin(url, str(element.base or ""))
    except ValueError:
        return url


def _text(element: etree._Element, name: str) -> str:
    return (element.findtext(f"{{*}}{name}") or "").strip()


_ENTRIES = {
    "url": _of_sitemap,
    "sitemap": _of_sitemap,
    "item": _of_rss,
    "entry": _of_atom,
}
