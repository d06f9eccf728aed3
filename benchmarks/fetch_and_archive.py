"""Our side of `make bench-fetch`: `python -m benchmarks.fetch_and_archive URLS FOLDER CONCURRENCY`.

URLS is a file of addresses on loopback, one a line. They are fetched and archived as a flow does it, chunk after
chunk, without a pace; where FOLDER holds an archive already, it is asked only for what changed since. Ends with 1
where a page did not arrive.
"""

import asyncio
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import count, islice
from pathlib import Path

from flows.archive.archive import Archive
from flows.archive.segment_file import SUFFIX
from flows.archive.segment_writer import SegmentWriter
from flows.fetching.chunk_journal import ChunkJournal
from flows.fetching.fetch_chunk import ChunkFetch, FetchOutcome
from flows.fetching.fetch_settings import FetchSettings
from flows.fetching.fetcher import Fetcher
from schemas.link import Link

_CHUNK = 250


def main() -> int:
    """Fetch the pages; 0 where all arrived."""
    urls, folder, concurrency = Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3])
    run = _Run(folder, concurrency, _clock())
    failed = [outcome for outcome in run.outcomes(urls) if outcome.outcome != "ok"]
    for outcome in failed:
        print(f"{outcome.url}: {outcome.reason}", file=sys.stderr)
    return 1 if failed else 0


@dataclass(frozen=True, slots=True)
class _Run:
    """A run of the fetching stage without Prefect."""

    folder: Path
    concurrency: int
    started: datetime

    def outcomes(self, urls: Path) -> Iterator[FetchOutcome]:
        archive = Archive.of_source(str(self.folder), "pages")
        with urls.open(encoding="ascii") as lines:
            # As in a flow, no more links are held than one chunk has.
            for part in count():
                links = [Link(url=line.strip()) for line in islice(lines, _CHUNK)]
                if not links:
                    return
                yield from self._chunk(links, f"{part:04}", archive)

    def _chunk(self, links: list[Link], part: str, archive: Archive) -> list[FetchOutcome]:
        name = f"{self.started:%Y%m%dT%H%M%S%f}-{part}{SUFFIX}"
        unfinished, noted = self.folder / f"{name}.part", self.folder / f"{part}.journal"
        with ChunkJournal(noted) as journal:
            with SegmentWriter(unfinished, name, _clock) as writer:
                asyncio.run(self._fetch(links, writer, archive, journal))
            archive.add(unfinished, name, writer.index)
        noted.unlink()
        return journal.outcomes(links)

    async def _fetch(
        self, links: list[Link], writer: SegmentWriter, archive: Archive, journal: ChunkJournal
    ) -> None:
        known = await asyncio.to_thread(archive.latest, [link.url for link in links])
        async with Fetcher(self._settings(), _clock) as fetcher:
            chunk = ChunkFetch(
                fetcher, writer, archive, known=known, keep_since=self.started, note=journal.note
            )
            await chunk.fetch(links)

    def _settings(self) -> FetchSettings:
        return FetchSettings(
            requests_per_second=10_000,
            concurrent_per_host=self.concurrency,
            allow_hosts=("127.0.0.1",),
            turns_folder=self.folder / "turns",
        )


def _clock() -> datetime:
    return datetime.now(UTC)


if __name__ == "__main__":
    sys.exit(main())
