"""What a site shows today: its list of pages, and a sample of them, fetched as politely as a run fetches."""

import asyncio
import logging
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

from extractors.reservations import reservation_of
from extractors.source import Source
from extractors.walls import wall_of
from flows.checking.sample_choice import chosen
from flows.command_errors import UsageError
from flows.fetching.capture import Capture
from flows.fetching.discovery import discover
from flows.fetching.fetch_failures import FetchFailed, FetchingFailed, RobotsForbid
from flows.fetching.fetch_settings import FetchSettings
from flows.fetching.fetcher import PageFetcher
from flows.fetching.link_collection import links_without
from flows.fetching.tdm_file import TdmFiles
from flows.fetching.watched_fetcher import WatchedFetcher
from flows.run_fetcher import run_fetcher
from output.identities import retracted_urls
from output.published import DatasetUnreadable
from schemas.link import Link
from schemas.page import Page

logger = logging.getLogger(__name__)

PATIENCE_SECONDS = 1_800.0
"""With one site: a list of two hundred pages at one request a second takes four minutes."""


@dataclass(frozen=True, slots=True)
class SampledPage:
    """What became of a page of the sample, before it is read."""

    link: Link
    outcome: Literal["arrived", "gone", "refused", "failed"]
    page: Page | None = None
    reason: str = ""
    """Why it did not arrive."""
    robots_forbid: bool = False


@dataclass(slots=True)
class SiteToday:
    """What a site showed, as far as that went."""

    links: Sequence[Link] = ()
    listing: Page | None = None
    """The first page of the list, where it came."""
    failure: Exception | None = None
    """Why there is no list, or no sample."""
    pages: list[SampledPage] = field(default_factory=list)

    def keep_first(self, capture: Capture) -> None:
        """Keep the first page that came."""
        self.listing = self.listing or capture.as_read


async def look_at_site(
    source: Source, settings: FetchSettings, *, start_url: str | None, pages: int, dataset: Path
) -> SiteToday:
    """Return what the source's site shows; whatever goes wrong is part of the answer, and not raised.

    Pages whose record was retracted from the `dataset` in that folder are left out.
    """
    today = SiteToday()
    try:
        withheld = retracted_urls(dataset)
        async with (
            asyncio.timeout(PATIENCE_SECONDS),
            run_fetcher(settings, _clock, render=source.render) as fetcher,
        ):
            listing = WatchedFetcher(fetcher, today.keep_first)
            links = await discover(source.discover, listing, start_url=start_url)
            today.links = links_without(links, withheld)
            robot = None if source.reservations_waived else settings.robots_name
            sampling = _Sampling(fetcher, TdmFiles(fetcher), robot)
            await sampling.fetch(chosen(today.links, pages), today.pages)
    except TimeoutError:
        today.failure = TimeoutError(f"no end of it after {PATIENCE_SECONDS / 60:g} minutes")
    except (FetchingFailed, UsageError, DatasetUnreadable) as failure:
        today.failure = failure
    except Exception as error:  # a fault of ours that one site shows ends no check of the others
        logger.exception("Looking at the site of %s failed.", source.id)
        today.failure = error
    return today


@dataclass(frozen=True, slots=True)
class _Sampling:
    fetcher: PageFetcher
    tdm_files: TdmFiles
    robot: str | None
    """Name by which pages reserve something against us; None where the source waives that."""

    async def fetch(self, links: Sequence[Link], into: list[SampledPage]) -> None:
        """Add every page of the sample, in the order of the links."""
        into += await asyncio.gather(*map(self._fetched, links))

    async def _fetched(self, link: Link) -> SampledPage:
        try:
            return await self._outcome(link)
        except FetchFailed as failure:
            forbidden = isinstance(failure, RobotsForbid)
            return SampledPage(link, failure.outcome, reason=failure.reason, robots_forbid=forbidden)
        except Exception as error:  # as above
            logger.exception("Fetching %s failed.", link.url)
            return SampledPage(link, "failed", reason=f"{type(error).__name__}: {error}")

    async def _outcome(self, link: Link) -> SampledPage:
        page = (await self.fetcher.capture(link.url)).as_read
        if wall := wall_of(page):
            return SampledPage(link, "gone" if wall.kind == "soft 404" else "failed", reason=wall.reason)
        if self.robot:
            by_file = await self.tdm_files.reserve(page.url)
            if reserved := reservation_of(page, self.robot, by_file=by_file):
                return SampledPage(link, "refused", reason=reserved.reason)
        return SampledPage(link, "arrived", page)


def _clock() -> datetime:
    return datetime.now(UTC)
