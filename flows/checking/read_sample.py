"""The sample as the source reads it today, page by page beside the last version's records."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from extractors.explain import explain
from extractors.page_layout import PageLayout, page_layout
from extractors.source import Source
from flows.checking.last_published import LastPublished
from flows.checking.site_today import SampledPage, SiteToday
from flows.fetching.web_urls import same_page_key
from flows.listing_names import join_listing
from output.profile_statistics import Tally
from schemas.profile import JobProfile

ENDS = ("profiles", "duplicates", "rejected", "gone", "refused", "failed")


@dataclass(frozen=True, slots=True)
class ReadPage:
    """A page of the sample, and what became of it."""

    sampled: SampledPage
    url: str
    """The address under which it is known, as far as that was learned."""
    outcome: str
    """One of ENDS."""
    reason: str
    layout: PageLayout
    profile: JobProfile | None = None
    before: JobProfile | None = None
    """Its record in the last version."""

    @property
    def is_record(self) -> bool:
        """Whether it is the page of a record, now or before."""
        return self.profile is not None or self.before is not None


@dataclass(frozen=True, slots=True)
class ReadSample:
    """The sample, read."""

    pages: Sequence[ReadPage]
    whole: bool
    """Whether it is no sample, but every page of the list."""

    def ends(self) -> Counter[str]:
        """Return how many pages came to which end."""
        return Counter(page.outcome for page in self.pages)

    def profiles(self) -> list[JobProfile]:
        """Return the records that were read."""
        return [page.profile for page in self.pages if page.profile]

    def of_records(self) -> list[ReadPage]:
        """Return the pages of records that arrived."""
        return [page for page in self.pages if page.is_record and page.sampled.page]

    def tally(self) -> Tally:
        """Return the figures of the records that were read."""
        tally = Tally()
        for profile in self.profiles():
            tally.add(profile)
        return tally


def read_sample(
    source: Source, today: SiteToday, published: LastPublished | None, listing: str | None
) -> ReadSample:
    """Return each page of the sample as the source reads it; never raises for what a page holds."""
    read = [_read(source, page, listing) for page in today.pages]
    addresses = {url for page in read for url in _addresses(page)}
    records = published.records(addresses) if published else {}
    pages = [_beside(page, records) for page in _without_twins(read)]
    return ReadSample(pages, whole=len(pages) == len(today.links))


def _read(source: Source, sampled: SampledPage, listing: str | None) -> ReadPage:
    page = sampled.page
    if page is None:
        return ReadPage(sampled, sampled.link.url, sampled.outcome, sampled.reason, PageLayout())
    content_type = page.header("Content-Type")
    explanation = explain(page.body, url=page.url, source=source, content_type=content_type)
    found = join_listing(explanation.extraction, sampled.link, listing)
    return ReadPage(
        sampled,
        explanation.url or page.url,
        "profiles" if found.profile else "rejected",
        found.reason or "",
        page_layout(page.body, explanation, source, content_type),
        found.profile,
    )


def _without_twins(pages: Sequence[ReadPage]) -> Iterator[ReadPage]:
    """Yield the pages, of which none is the page of a record that another one gave before."""
    known: set[str] = set()
    for page in pages:
        if page.profile and page.profile.id in known:
            yield replace(page, outcome="duplicates", profile=None)
        else:
            known |= {page.profile.id} if page.profile else set()
            yield page


def _beside(page: ReadPage, records: dict[str, JobProfile]) -> ReadPage:
    if page.outcome == "duplicates":
        return page
    keys = map(same_page_key, _addresses(page))
    return replace(page, before=next((records[key] for key in keys if key in records), None))


def _addresses(page: ReadPage) -> tuple[str, ...]:
    answered = (page.sampled.page.url,) if page.sampled.page else ()
    return (page.url, *answered, page.sampled.link.url)
