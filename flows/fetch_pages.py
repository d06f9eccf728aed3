"""A fetch chunk: every page archived, and an outcome for each link."""

import asyncio
import logging
from collections import Counter
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from prefect import task
from prefect.cache_policies import NO_CACHE

from extractors.source import Source
from flows.archive.archive import Archive
from flows.archive.captured import Captured, KnownPage
from flows.archive.segment_writer import SegmentWriter
from flows.chunk_retries import RETRIES
from flows.claims import claimed
from flows.fetching.chunk_journal import ChunkJournal
from flows.fetching.fetch_chunk import ChunkFetch, FetchOutcome
from flows.fetching.fetch_settings import FetchSettings
from flows.fetching.fetcher import PageFetcher
from flows.fetching.given_up_host import GivenUpHost
from flows.log_fields import log_fields
from flows.run_fetcher import run_fetcher
from flows.run_folder import RunFolder
from flows.run_source import source_of_run
from flows.stopping import StopSign, until_told
from schemas.link import Link
from schemas.run_plan import RunPlan

logger = logging.getLogger(__name__)

KEPT = timedelta(days=30)
"""How long the last good capture of a page takes its place while it cannot be had."""


@task(task_run_name="fetch-{chunk}", cache_policy=NO_CACHE, **RETRIES)
def fetch_pages(folder: str, chunk: int, settings: FetchSettings, archive: str) -> int:
    """Archive the pages of a fetch chunk and write down what became of each link; returns how many came."""
    run = RunFolder(folder)
    plan = run.read_plan()
    with log_fields(source=plan.request.source, chunk=chunk):
        if not run.has(run.fetched(chunk)):
            run.write(run.fetched(chunk), _outcomes(run, plan, chunk, settings, archive))
            run.journal(chunk).unlink(missing_ok=True)
        counts = Counter(outcome.outcome for outcome in run.read(run.fetched(chunk), FetchOutcome))
        told = ", ".join(f"{count} {outcome}" for outcome, count in sorted(counts.items()))
        logger.info("Fetched chunk %d: %s.", chunk, told)
    return counts["ok"]


def _outcomes(
    run: RunFolder, plan: RunPlan, chunk: int, settings: FetchSettings, archive: str
) -> list[FetchOutcome]:
    links = list(run.read(run.links(chunk), Link))
    source = source_of_run(plan.request.source, plan.request.start_url)
    kept = Archive.of_source(archive, source.id)
    known = {one.url: one.captured for one in run.read(run.known(chunk), KnownPage)}
    with claimed(run, chunk) as sign:
        return _OnlineChunk(run, plan, chunk, source, settings, kept, known, sign).outcomes(links)


@dataclass(frozen=True, slots=True)
class _OnlineChunk:
    """A chunk to be fetched from its host, or to be carried on where a killed run left it."""

    run: RunFolder
    plan: RunPlan
    number: int
    source: Source
    settings: FetchSettings
    archive: Archive
    known: Mapping[str, Captured]
    sign: StopSign

    def outcomes(self, links: list[Link]) -> list[FetchOutcome]:
        """Return what became of each link, once every page stands in the archive."""
        part = f"{self.number:04}"
        path, name = self.run.unfinished_segment(part), self.run.segment_name(part)
        with ChunkJournal(self.run.journal(self.number)) as journal:
            moved = not path.exists() and name in self.archive.segments()
            if moved and not journal.missing(links):  # killed between the segment's move and the chunk's end
                return journal.outcomes(links)
            with SegmentWriter(path, name, _clock) as writer:
                journal.reconcile(links, writer.salvaged)
                if missing := journal.missing(links):
                    asyncio.run(until_told(self.sign, self._fetch(missing, writer, journal)))
            self.archive.add(path, name, writer.index)
            return journal.outcomes(links)

    async def _fetch(self, links: list[Link], writer: SegmentWriter, journal: ChunkJournal) -> None:
        async with self._fetcher() as fetcher:
            chunk = ChunkFetch(
                fetcher,
                writer,
                self.archive,
                known=self.known,
                keep_since=self.plan.started - KEPT,
                note=journal.note,
                robot=None if self.source.reservations_waived else self.settings.robots_name,
            )
            await chunk.fetch(links)

    @asynccontextmanager
    async def _fetcher(self) -> AsyncIterator[PageFetcher]:
        if reason := self._given_up():
            yield GivenUpHost(reason)
            return
        async with run_fetcher(self.settings, _clock, render=self.plan.request.render) as fetcher:
            yield fetcher

    def _given_up(self) -> str | None:
        """Return why the chunk's host is left alone, if it was given up in the chunk before this one."""
        host = next(chunk.host for chunk in self.plan.fetch if chunk.number == self.number)
        before = [c.number for c in self.plan.fetch if c.host == host and c.number < self.number]
        if not before or not self.run.has(fetched := self.run.fetched(before[-1])):
            return None
        return next((o.reason for o in self.run.read(fetched, FetchOutcome) if o.host_given_up), None)


def _clock() -> datetime:
    return datetime.now(UTC)
