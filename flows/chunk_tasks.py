"""The tasks of a run: each takes and returns paths and counts, never records.

Each does nothing where its file stands already, so an interrupted run goes on where it stopped.
"""

import asyncio
import hashlib
import logging
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from prefect import task
from prefect.cache_policies import NO_CACHE

from extractors.extract import extract
from extractors.source import Source
from flows.fetching.discovery import discover
from flows.fetching.fetch_chunk import FetchOutcome, fetch_links
from flows.fetching.fetch_settings import FetchSettings
from flows.fetching.fetcher import Fetcher
from flows.fetching.warc_archive import ArchiveWriter, read_pages
from flows.listing_names import join_listing
from flows.run_folder import RunFolder, read_lines, write_whole
from flows.run_source import source_of_run
from flows.stopping import stop_if_told, until_told
from schemas.link import Link
from schemas.page import Page
from schemas.page_result import PageResult
from schemas.run_plan import RunPlan, RunRequest, cut_by_host, plan_chunks

logger = logging.getLogger(__name__)


@task(task_run_name="discover", cache_policy=NO_CACHE)
def discover_links(
    folder: Path,
    request: RunRequest,
    settings: FetchSettings,
    *,
    started: datetime,
    chunk_sizes: tuple[int, int],
) -> int:
    """Write the links of a source and the plan of the run into its folder; returns how many links there are.

    `chunk_sizes` are the most pages of a fetch chunk, and those that make an extract chunk.
    """
    run = RunFolder(folder)
    links = asyncio.run(until_told(run.stop, _links(request, settings)))
    chunks = cut_by_host(links, chunk_sizes[0])
    fetch, extraction = plan_chunks(chunks, chunk_sizes[1])
    for number, chunk in enumerate(chunks, start=1):
        write_whole(run.links(number), chunk)
    plan = RunPlan(request=request, started=started, fetch=tuple(fetch), extract=tuple(extraction))
    write_whole(run.plan, [plan])
    logger.info("Found %d pages of %s.", len(links), request.source)
    return len(links)


async def _links(request: RunRequest, settings: FetchSettings) -> list[Link]:
    source = source_of_run(request.source, request.start_url)
    async with Fetcher(settings, _clock) as fetcher:
        return await discover(source.discover, fetcher, start_url=request.start_url, limit=request.limit)


@task(task_run_name="fetch-{chunk}", cache_policy=NO_CACHE)
def fetch_chunk(folder: Path, chunk: int, settings: FetchSettings) -> int:
    """Archive the pages of a fetch chunk and write down what became of each link; returns how many came."""
    run = RunFolder(folder)
    if not run.fetched(chunk).exists():
        links = list(read_lines(run.links(chunk), Link))
        outcomes = asyncio.run(until_told(run.stop, _fetch(links, settings, run.segment(chunk))))
        write_whole(run.fetched(chunk), outcomes)
    counts = Counter(outcome.outcome for outcome in read_lines(run.fetched(chunk), FetchOutcome))
    logger.info("Fetched chunk %d: %s.", chunk, _told(counts))
    return counts["ok"]


async def _fetch(links: list[Link], settings: FetchSettings, segment: Path) -> list[FetchOutcome]:
    async with Fetcher(settings, _clock) as fetcher:
        with ArchiveWriter(segment, _clock) as writer:
            return await fetch_links(links, fetcher, writer)


@task(task_run_name="extract-{chunk}", cache_policy=NO_CACHE)
def extract_chunk(folder: Path, chunk: int, fetched: tuple[int, ...]) -> int:
    """Write a result for each link of the `fetched` chunks; returns how many are profiles."""
    run = RunFolder(folder)
    if not run.results(chunk).exists():
        request = run.read_plan().request
        source = source_of_run(request.source, request.start_url)
        listing = request.start_url or getattr(source.discover, "url", None)
        write_whole(
            run.results(chunk),
            (result for number in fetched for result in _results(run, number, source, listing)),
        )
    counts = Counter(result.outcome for result in read_lines(run.results(chunk), PageResult))
    logger.info("Read chunk %d: %s.", chunk, _told(counts))
    return counts["profile"]


def _results(run: RunFolder, chunk: int, source: Source, listing: str | None) -> Iterator[PageResult]:
    outcomes = {outcome.link.url: outcome for outcome in read_lines(run.fetched(chunk), FetchOutcome)}
    for page in read_pages(run.segment(chunk)):
        stop_if_told(run.stop)
        if outcome := outcomes.pop(page.url_asked, None):
            yield _read(page, outcome.link, source, listing)
    for outcome in outcomes.values():
        yield _not_read(outcome, source)


def _read(page: Page, link: Link, source: Source, listing: str | None) -> PageResult:
    extraction = extract(page.body, url=page.url, source=source, content_type=page.header("Content-Type"))
    extraction = join_listing(extraction, link, listing)
    return PageResult(
        source=source.id,
        url_asked=link.url,
        url=page.url,
        outcome="profile" if extraction.profile else "rejected",
        reason=extraction.reason,
        fetched_at=page.fetched_at,
        page_sha256=hashlib.sha256(page.body).hexdigest(),
        profile=extraction.profile,
        evidence=extraction.evidence,
    )


def _not_read(outcome: FetchOutcome, source: Source) -> PageResult:
    archived = outcome.outcome == "ok"
    return PageResult(
        source=source.id,
        url_asked=outcome.link.url,
        url=outcome.url,
        outcome="failed" if archived else outcome.outcome,
        reason="its record in the archive is damaged" if archived else outcome.reason,
        fetched_at=outcome.fetched_at,
    )


def _told(counts: Mapping[Any, int]) -> str:
    return ", ".join(f"{count} {outcome}" for outcome, count in sorted(counts.items()))


def _clock() -> datetime:
    return datetime.now(UTC)
