"""Collecting links: normalised, filtered by the source's patterns, each once, in the order found."""

import logging
import re
from collections.abc import Sequence
from typing import NamedTuple, overload

from pydantic import ValidationError

from flows.fetching.web_urls import normal_url, same_page_key
from schemas.discovery import Discovery
from schemas.link import Link

logger = logging.getLogger(__name__)


class _Found(NamedTuple):
    """A link, in a tenth of the memory that a model takes: a site may have 500,000."""

    url: str
    aliases: tuple[str, ...] = ()
    category: str | None = None
    modified: str | None = None


class LinkList(Sequence[Link]):
    """Links in the order found, each made when it is asked for."""

    def __init__(self, found: Sequence[_Found]) -> None:
        self._found = found

    def __len__(self) -> int:
        return len(self._found)

    @overload
    def __getitem__(self, place: int) -> Link: ...

    @overload
    def __getitem__(self, place: slice) -> "LinkList": ...

    def __getitem__(self, place: int | slice) -> "Link | LinkList":
        if isinstance(place, slice):
            return LinkList(self._found[place])
        return Link.model_construct(**self._found[place]._asdict())  # it was validated when it was found


class LinkCollection:
    """The links found so far."""

    def __init__(self, discovery: Discovery, limit: int | None = None) -> None:
        """Keep the links that fit `discovery`, at most `limit`."""
        self._pattern = re.compile(discovery.pattern) if discovery.pattern else None
        self._exclude = re.compile(discovery.exclude) if discovery.exclude else None
        self._max_links = discovery.max_links
        self._most = self._max_links if limit is None else min(limit, self._max_links)
        self._links: dict[str, _Found] = {}

    def add(
        self,
        reference: str,
        base: str,
        *,
        modified: str | None = None,
        category: str | None = None,
        aliases: tuple[str, ...] = (),
    ) -> None:
        """Add the page that `reference` names, as it stands in the document at `base`.

        What the listing knows of a page that was found before is joined to what was known.
        """
        url = normal_url(reference, base)
        if url is None or not self._fits(url):
            return
        key = same_page_key(url)
        known = self._links.get(key)
        if known is None and self.full:
            return
        before = known or _Found(url)
        told = _Found(
            before.url,
            (*before.aliases, *_new_names(aliases, before.aliases)),
            before.category or category,
            before.modified or modified,
        )
        self._links[url if url == key else key] = told if _is_valid(told) else before
        if known is None and len(self._links) == self._max_links:
            logger.warning("%d links found: the rest is left out; raise max_links.", self._max_links)

    def _fits(self, url: str) -> bool:
        if self._pattern and not self._pattern.search(url):
            return False
        return not (self._exclude and self._exclude.search(url))

    @property
    def full(self) -> bool:
        """Whether no more links are wanted."""
        return len(self._links) >= self._most

    def links(self, *, without: frozenset[str] = frozenset()) -> LinkList:
        """Return the links in the order found, `without` some URLs, such as the list's own pages."""
        keys = {same_page_key(url) for url in without}
        return LinkList([link for key, link in self._links.items() if key not in keys])


def links_without(links: Sequence[Link], withheld: frozenset[str]) -> Sequence[Link]:
    """Return the links without those to pages at `withheld` URLs, whose records were retracted."""
    if not withheld:
        return links
    keys = set(map(same_page_key, withheld))
    left = [link for link in links if same_page_key(link.url) not in keys]
    if len(left) < len(links):
        logger.info("Left out %d pages whose record was retracted.", len(links) - len(left))
    return left


def _is_valid(found: _Found) -> bool:
    """Tell whether what strangers wrote makes a link."""
    try:
        Link(**found._asdict())
    except ValidationError:
        return False
    return True


def _new_names(names: tuple[str, ...], known: tuple[str, ...]) -> list[str]:
    seen = {name.casefold() for name in known}
    new = []
    for name in names:
        if name.casefold() not in seen:
            seen.add(name.casefold())
            new.append(name)
    return new
