"""An extract chunk: the record of every page that was fetched, read from the archive."""

import hashlib
import logging
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count

from prefect import task
from prefect.cache_policies import NO_CACHE

from extractors.extract import extract
from extractors.source import Source
from flows.archive.archive import Archive
from flows.chunk_retries import RETRIES
from flows.chunk_summary import Summary
from flows.fatal_pages import ReadingNotes
from flows.fetching.fetch_chunk import FetchOutcome
from flows.fetching.fetch_failures import ArchiveUnreachable, ArchiveUnreadable
from flows.listing_names import join_listing
from flows.log_fields import log_fields
from flows.run_folder import RunFolder
from flows.run_source import source_of_run
from flows.stopping import StopSign
from schemas.extraction import Extraction
from schemas.page import Page
from schemas.page_result import PageResult
from schemas.run_report import ChunkSummary

logger = logging.getLogger(__name__)


@task(task_run_name="extract-{chunk}", cache_policy=NO_CACHE, **RETRIES)
def extract_profiles(folder: str, chunk: int, fetched: tuple[int, ...], archive: str) -> int:
    """Write a result for each link of the `fetched` chunks; returns how many are profiles."""
    run = RunFolder(folder)
    request = run.read_plan().request
    with log_fields(source=request.source, chunk=chunk):
        if not run.has(run.results(chunk)):
            source = source_of_run(request.source, request.start_url)
            listing = request.start_url or source.start
            notes = ReadingNotes(run, chunk)
            kept = Archive.of_source(archive, source.id)
            _write_results(_Reading(run, source, kept, listing, StopSign(run), notes), chunk, fetched)
        summary = next(run.read(run.summary(chunk), ChunkSummary))
        logger.info("Read chunk %d: %d profiles, %d other pages.", chunk, summary.profiles, summary.others)
    return summary.profiles


def _write_results(reading: "_Reading", chunk: int, fetched: tuple[int, ...]) -> None:
    summary = Summary()

    def results() -> Iterator[PageResult]:
        yield from summary.reading(reading.results(fetched))
        # Before the results get their name: where they stand, the chunk is done.
        reading.run.write(reading.run.summary(chunk), [summary.as_model()])

    whole = False
    try:
        reading.run.write(reading.run.results(chunk), results())
        whole = True
    finally:
        reading.notes.end(whole=whole)


@dataclass(frozen=True, slots=True)
class _Reading:
    run: RunFolder
    source: Source
    archive: Archive
    listing: str | None
    sign: StopSign
    notes: ReadingNotes

    def results(self, chunks: tuple[int, ...]) -> Iterator[PageResult]:
        """Yield the result of every link of these fetch chunks, in the order of the links."""
        positions = count()
        for chunk in chunks:
            for outcome in self.run.read(self.run.fetched(chunk), FetchOutcome):
                self.sign.look()
                if self.notes.may_read(next(positions)):
                    yield self._result(outcome)
                else:
                    logger.error("The process that read %s died, twice.", outcome.url)
                    yield self._rejected(outcome, "the process that read it died, each time it was tried")

    def _result(self, outcome: FetchOutcome) -> PageResult:
        if outcome.captured is None:
            return self._not_read(outcome, outcome.reason)
        try:
            page = self.archive.read(outcome.captured)
        except ArchiveUnreachable:
            raise  # the whole chunk is read again, when the archive answers
        except ArchiveUnreadable as error:
            return self._not_read(outcome, str(error))
        return self._read(page, outcome)

    def _read(self, page: Page, outcome: FetchOutcome) -> PageResult:
        try:
            extraction = self._extraction(page, outcome)
        except (
            Exception
        ) as error:  # a reader of the source, or the extractor, has a fault that one page shows
            with log_fields(url=page.url):
                logger.exception("Reading the page failed.")
            told = " ".join(str(error).split())
            return self._rejected(outcome, f"reading it failed: {type(error).__name__}: {told}")
        if outcome.is_stale and extraction.profile is None:
            return self._not_read(outcome, outcome.reason)
        return PageResult(
            source=self.source.id,
            url_asked=outcome.link.url,
            url=page.url,
            outcome="profile" if extraction.profile else "rejected",
            reason=outcome.reason if outcome.is_stale else extraction.reason,
            fetched_at=page.fetched_at,
            stale=outcome.is_stale,
            page_sha256=hashlib.sha256(page.body).hexdigest(),
            profile=extraction.profile,
            evidence=extraction.evidence,
        )

    def _extraction(self, page: Page, outcome: FetchOutcome) -> Extraction:
        extraction = extract(
            page.body, url=page.url, source=self.source, content_type=page.header("Content-Type")
        )
        return join_listing(extraction, outcome.link, self.listing)

    def _rejected(self, outcome: FetchOutcome, reason: str) -> PageResult:
        return PageResult(
            source=self.source.id,
            url_asked=outcome.link.url,
            url=outcome.url,
            outcome="rejected",
            reason=reason,
            fetched_at=outcome.fetched_at,
        )

    def _not_read(self, outcome: FetchOutcome, reason: str | None) -> PageResult:
        return PageResult(
            source=self.source.id,
            url_asked=outcome.link.url,
            url=outcome.url,
            outcome="failed" if outcome.outcome == "ok" else outcome.outcome,
            reason=reason,
            cause=outcome.cause,
            fetched_at=outcome.fetched_at,
        )
