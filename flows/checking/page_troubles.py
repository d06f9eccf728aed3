"""Troubles of the sampled pages: forbidden, gone, or no profiles any more; and what that means for the whole list."""

from collections.abc import Iterator

from flows.checking.comparison import Comparison, some
from flows.run_drift import NOTICEABLE
from schemas.check_report import Trouble

_MOST_FORBIDDEN = 0.5
"""Without a version that tells which pages robots.txt allowed before."""


def page_troubles(seen: Comparison) -> Iterator[Trouble]:
    """Yield what is wrong with the sampled pages."""
    if not seen.sample.pages:
        return
    yield from _forbidden(seen)
    if not seen.sample.profiles():
        yield _no_profile(seen)
        return
    yield from _lost_records(seen)
    yield from _rejected(seen)
    yield from _number_of_profiles(seen)


def _forbidden(seen: Comparison) -> Iterator[Trouble]:
    """Yield pages that robots.txt forbids although there are records of them, or that are most of the list."""
    forbidden = [page for page in seen.sample.pages if page.sampled.robots_forbid]
    of_records = [page for page in forbidden if page.before]
    if pages := of_records or (
        forbidden if len(forbidden) > _MOST_FORBIDDEN * len(seen.sample.pages) else []
    ):
        found = f"{len(pages)} of {len(seen.sample.pages)} sampled pages forbidden: {pages[0].reason}"
        advice = (
            "read the host's robots.txt; leave these pages out (`discover.exclude`), or ask the site's owner"
        )
        yield seen.trouble("robots.txt", "leave to fetch the profiles", found, some(pages), advice)


def _no_profile(seen: Comparison) -> Trouble:
    page = next((page for page in seen.sample.pages if page.outcome == "rejected"), seen.sample.pages[0])
    ends = ", ".join(f"{count} {end}" for end, count in seen.sample.ends().items())
    return seen.trouble(
        "pages",
        "at least one profile",
        f"none ({ends}): {page.reason}",
        page.url,
        seen.explained(page),
    )


def _lost_records(seen: Comparison) -> Iterator[Trouble]:
    """Yield pages of published records that give none any more, if they are more than a few (run_drift.NOTICEABLE)."""
    before = [page for page in seen.sample.pages if page.before]
    lost = [page for page in before if not page.profile and not page.sampled.robots_forbid]
    if seen.published and seen.rises_above(len(lost), len(before), NOTICEABLE):
        expected = f"profiles on {len(before)} pages that are records in {seen.published.name}"
        found = f"none on {len(lost)} of them: {lost[0].reason}"
        yield seen.trouble("pages", expected, found, some(lost), seen.explained(lost[0]))


def _rejected(seen: Comparison) -> Iterator[Trouble]:
    limit = seen.source.expect.max_rejected
    rejected = [page for page in seen.sample.pages if page.outcome == "rejected"]
    arrived = len(rejected) + len(seen.sample.profiles())
    if limit is not None and seen.rises_above(len(rejected), arrived, limit):
        found = f"{len(rejected)} of {arrived}: {rejected[0].reason}"
        expected = f"at most {limit:.0%} of the pages rejected"
        yield seen.trouble("pages", expected, found, some(rejected), seen.explained(rejected[0]))


def _number_of_profiles(seen: Comparison) -> Iterator[Trouble]:
    """Yield how many profiles the whole list would give, where that is beyond the source's bounds."""
    bounds, links = seen.source.expect, len(seen.today.links)
    count, looked_at = len(seen.sample.profiles()), len(seen.sample.pages)
    found = f"{count} of {looked_at} sampled pages, of {links} links"
    least, most = bounds.min_profiles, bounds.max_profiles
    if least is not None and least <= links and seen.falls_below(count, looked_at, least / links):
        advice = "look at the pages that are none: `--json` lists how many there are of each kind"
        yield seen.trouble("pages", f"at least {least} profiles", found, seen.start, advice)
    if most is not None and most < links and seen.rises_above(count, looked_at, most / links):
        advice = "see what the list leads to besides, and narrow `discover`, or raise max_profiles"
        yield seen.trouble("pages", f"at most {most} profiles", found, seen.start, advice)
