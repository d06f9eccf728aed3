"""Our side of `make bench-fetch`: `python -m benchmarks.fetch_and_archive URLS FOLDER CONCURRENCY`.

URLS is a file of addresses on loopback, one a line. They are fetched and archived as a flow does it, chunk after
chunk, without a pace. Ends with 1 where a page did not arrive.
"""

import asyncio
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from flows.fetching.fetch_chunk import FetchOutcome, fetch_links
from flows.fetching.fetch_settings import FetchSettings
from flows.fetching.fetcher import Fetcher
from flows.fetching.warc_archive import SUFFIX, ArchiveWriter
from schemas.link import Link

_CHUNK = 250


def main() -> int:
    """Fetch the pages; 0 where all arrived."""
    urls, folder, concurrency = Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3])
    settings = FetchSettings(
        requests_per_second=10_000, concurrent_per_host=concurrency, allow_hosts=("127.0.0.1",)
    )
    links = [Link(url=url) for url in urls.read_text("ascii").split()]
    for start in range(0, len(links), _CHUNK):
        segment = folder / f"{start // _CHUNK:04}{SUFFIX}"
        for outcome in asyncio.run(_fetch_chunk(links[start : start + _CHUNK], settings, segment)):
            if outcome.outcome != "ok":
                print(f"{outcome.url}: {outcome.reason}", file=sys.stderr)
                return 1
    return 0


async def _fetch_chunk(links: Sequence[Link], settings: FetchSettings, segment: Path) -> list[FetchOutcome]:
    async with Fetcher(settings, _clock) as fetcher:
        with ArchiveWriter(segment, _clock) as writer:
            return await fetch_links(links, fetcher, writer)


def _clock() -> datetime:
    return datetime.now(UTC)


if __name__ == "__main__":
    sys.exit(main())
