"""Where a source's pages are listed: worked out from a listing page and the addresses of some of the pages."""

from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from itertools import islice
from urllib.parse import urljoin

from selectolax.lexbor import LexborHTMLParser, LexborNode

from extractors.dom_walk import upward
from extractors.parse import PageRejected, parse
from extractors.source_draft.element_selectors import selectors_of
from extractors.stable_names import is_stable
from flows.address_pattern import pattern_of
from flows.fetching.fetch_failures import DiscoveryFailed
from flows.fetching.index_page import links_on_page
from flows.fetching.web_urls import normal_url, same_page_key
from schemas.discovery import IndexPage, Sitemap
from schemas.link import Link
from schemas.page import Page

_FEWEST_NAMES = 3
_MOST_OF_LIST = 0.6
"""Of the links in the list; a selector that leaves out more has found a part of it, such as what is new."""
_STEPS = 4
"""From a link outward."""
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


def _within_list(index: IndexPage, listing: Page, found: Sequence[str]) -> IndexPage:
    """Return the index with a selector of the list, where links of the same form also stand beside it."""
    tree = _tree(listing)
    keys = set(map(same_page_key, found))
    anchors = [anchor for anchor in tree.css("a[href]") if _leads_to(anchor, listing.url, keys)]
    around = _around(anchors)
    everywhere = len(links_on_page(index, listing))
    if around is None or len(found) < 2:  # noqa: PLR2004 - one link tells nothing of where the list ends
        return index
    best, least = index, everywhere
    for selector in (*(f"{name} a[href]" for name in selectors_of(around)), *_alike(anchors)):
        trial = index.model_copy(update={"links": selector})
        within = links_on_page(trial, listing)
        is_list = keys <= _keys(within) and (best is index or len(within) >= _MOST_OF_LIST * least)
        if is_list and len(within) < least:
            best, least = trial, len(within)
    return best


def _alike(anchors: Sequence[LexborNode]) -> Iterator[str]:
    """Yield selectors of the classes that all anchors have, and of those around them: the entries of one list."""
    for steps in range(_STEPS):
        nodes = [next(islice(upward(anchor), steps, None), None) for anchor in anchors]
        names = set.intersection(*(set(_classes(node)) for node in nodes))
        yield from (f"a.{name}[href]" if steps == 0 else f".{name} a[href]" for name in sorted(names))


def _classes(node: LexborNode | None) -> list[str]:
    written = (node.attributes.get("class") or "") if node is not None else ""
    return [name for name in written.split() if is_stable(name)]


def _with_names(index: IndexPage, listing: Page) -> IndexPage:
    """Return the index with its entries, where these give other names to the pages."""
    for element in _NAMES_IN:
        within = index.links.removesuffix("a[href]") if index.links.endswith(" a[href]") else ""
        trial = index.model_copy(update={"entries": f"{within}{element}"})
        if sum(bool(link.aliases) for link in links_on_page(trial, listing)) >= _FEWEST_NAMES:
            return trial
    return index


def _keys(links: Sequence[Link]) -> set[str]:
    return {same_page_key(link.url) for link in links}


def _leads_to(anchor: LexborNode, base: str, keys: AbstractSet[str]) -> bool:
    url = normal_url(anchor.attributes.get("href") or "", base)
    return url is not None and same_page_key(url) in keys


def _around(nodes: Sequence[LexborNode]) -> LexborNode | None:
    """Return the smallest element that holds all of the nodes and is none of them."""
    if not nodes:
        return None
    chains = [list(upward(node))[1:] for node in nodes]
    shared = set.intersection(*({node.mem_id for node in chain} for chain in chains))
    return next((node for node in chains[0] if node.mem_id in shared), None)


def _tree(listing: Page) -> LexborHTMLParser:
    try:
        return parse(listing.body, listing.header("Content-Type"))
    except PageRejected as error:
        raise DiscoveryFailed(f"{listing.url}: the list of pages cannot be read: {error}") from error
