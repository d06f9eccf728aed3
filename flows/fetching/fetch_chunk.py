"""Fetching a chunk: links in, an archived page and an outcome for each."""

import asyncio
from collections.abc import Sequence
from datetime import datetime
from typing import Literal

from pydantic import BaseModel, ConfigDict

from flows.fetching.fetch_failures import FetchFailed, HostUnreachable
from flows.fetching.fetcher import PageFetcher
from flows.fetching.warc_archive import ArchiveWriter
from schemas.link import Link


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
    host_unreachable: bool = False
    """Whether the host itself could not be reached: a command line ends with another code for that."""


async def fetch_links(
    links: Sequence[Link], fetcher: PageFetcher, writer: ArchiveWriter
) -> list[FetchOutcome]:
    """Fetch every link as fast as its host's pace allows and archive each page as it arrives.

    Returns one outcome a link, in the order of the links; the archive has the order in which pages arrived.
    """
    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(_fetch_link(link, fetcher, writer)) for link in links]
    return [task.result() for task in tasks]


async def _fetch_link(link: Link, fetcher: PageFetcher, writer: ArchiveWriter) -> FetchOutcome:
    try:
        capture = await fetcher.capture(link.url)
    except FetchFailed as failure:
        return FetchOutcome(
            link=link,
            outcome=failure.outcome,
            url=link.url,
            reason=failure.reason,
            status=failure.status,
            host_unreachable=isinstance(failure, HostUnreachable),
        )
    writer.write(capture)
    page = capture.page
    return FetchOutcome(link=link, outcome="ok", url=page.url, status=page.status, fetched_at=page.fetched_at)
