"""Troubles of the list of pages: it cannot be had, holds nothing that fits, or far fewer pages than before."""

from collections.abc import Iterator
from typing import NamedTuple

from selectolax.lexbor import LexborHTMLParser

from extractors.parse import PageRejected, parse
from flows.checking.comparison import Comparison
from flows.command_errors import UsageError
from flows.fetching.fetch_failures import (
    ArchiveUnreadable,
    DiscoveryFailed,
    FetchFailed,
    HostUnreachable,
    NothingDiscovered,
    PageGone,
    RobotsForbid,
)
from output.published import DatasetUnreadable
from output.quality_gate import FALL_IN_PROFILES
from schemas.check_report import About, Trouble
from schemas.discovery import IndexPage


class _Told(NamedTuple):
    about: About
    expected: str
    advice: str


_FAILURES: dict[type[Exception], _Told] = {
    RobotsForbid: _Told(
        "robots.txt",
        "leave to fetch the list of pages",
        "read the host's robots.txt, and ask the site's owner; without leave, stop fetching it",
    ),
    PageGone: _Told(
        "start page",
        "the list of pages",
        "find the list's address of today, and correct the source or give --start-url URL",
    ),
    HostUnreachable: _Told("start page", "a host that answers", "check the address and the network"),
    FetchFailed: _Told("start page", "the list of pages", "open it in a browser, and check again later"),
    UsageError: _Told("check", "what the source's pages need", "do what it says"),
    TimeoutError: _Told(
        "check", "an end of the check", "open it in a browser; a slow site takes fewer --pages"
    ),
    DatasetUnreadable: _Told("last version", "a list of retracted records", "restore it from a copy"),
    DiscoveryFailed: _Told("listing", "a list of pages", "correct the source's `discover`"),
    ArchiveUnreadable: _Told("listing", "a list of pages", "correct the source's `discover`"),
}
"""What goes wrong → what is told of it; the first kind that fits counts."""


def listing_troubles(seen: Comparison) -> Iterator[Trouble]:
    """Yield what is wrong with the list of pages."""
    if seen.today.failure is not None:
        yield _failure(seen, seen.today.failure)
    else:
        yield from _number_of_links(seen)


def _failure(seen: Comparison, failure: Exception) -> Trouble:
    if isinstance(failure, NothingDiscovered):
        return _nothing_fits(seen)
    told = next((told for kind, told in _FAILURES.items() if isinstance(failure, kind)), None)
    if told is None:  # a fault of ours that this site shows
        found = f"internal error: {type(failure).__name__}: {failure}"
        return seen.trouble("check", "an end of the check", found, seen.start, "please report it")
    if isinstance(failure, FetchFailed):
        return seen.trouble(told.about, told.expected, failure.reason, failure.url, told.advice)
    found = str(failure) or type(failure).__name__
    return seen.trouble(told.about, told.expected, found, seen.start, told.advice)


def _nothing_fits(seen: Comparison) -> Trouble:
    """Return the first condition of the source that nothing on the start page fulfils."""
    discover, page = seen.source.discover, seen.today.listing
    look_at = page.url if page else seen.start
    if isinstance(discover, IndexPage) and page is not None:
        try:
            tree = parse(page.body, page.header("Content-Type"))
        except PageRejected as reason:
            advice = "open it in a browser: it may need scripts (render=True)"
            return seen.trouble("listing", "a list of pages", str(reason), look_at, advice)
        for name in ("entries", "links"):
            css = getattr(discover, name)
            if css and not tree.css(css):
                advice = f"correct `discover.{name}` of the source"
                return seen.trouble("selectors", f"elements that fit {name} {css!r}", "none", look_at, advice)
        if (count := _anchors(tree, discover)) and discover.pattern:
            found = f"none of {count} that fits the pattern {discover.pattern!r}"
            advice = "correct `discover.pattern` of the source"
            return seen.trouble("listing", "links to profiles", found, look_at, advice)
    advice = "correct the source's `discover`, or give another start page with --start-url URL"
    return seen.trouble("listing", "links to profiles", "none that fits", look_at, advice)


def _anchors(tree: LexborHTMLParser, discover: IndexPage) -> int:
    return len(tree.css(discover.links))


def _number_of_links(seen: Comparison) -> Iterator[Trouble]:
    links, least = len(seen.today.links), seen.source.expect.min_profiles
    advice = "see whether the list goes on where the source does not follow it (next_page, pattern)"
    if least is not None and links < least:
        yield seen.trouble(
            "listing", f"at least {least} profiles", f"{links} links in all", seen.start, advice
        )
    elif seen.published:
        before = seen.published.figures.outcomes.pages
        if before and links < before * (1 - FALL_IN_PROFILES):
            expected = f"about {before} links, as version {seen.published.name} had"
            yield seen.trouble("listing", expected, f"{links}", seen.start, advice)
