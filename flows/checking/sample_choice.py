"""Which pages of a list are looked at: always the same, and spread over all of it."""

from collections.abc import Sequence
from hashlib import sha256
from heapq import nsmallest

from schemas.link import Link


def chosen(links: Sequence[Link], pages: int) -> list[Link]:
    """Return at most `pages` of the links, in the order of the list.

    Those with the smallest SHA-256 of their URL: as good as drawn by lot, but the same every day, so that a check
    of a site that did not change says what it said yesterday; and a page that joins the list moves at most one other.
    """
    drawn = nsmallest(pages, range(len(links)), key=lambda place: rank(links[place].url))
    return [links[place] for place in sorted(drawn)]


def rank(url: str) -> bytes:
    """Return the key by which pages are drawn."""
    return sha256(url.encode()).digest()
