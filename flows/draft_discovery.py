"""Where a source's pages are listed: worked out from a listing page and the addresses of some of the pages."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

from selectolax.lexbor import LexborHTMLParser, LexborNode

from extractors.parse import PageRejected, parse
from extractors.source_draft.element_selectors import selectors_of
from flows.fetching.fetch_failures import DiscoveryFailed
from flows.fetching.index_page import links_on_page
from flows.fetching.web_urls import normal_url, same_page_key
from schemas.discovery import IndexPage, Sitemap
from schemas.link import Link
from schemas.page import Page

_FEWEST_NAMES = 3
_ENDING = re.compile(r"\.[a-z]{2,5}$")
_NAMES_IN = ("li", "tr", "p")
"""Elements that are an entry of a list each."""


@dataclass(frozen=True, slots=True)
class ListingDraft:
    """How the pages of a source are found, and what it finds on the listing that was given."""

    discover: IndexPage
    links: Sequence[Link]
    missing: tuple[str, ...]
    """Example pages that the listing does not lead to."""


def sitemap_of(urls: Sequence[str]) -> Sitemap:
    """Return the sitemaps that the site's robots.txt names, kept to pages whose addresses are like these."""
    return Sitemap(url=urljoin(urls[0], "/robots.txt"), pattern=pattern_of(urls))


def draft_listing(listing: Page, urls: Sequence[str]) -> ListingDraft:
    """Return how the pages at `urls`, and those like them, are found on a listing page.

    Of the settings that find all of them the plainest is taken: a pattern alone, or with a selector where addresses
    of that form also stand beside the list. Raises DiscoveryFailed where the page cannot be read.
    """
    plain = IndexPage(url=listing.url)
    wanted = {same_page_key(url): url for url in urls}
    listed = _keys(links_on_page(plain, listing))
    missing = tuple(url for key, url in wanted.items() if key not in listed)
    found = [url for key, url in wanted.items() if key in listed]
    index = plain.model_copy(update={"pattern": pattern_of(found or urls)})
    if found:
        index = _within_list(index, listing, found)
        index = _with_names(index, listing)
    return ListingDraft(index, links_on_page(index, listing), missing)


def pattern_of(urls: Sequence[str]) -> str:
    """Return a regular expression for the addresses of all of these pages, and of those like them.

    Parts of the path in which they differ are left open; of a single page, the last one.
    """
    paths = [urlsplit(url).path.strip("/").split("/") for url in urls]
    if len({len(path) for path in paths}) > 1:
        start = _common(paths)
        return "".join(f"/{re.escape(part)}" for part in start) + "/[^?]+$"
    last = len(paths[0]) - 1
    parts = []
    for place, said in enumerate(zip(*paths, strict=True)):
        differ = len(set(said)) > 1 or place == last
        parts.append(_open(said) if differ else _escaped(said[0]))
    closing = "/" if all(urlsplit(url).path.endswith("/") for url in urls) else ""
    return f"/{'/'.join(parts)}{closing}$"


def _common(paths: Sequence[Sequence[str]]) -> Iterator[str]:
    for said in zip(*paths, strict=False):
        if len(set(said)) > 1:
            return
        yield said[0]


def _open(said: Sequence[str]) -> str:
    endings = {match[0] if (match := _ENDING.search(part)) else "" for part in said}
    return "[^/]+" + (_escaped(endings.pop()) if len(endings) == 1 else "")


def _escaped(text: str) -> str:
    return re.escape(text).replace(r"\-", "-")


def _within_list(index: IndexPage, listing: Page, found: Sequence[str]) -> IndexPage:
    """Return the index with a selector of the list, where links of the same form also stand beside it."""
    tree = _tree(listing)
    anchors = [anchor for anchor in tree.css("a[href]") if _leads_to(anchor, listing.url, found)]
    around = _around(anchors)
    everywhere = len(links_on_page(index, listing))
    if around is None or len(found) < 2:  # noqa: PLR2004 - one link tells nothing of where the list ends
        return index
    keys = {same_page_key(url) for url in found}
    for selector in selectors_of(around):
        trial = index.model_copy(update={"links": f"{selector} a[href]"})
        within = links_on_page(trial, listing)
        if keys <= _keys(within):
            return trial if len(within) < everywhere else index
    return index


def _with_names(index: IndexPage, listing: Page) -> IndexPage:
    """Return the index with its entries, where these give other names to the pages."""
    for element in _NAMES_IN:
        within = index.links.removesuffix("a[href]")
        trial = index.model_copy(update={"entries": f"{within}{element}"})
        if sum(bool(link.aliases) for link in links_on_page(trial, listing)) >= _FEWEST_NAMES:
            return trial
    return index


def _keys(links: Sequence[Link]) -> set[str]:
    return {same_page_key(link.url) for link in links}


def _leads_to(anchor: LexborNode, base: str, urls: Sequence[str]) -> bool:
    url = normal_url(anchor.attributes.get("href") or "", base)
    return url is not None and same_page_key(url) in {same_page_key(each) for each in urls}


def _around(nodes: Sequence[LexborNode]) -> LexborNode | None:
    """Return the smallest element that holds all of the nodes and is none of them."""
    if not nodes:
        return None
    chains = [list(_ancestors(node)) for node in nodes]
    shared = set.intersection(*({node.mem_id for node in chain} for chain in chains))
    return next((node for node in chains[0] if node.mem_id in shared), None)


def _ancestors(node: LexborNode) -> Iterator[LexborNode]:
    here = node.parent
    while here is not None and here.tag not in ("body", "html"):
        yield here
        here = here.parent


def _tree(listing: Page) -> LexborHTMLParser:
    try:
        return parse(listing.body, listing.header("Content-Type"))
    except PageRejected as error:
        raise DiscoveryFailed(f"{listing.url}: the list of pages cannot be read: {error}") from error
