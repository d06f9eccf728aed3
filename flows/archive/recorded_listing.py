"""A fetcher that archives what it fetches: the listing pages that discovery reads."""

from flows.archive.segment_writer import SegmentWriter
from flows.fetching.capture import Capture, Validators
from flows.fetching.content_kinds import HTML_PAGE, ContentKind
from flows.fetching.fetcher import PageFetcher
from schemas.page import Page


class RecordedListing:
    """A PageFetcher that writes every answer of another one into a segment."""

    def __init__(self, fetcher: PageFetcher, writer: SegmentWriter) -> None:
        self._fetcher = fetcher
        self._writer = writer

    async def fetch(self, url: str, kind: ContentKind = HTML_PAGE) -> Page:
        """Return the page at `url`; raises what the other fetcher raises."""
        return (await self.capture(url, kind)).as_read

    async def capture(
        self, url: str, kind: ContentKind = HTML_PAGE, known: Validators | None = None
    ) -> Capture:
        """Return the page with all that led to it, archived; raises what the other fetcher raises."""
        capture = await self._fetcher.capture(url, kind, known)
        self._writer.write(capture)
        return capture
