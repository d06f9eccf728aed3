"""What the last version of a dataset has of a source: the figures, the records of single pages, and their evidence."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime
from heapq import nsmallest
from pathlib import Path

from pydantic import ValidationError

from flows.checking.sample_choice import rank
from flows.fetching.web_urls import same_page_key
from output.kept_records import published_profiles
from output.last_version import LastVersion, last_version
from output.profile_statistics import SourceStatistics
from output.published import read_versions
from schemas.dataset import RecordEvidence
from schemas.profile import JobProfile


@dataclass(frozen=True, slots=True)
class LastPublished:
    """The last version, with checksums that hold."""

    dataset: Path
    version: LastVersion
    source: str

    @property
    def name(self) -> str:
        """Its id, such as 2026-11-22T093000Z."""
        return self.version.latest.version

    @property
    def folder(self) -> Path:
        """Where it stands."""
        return self.version.files.folder

    @property
    def figures(self) -> SourceStatistics:
        """What its statistics say of the source."""
        return self.version.statistics.sources.get(self.source, self.version.statistics)

    def records(self, urls: Collection[str]) -> dict[str, JobProfile]:
        """Return the records that it has of the pages at `urls`, by `same_page_key` of their URL."""
        keys = set(map(same_page_key, urls))
        every = published_profiles(self.version)
        return {key: record for record in every if (key := same_page_key(record.url)) in keys}

    def titled(self, titles: Collection[str]) -> dict[str, JobProfile]:
        """Return its records with these titles, by title; case-folded, both."""
        every = published_profiles(self.version)
        return {
            title: record
            for record in every
            if record.source.id == self.source and (title := record.title.casefold()) in titles
        }

    @property
    def refused_since(self) -> datetime | None:
        """The first run since the last good one that the quality gate refused; None where none was."""
        latest = self.version.latest
        runs = read_versions(self.dataset).versions
        return min(
            (run.at for run in runs if run.result == "refused" and run.at > latest.checked), default=None
        )

    def when_fetched(self, most: int) -> set[datetime]:
        """Return when the pages of at most `most` records were fetched; always the same, from all over the dataset."""
        return {fetched_at for _, fetched_at in nsmallest(most, self._pages())}

    def _pages(self) -> Iterator[tuple[bytes, datetime]]:
        with self.version.files.checked("evidence.jsonl").open("rb") as lines:
            for line in lines:
                try:
                    told = RecordEvidence.model_validate_json(line)
                except ValidationError:
                    continue  # of an older major version
                if told.fetched_at:
                    yield rank(told.id), told.fetched_at


def last_published(dataset: Path, source: str) -> LastPublished | None:
    """Return the last version of the dataset in that folder, None before the first; raises DatasetUnreadable."""
    version = last_version(dataset)
    return LastPublished(dataset, version, source) if version else None
