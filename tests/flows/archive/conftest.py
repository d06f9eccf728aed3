"""Archives to write into: on a disk, and in an object store that runs in this process."""

from datetime import UTC, datetime

import pytest

from flows.archive.archive import Archive
from flows.archive.segment_writer import SegmentWriter, is_same

NOON = datetime(2026, 11, 22, 12, 0, 0, tzinfo=UTC)


@pytest.fixture
def archive(tmp_path) -> Archive:
    return Archive.of_source(str(tmp_path / "archive"), "careers")


@pytest.fixture
def stored(archive, tmp_path):
    """Write captures into a segment of the archive and return their entries."""

    def write(*captures, name="2026-11-22T120000Z-0001.warc.gz", originals=(), into=archive):
        path = tmp_path / "unfinished" / name
        known = [*originals, *[None] * (len(captures) - len(originals))]
        with SegmentWriter(path, name, lambda: NOON) as writer:
            entries = [
                writer.write(capture, first if first and is_same(capture.page, first) else None)
                for capture, first in zip(captures, known, strict=True)
            ]
        into.add(path, name, writer.index)
        return entries

    return write


@pytest.fixture
def segment(tmp_path):
    """Where the archive keeps its first segment on this disk."""
    return tmp_path / "archive/careers/2026-11-22T120000Z-0001.warc.gz"
