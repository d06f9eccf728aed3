"""Fetching a chunk: links in, an archived page and an outcome for each."""

import asyncio
import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from http import HTTPStatus
from typing import Literal

from pydantic import BaseModel, ConfigDict

from extractors.reservations import Reservation, reservation_of
from extractors.walls import wall_of
from flows.archive.archive import Archive
from flows.archive.captured import Captured
from flows.archive.segment_writer import SegmentWriter, is_same
from flows.fetching.capture import Capture
from flows.fetching.fetch_failures import ArchiveUnreadable, FetchFailed, HostGivenUp, HostUnreachable
from flows.fetching.fetcher import PageFetcher
from flows.fetching.tdm_file import TdmFiles
from schemas.link import Link
from schemas.page import Page

logger = logging.getLogger(__name__)


class FetchOutcome(BaseModel):
    """What became of one link: archived, or the reason why not."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    link: Link
    outcome: Literal["ok", "gone", "refused", "failed"]
    url: str
    """The URL that answered, after redirects; the one asked where nothing answered."""
    reason: str | None = None
    """One line for people, wherever the outcome is not "ok"."""
    status: int | None = None
    """Of the last answer, where there was one."""
    fetched_at: datetime | None = None
    captured: Captured | None = None
    """Where the page stands in the archive: this run's, or the last good one of a page that failed."""
    cause: str | None = None
    """The kind of wall or reservation that stood before the page, such as "bot challenge" or "noindex"."""
    host_unreachable: bool = False
    """Whether the host itself could not be reached: a command line ends with another code for that."""
    host_given_up: bool = False
    """Whether nothing was asked, because too much of the host had failed before."""

    @property
    def is_stale(self) -> bool:
        """Whether the page could not be had, and an older capture of it is used."""
        return self.outcome == "failed" and self.captured is not None

    @property
    def is_unchanged(self) -> bool:
        """Whether the page is still what it was: the server said so, or its body does."""
        return self.outcome == "ok" and self.captured is not None and self.captured.body is not None


class ChunkFetch:
    """Fetches links into a segment.

    `known` holds the last captures, by link; those no older than `keep_since` take the place of a page that
    fails. `note` is called with each outcome as soon as its page is archived. What pages reserve against the
    `robot` of that name is obeyed; without a name, nothing is.
    """

    def __init__(  # noqa: PLR0913  (named arguments, each a different thing)
        self,
        fetcher: PageFetcher,
        writer: SegmentWriter,
        archive: Archive,
        *,
        known: Mapping[str, Captured],
        keep_since: datetime,
        note: Callable[[FetchOutcome], None],
        robot: str | None = None,
    ) -> None:
        self._fetcher = fetcher
        self._writer = writer
        self._archive = archive
        self._known = {url: captured for url, captured in known.items() if captured.is_page}
        self._keep_since = keep_since
        self._note = note
        self._robot = robot
        self._tdm_files = TdmFiles(fetcher)

    async def fetch(self, links: Sequence[Link]) -> None:
        """Fetch every link as fast as its host's pace allows; the archive has the order in which pages came."""
        if links and self._robot:
            # Before the pages, which would have to wait for it with their bodies in memory.
            await self._tdm_files.reserve(links[0].url)
        try:
            async with asyncio.TaskGroup() as group:
                for link in links:
                    group.create_task(self._fetch(link))
        except ExceptionGroup as several:
            raise several.exceptions[0] from several

    async def _fetch(self, link: Link) -> None:
        try:
            self._note(await self._outcome(link))
        except (ArchiveUnreadable, OSError):
            raise  # of the archive or the disk, and not of the page
        except (
            Exception
        ) as error:  # a fault of ours that this page shows: the others are fetched all the same
            logger.exception("Fetching %s failed.", link.url)
            told = f"fetching it failed: {type(error).__name__}: {' '.join(str(error).split())}"
            self._note(FetchOutcome(link=link, outcome="failed", url=link.url, reason=told))

    async def _outcome(self, link: Link) -> FetchOutcome:
        known = self._known.get(link.url)
        try:
            capture, original = await self._capture(link, known)
        except FetchFailed as failure:
            return await self._failed(link, failure, known)
        if not_kept := await self._not_kept(link, capture.as_read, known):
            return not_kept
        captured = await asyncio.to_thread(self._writer.write, capture, original)
        return arrived(link, captured, capture.page.status)

    async def _capture(self, link: Link, known: Captured | None) -> tuple[Capture, Captured | None]:
        """Return the page, and the capture that has the same body already, if one does."""
        capture = await self._fetcher.capture(link.url, known=known.validators if known else None)
        if known is None or not is_same(capture.page, known):
            return capture, None
        # The page is what it was; whether the archive can still give it is for us to look.
        if await asyncio.to_thread(self._archive.holds, known):
            return capture, known
        if capture.page.status == HTTPStatus.NOT_MODIFIED:
            capture = await self._fetcher.capture(link.url)
        return capture, None

    async def _not_kept(self, link: Link, page: Page, known: Captured | None) -> FetchOutcome | None:
        """Return the outcome of a page that is not archived, because it is none or its owner reserves it."""
        if wall := wall_of(page):
            outcome: Literal["gone", "failed"] = "gone" if wall.kind == "soft 404" else "failed"
            told = FetchOutcome(
                link=link,
                outcome=outcome,
                url=page.url,
                reason=wall.reason,
                status=page.status,
                cause=wall.kind,
            )
            return self._with_last_capture(told, known)
        if reserved := await self._reservation(page, known):
            return FetchOutcome(
                link=link,
                outcome="refused",
                url=page.url,
                reason=reserved.reason,
                status=page.status,
                cause=reserved.kind,
            )
        return None

    async def _reservation(self, page: Page, known: Captured | None) -> Reservation | None:
        if self._robot is None:
            return None
        by_file = await self._tdm_files.reserve(page.url)
        if by_file and known and page.status == HTTPStatus.NOT_MODIFIED:
            # What the page says itself stands in the body that was not sent again.
            earlier = await asyncio.to_thread(self._archive.read, known)
            page = replace(page, body=earlier.body, headers=(*page.headers, *earlier.headers))
        return reservation_of(page, self._robot, by_file=by_file)

    def _with_last_capture(self, told: FetchOutcome, known: Captured | None) -> FetchOutcome:
        if told.outcome != "failed" or known is None or known.fetched_at < self._keep_since:
            return told
        return told.model_copy(update={"captured": known, "fetched_at": known.fetched_at})

    async def _failed(self, link: Link, failure: FetchFailed, known: Captured | None) -> FetchOutcome:
        wall = wall_of(failure.answer) if failure.answer and failure.outcome == "failed" else None
        if failure.outcome == "gone" and failure.answer is not None:
            # Without it, a later look into the archive would take the page's last capture for the page.
            await asyncio.to_thread(self._writer.write_answer, failure.answer)
        told = FetchOutcome(
            link=link,
            outcome=failure.outcome,
            url=link.url,
            reason=f"{wall.reason}; {failure.reason}" if wall else failure.reason,
            status=failure.status,
            cause=wall.kind if wall else None,
            host_unreachable=isinstance(failure, HostUnreachable),
            host_given_up=isinstance(failure, HostGivenUp),
        )
        return self._with_last_capture(told, known)


def arrived(link: Link, captured: Captured, status: int) -> FetchOutcome:
    """Return the outcome of a link whose page stands in the archive."""
    return FetchOutcome(
        link=link,
        outcome="ok",
        url=captured.url,
        status=status,
        fetched_at=captured.fetched_at,
        captured=captured,
    )
