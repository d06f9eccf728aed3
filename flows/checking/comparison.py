"""Everything that one source's troubles are told from: its site today beside its last version."""

from collections.abc import Sequence
from dataclasses import dataclass

from extractors.source import Source
from flows.checking.chance import too_few, too_many
from flows.checking.last_published import LastPublished
from flows.checking.layout_picture import LayoutPicture
from flows.checking.read_sample import ReadPage, ReadSample
from flows.checking.site_today import SiteToday
from schemas.check_report import About, Trouble


@dataclass(frozen=True, slots=True)
class Comparison:
    """One source: what it says of itself, what it shows today, and what is known of it."""

    source: Source
    start: str
    """Where its list begins: the start page, or what stands in its place."""
    today: SiteToday
    sample: ReadSample
    published: LastPublished | None
    picture: LayoutPicture

    def trouble(self, about: About, expected: str, found: str, look_at: str, advice: str) -> Trouble:
        """Return a trouble of this source."""
        return Trouble(
            source=self.source.id,
            about=about,
            expected=expected,
            found=found,
            look_at=look_at,
            advice=advice,
        )

    def falls_below(self, count: int, of: int, bound: float) -> bool:
        """Tell whether a share of the pages is below a bound: for certain, or by more than chance in a sample."""
        return of > 0 and count / of < bound if self.sample.whole else too_few(count, of, bound)

    def rises_above(self, count: int, of: int, bound: float) -> bool:
        """Tell whether a share of the pages is above a bound: for certain, or by more than chance in a sample."""
        return of > 0 and count / of > bound if self.sample.whole else too_many(count, of, bound)

    def explained(self, page: ReadPage) -> str:
        """Return how to see why a page is read as it is."""
        if page.sampled.page is None:
            return "open it in a browser"
        return f"`jobprofiles extract --explain --source {self.source.id} {page.url}`"


def some(pages: Sequence[ReadPage]) -> str:
    """Return the address of the first page, and how many more there are."""
    first, more = pages[0].url, len(pages) - 1
    return f"{first} (and {more} more)" if more else first
