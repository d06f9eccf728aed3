"""The archive as a fetcher: what was fetched before, and no network."""

from flows.archive.archive import Archive
from flows.fetching.capture import Capture, Exchange, Validators
from flows.fetching.content_kinds import HTML_PAGE, ContentKind
from flows.fetching.fetch_failures import ArchiveUnreadable, FetchFailed, NotArchived, PageGone
from schemas.page import Page


class ArchivedPages:
    """A PageFetcher that answers from the archive, with the newest capture of each page."""

    def __init__(self, archive: Archive) -> None:
        self._archive = archive

    async def fetch(self, url: str, kind: ContentKind = HTML_PAGE) -> Page:
        """Return the newest capture of `url`.

        Raises NotArchived where there is none, PageGone where the server said so last, and FetchFailed where
        its record is damaged.
        """
        captured = self._archive.latest([url]).get(url)
        if captured is None:
            raise NotArchived(url, f"the archive holds no capture of it as {kind.name}")
        if captured.is_gone:
            raise PageGone(
                url, f"the server answered {captured.status} when it was last asked", captured.status
            )
        try:
            return self._archive.read(captured)
        except ArchiveUnreadable as error:
            raise FetchFailed(url, str(error)) from error

    async def capture(
        self, url: str, kind: ContentKind = HTML_PAGE, known: Validators | None = None
    ) -> Capture:
        """Return the newest capture of `url`, whatever is known of it; raises as `fetch` does."""
        del known
        return Capture((), Exchange((), await self.fetch(url, kind)))
