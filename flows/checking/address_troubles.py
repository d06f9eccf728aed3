"""Troubles of the pages' addresses: the list leads to profiles that the last version does not know."""

from collections.abc import Iterator

from flows.checking.comparison import Comparison, some
from flows.run_drift import NOTICEABLE
from schemas.check_report import Trouble


def address_troubles(seen: Comparison) -> Iterator[Trouble]:
    """Yield that more profiles of the sample are new than the list has grown by."""
    if seen.published is None:
        return
    read = [page for page in seen.sample.pages if page.profile]
    new = [page for page in read if page.before is None]
    if not seen.rises_above(len(new), len(read), _share_of_new(seen) + NOTICEABLE):
        return
    titles = {page.profile.title.casefold(): page for page in new if page.profile}
    former = seen.published.titled(titles)
    told, advice = "none has the title of one of them", "see whether the list still leads to the profiles"
    if former:
        title, record = min(former.items())
        told = f"{len(former)} have the title of one: {titles[title].url} was {record.url}"
        advice = (
            "the site moved them: a record keeps its id where half of what it says is the same;"
            " look at the delta of the next run"
        )
    expected = f"profiles at addresses that {seen.published.name} has"
    found = f"{len(new)} of {len(read)} at others, {told}"
    yield seen.trouble("listing", expected, found, some(new), advice)


def _share_of_new(seen: Comparison) -> float:
    """Return the share of the list's pages that are new if each page of the last version is still on it."""
    links, before = len(seen.today.links), seen.published.figures.outcomes.pages if seen.published else 0
    return max(0, links - before) / links if links else 0.0
