"""The first task of a run: the links of its source, and the plan of the work."""

import asyncio
import logging
from collections.abc import Sequence
from datetime import UTC, datetime

from prefect import task
from prefect.cache_policies import NO_CACHE

from extractors.source import Source
from flows.archive.archive import Archive
from flows.archive.archived_pages import ArchivedPages
from flows.archive.capture_lookup import CaptureLookup
from flows.archive.captured import KnownPage
from flows.archive.segment_writer import SegmentWriter
from flows.archived_outcomes import outcomes_from_archive
from flows.chunk_retries import RETRIES
from flows.fetching.content_kinds import HTML_PAGE
from flows.fetching.discovery import discover
from flows.fetching.fetch_failures import NotArchived, NothingDiscovered
from flows.fetching.fetch_settings import FetchSettings
from flows.fetching.link_collection import LinkCollection, links_without
from flows.fetching.watched_fetcher import WatchedFetcher
from flows.run_fetcher import run_fetcher
from flows.run_folder import PLAN, RunFolder
from flows.run_source import source_of_run
from flows.stopping import StopSign, until_told
from schemas.link import Link
from schemas.run_plan import RunPlan, RunRequest, cut_by_host, plan_chunks

logger = logging.getLogger(__name__)


@task(task_run_name="discover", cache_policy=NO_CACHE, **RETRIES)
def discover_links(  # noqa: PLR0913  (named arguments, each a different thing)
    folder: str,
    request: RunRequest,
    settings: FetchSettings,
    archive: str,
    *,
    started: datetime,
    chunk_sizes: tuple[int, int],
    withheld: frozenset[str] = frozenset(),
) -> int:
    """Write the links of a source and the plan of the run into its folder; returns how many links there are.

    The listing pages that were fetched for it are archived; an offline run reads them there, and has its fetch
    chunks done with that. `chunk_sizes` are the most pages of a fetch chunk, and those that make an extract chunk.
    Pages at `withheld` URLs are left out.
    """
    run = RunFolder(folder)
    source = source_of_run(request.source, request.start_url)
    kept = Archive.of_source(archive, source.id)
    with kept.lookup() as lookup:
        if request.offline:
            links = asyncio.run(_archived_links(source, request, kept, lookup))
        else:
            links = asyncio.run(
                until_told(StopSign(run), _fetched_links(source, request, settings, run, kept))
            )
        links = links_without(links, withheld)
        chunks = (
            _written(run, number, chunk, lookup, offline=request.offline)
            for number, chunk in enumerate(cut_by_host(links, chunk_sizes[0]), start=1)
        )
        fetch, extraction = plan_chunks(chunks, chunk_sizes[1])
    plan = RunPlan(request=request, started=started, fetch=tuple(fetch), extract=tuple(extraction))
    run.write(PLAN, [plan])
    logger.info("Found %d pages of %s.", len(links), request.source)
    return len(links)


def _written(
    run: RunFolder, number: int, chunk: Sequence[Link], lookup: CaptureLookup, *, offline: bool
) -> Sequence[Link]:
    """Return the chunk, once it and what the archive has of its pages stand in the run's folder."""
    known = lookup.newest(link.url for link in chunk)
    run.write(run.links(number), chunk)
    if offline:  # then nothing is left to fetch
        run.write(run.fetched(number), outcomes_from_archive(chunk, known))
    else:
        run.write(run.known(number), (KnownPage(url=url, captured=one) for url, one in known.items()))
    return chunk


async def _fetched_links(
    source: Source, request: RunRequest, settings: FetchSettings, run: RunFolder, archive: Archive
) -> Sequence[Link]:
    path, name = run.unfinished_segment("listing"), run.segment_name("listing")
    path.unlink(missing_ok=True)  # a listing is read as a whole: half of an earlier one is of no use
    with SegmentWriter(path, name, _clock) as writer:
        async with run_fetcher(settings, _clock, render=request.render) as fetcher:
            links = await discover(
                source.discover,
                WatchedFetcher(fetcher, writer.write),
                start_url=request.start_url,
                limit=request.limit,
            )
    if writer.index:
        archive.add(path, name, writer.index)
    return links


async def _archived_links(
    source: Source, request: RunRequest, archive: Archive, lookup: CaptureLookup
) -> Sequence[Link]:
    start_url = request.start_url
    pages = ArchivedPages(archive)
    try:
        return await discover(source.discover, pages, start_url=start_url, limit=request.limit)
    except NotArchived as missing:
        if missing.url != (start_url or source.start):
            raise
    return _every_page(source, lookup, request.limit)


def _every_page(source: Source, lookup: CaptureLookup, limit: int | None) -> Sequence[Link]:
    """Return every archived page of the source's hosts that fits: what is left without an archived listing."""
    found = LinkCollection(source.discover, limit)
    for captured in lookup.pages():
        ours = source.owns(captured.key) or not source.all_hosts()
        if ours and HTML_PAGE.admits(captured.mime):  # scripts of rendered pages stand there too
            found.add(captured.key, captured.key)
    links = found.links()
    if not links:
        raise NothingDiscovered(
            f"the archive holds no page of it; fetch it with `jobprofiles publish {source.id}`,"
            f" or bring pages with `jobprofiles archive import FILE.warc.gz --source {source.id}`"
        )
    return links


def _clock() -> datetime:
    return datetime.now(UTC)
