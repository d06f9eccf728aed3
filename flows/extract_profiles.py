"""An extract chunk: the record of every page that was fetched, read from the archive."""

import hashlib
import logging
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from prefect import task
from prefect.cache_policies import NO_CACHE

from extractors.extract import extract
from extractors.source import Source
from flows.archive.archive import Archive
from flows.fetching.fetch_chunk import FetchOutcome
from flows.fetching.fetch_failures import ArchiveUnreadable
from flows.listing_names import join_listing
from flows.run_folder import RunFolder, read_lines, write_whole
from flows.run_source import source_of_run
from flows.stopping import stop_if_told
from schemas.page import Page
from schemas.page_result import PageResult

logger = logging.getLogger(__name__)


@task(task_run_name="extract-{chunk}", cache_policy=NO_CACHE)
def extract_profiles(folder: Path, chunk: int, fetched: tuple[int, ...], archive: str) -> int:
    """Write a result for each link of the `fetched` chunks; returns how many are profiles."""
    run = RunFolder(folder)
    if not run.results(chunk).exists():
        request = run.read_plan().request
        source = source_of_run(request.source, request.start_url)
        listing = request.start_url or getattr(source.discover, "url", None)
        reading = _Reading(run, source, Archive.of_source(archive, source.id), listing)
        write_whole(run.results(chunk), (result for number in fetched for result in reading.results(number)))
    counts = Counter(result.outcome for result in read_lines(run.results(chunk), PageResult))
    told = ", ".join(f"{count} {outcome}" for outcome, count in sorted(counts.items()))
    logger.info("Read chunk %d: %s.", chunk, told)
    return counts["profile"]


@dataclass(frozen=True, slots=True)
class _Reading:
    run: RunFolder
    source: Source
    archive: Archive
    listing: str | None

    def results(self, chunk: int) -> Iterator[PageResult]:
        """Yield the result of every link of a fetch chunk, in the order of the links."""
        for outcome in read_lines(self.run.fetched(chunk), FetchOutcome):
            stop_if_told(self.run.stop)
            yield self._result(outcome)

    def _result(self, outcome: FetchOutcome) -> PageResult:
        if outcome.captured is None:
            return self._not_read(outcome, outcome.reason)
        try:
            page = self.archive.read(outcome.captured)
        except ArchiveUnreadable as error:
            return self._not_read(outcome, str(error))
        return self._read(page, outcome)

    def _read(self, page: Page, outcome: FetchOutcome) -> PageResult:
        extraction = extract(
            page.body, url=page.url, source=self.source, content_type=page.header("Content-Type")
        )
        if outcome.is_stale and extraction.profile is None:
            return self._not_read(outcome, outcome.reason)
        extraction = join_listing(extraction, outcome.link, self.listing)
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
