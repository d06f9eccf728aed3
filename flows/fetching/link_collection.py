"""Collecting links: normalised, filtered by the source's pattern, each once, in the order found."""

import logging
import re

from flows.fetching.fetch_failures import DiscoveryFailed
from flows.fetching.web_urls import normal_url, same_page_key
from schemas.link import Link

logger = logging.getLogger(__name__)

MOST_LINKS = 500_000
"""Beyond that a list is broken or a trap, such as a calendar without end."""


class LinkCollection:
    """The links found so far."""

    def __init__(self, pattern: str | None = None, limit: int | None = None) -> None:
        """Keep at most `limit` links that match `pattern`; raises DiscoveryFailed where it is none."""
        try:
            self._pattern = re.compile(pattern) if pattern else None
        except re.error as error:
            raise DiscoveryFailed(f"the pattern {pattern!r} is no regular expression: {error}") from error
        self._most = MOST_LINKS if limit is None else min(limit, MOST_LINKS)
        self._links: dict[str, Link] = {}

    def add(self, reference: str, base: str, modified: str | None = None) -> None:
        """Add the page that `reference` names, as it stands in the document at `base`."""
        url = normal_url(reference, base)
        if url is None or self.full or (self._pattern and not self._pattern.search(url)):
            return
        self._links.setdefault(same_page_key(url), Link(url=url, modified=modified))
        if len(self._links) == MOST_LINKS:
            logger.warning("More than %d links found; the rest is left out.", MOST_LINKS)

    @property
    def full(self) -> bool:
        """Whether no more links are wanted."""
        return len(self._links) >= self._most

    def links(self, *, without: frozenset[str] = frozenset()) -> list[Link]:
        """Return the links in the order found, `without` some URLs, such as the list's own pages."""
        keys = {same_page_key(url) for url in without}
        return [link for key, link in self._links.items() if key not in keys]
