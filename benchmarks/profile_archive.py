"""An archive of generated profiles, as a run that fetched them would have left it."""

from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

from benchmarks.profile_pages import HOST, page, page_url
from flows.archive.archive import Archive
from flows.archive.segment_writer import SegmentWriter
from flows.fetching.capture import Capture, Exchange
from schemas.page import Page

SOURCE = "demo"
SEGMENT = 250
_BEGUN = datetime(2026, 11, 22, 2, 0, tzinfo=UTC)
_ASKED = (("Host", HOST), ("User-Agent", "jobprofiles-benchmark"))
_ANSWERED = (("Content-Type", "text/html; charset=utf-8"),)


def build_archive(folder: Path, pages: int) -> None:
    """Write an archive of so many pages below `folder`, as several processes can; what stands there is kept."""
    parts = [range(first, min(first + SEGMENT, pages)) for first in range(0, pages, SEGMENT)]
    with ProcessPoolExecutor() as pool:
        for _ in pool.map(partial(_write_segment, folder), parts):
            pass


def _write_segment(folder: Path, numbers: range) -> None:
    archive = Archive.of_source(str(folder), SOURCE)
    name = f"2026-11-22T020000Z-{numbers.start // SEGMENT + 1:06}.warc.gz"
    unfinished = folder / f"{name}.part"
    if (folder / SOURCE / name).exists():
        return
    folder.mkdir(parents=True, exist_ok=True)
    with SegmentWriter(unfinished, name, lambda: _BEGUN) as writer:
        for capture in _captures(numbers):
            writer.write(capture)
    archive.add(unfinished, name, writer.index)


def _captures(numbers: range) -> Iterator[Capture]:
    for number in numbers:
        at = _BEGUN + timedelta(seconds=number)
        answer = Page(
            url_asked=page_url(number),
            url=page_url(number),
            fetched_at=at,
            status=200,
            headers=_ANSWERED,
            body=page(number),
        )
        yield Capture((), Exchange(_ASKED, answer))
