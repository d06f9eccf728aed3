"""A fetcher whose answers somebody else sees, too: the archive, or a check."""

from collections.abc import Callable

from flows.fetching.capture import Capture, Validators
from flows.fetching.content_kinds import HTML_PAGE, ContentKind
from flows.fetching.fetcher import PageFetcher
from schemas.page import Page


class WatchedFetcher:
    """A PageFetcher that shows every answer of another one to a function."""

    def __init__(self, fetcher: PageFetcher, see: Callable[[Capture], object]) -> None:
        self._fetcher = fetcher
        self._see = see

    async def fetch(self, url: str, kind: ContentKind = HTML_PAGE) -> Page:
        """Return the page at `url`; raises what the other fetcher raises."""
        return (await self.capture(url, kind)).as_read

    async def capture(
        self, url: str, kind: ContentKind = HTML_PAGE, known: Validators | None = None
    ) -> Capture:
        """Return the page with all that led to it, shown; raises what the other fetcher and the function raise."""
        capture = await self._fetcher.capture(url, kind, known)
        self._see(capture)
        return capture
