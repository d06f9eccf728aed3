"""A picture of a source's layout, learned from the archived pages of published records."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain

from extractors.explain import explain
from extractors.page_layout import PageLayout, page_layout
from extractors.source import Source
from flows.archive.archive import Archive
from flows.archive.captured import Captured
from flows.checking.chance import learned_share
from flows.checking.last_published import LastPublished
from flows.fetching.fetch_failures import ArchiveUnreachable, ArchiveUnreadable
from schemas.page import Page

LEARNED_PAGES = 30
"""Pages that a picture is learned from, at most: reading them takes a second."""
LEAST_PAGES = 5
"""Fewer show no pattern."""


@dataclass(frozen=True, slots=True)
class LayoutPicture:
    """How many of the pages that it was learned from had what."""

    pages: int = 0
    places: dict[str, Counter[str]] = field(default_factory=dict)
    """Field → places of its values → pages."""
    familiar: Counter[str] = field(default_factory=Counter)
    """Field → pages on which a value of it stands in a place that another page has as well."""
    headings: Counter[str] = field(default_factory=Counter)
    field_headings: dict[str, str] = field(default_factory=dict)
    """Folded headings that head a field → one of them, as it stands on its page."""
    selectors: Counter[str] = field(default_factory=Counter)

    @property
    def tells(self) -> bool:
        """Whether it was learned from enough pages."""
        return self.pages >= LEAST_PAGES

    def share(self, count: int) -> float:
        """Return the share of pages to expect for what `count` of the learned ones had."""
        return learned_share(count, self.pages)


def learned_picture(source: Source, archive: Archive, published: LastPublished) -> LayoutPicture:
    """Return the picture of the pages of published records, as today's source reads them.

    Read anew, and not taken from the version's evidence, so that a reader that was changed since is no change of
    the site; and from the newest captures that a good run fetched, so that a layout in which the records are still
    read right is learned with the next run. How well the picture foretells a page is measured on these pages
    themselves, each against the others (leave one out): where classes differ from page to page, nothing is expected
    of the next page either. Pages that the archive does not have are left out; raises ArchiveUnreachable where it
    does not answer.
    """
    layouts = (_layout(page, source) for page in _archived(archive, published))
    return picture_of([layout for layout in layouts if layout is not None])


def picture_of(layouts: Sequence[PageLayout]) -> LayoutPicture:
    """Return what these pages have in common."""
    names = sorted({name for layout in layouts for name in layout.places})
    places = {
        name: Counter(chain.from_iterable(one.places.get(name, ()) for one in layouts)) for name in names
    }
    familiar = Counter[str]()
    for name in names:
        shared = {place for place, pages in places[name].items() if pages > 1}
        familiar[name] = sum(not shared.isdisjoint(layout.places.get(name, ())) for layout in layouts)
    return LayoutPicture(
        pages=len(layouts),
        places=places,
        familiar=familiar,
        headings=Counter(chain.from_iterable(layout.headings for layout in layouts)),
        field_headings={text: shown for one in layouts for text, shown in one.field_headings.items()},
        selectors=Counter(chain.from_iterable(layout.selectors for layout in layouts)),
    )


def _archived(archive: Archive, published: LastPublished) -> Iterator[Page]:
    """Yield pages of records as the last good run had them: later captures may show the change that is looked for."""
    records = archive.fetched_at(published.when_fetched(LEARNED_PAGES))
    until = published.refused_since
    newest: dict[str, Captured] = {}
    for captured in archive.captures_of([captured.key for captured in records]):
        known = newest.get(captured.key)
        is_later = known is None or captured.age_key > known.age_key
        if captured.is_page and is_later and (until is None or captured.fetched_at < until):
            newest[captured.key] = captured
    for captured in newest.values():
        try:
            yield archive.read(captured)
        except ArchiveUnreachable:
            raise
        except ArchiveUnreadable:
            continue


def _layout(page: Page, source: Source) -> PageLayout | None:
    """Return the layout of a page, None where it is no profile to today's reader."""
    content_type = page.header("Content-Type")
    explanation = explain(page.body, url=page.url, source=source, content_type=content_type)
    if explanation.extraction.profile is None:
        return None
    return page_layout(page.body, explanation, source, content_type)
