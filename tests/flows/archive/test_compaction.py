"""Compacting: fewer segments, and every page reads as before."""

from datetime import UTC, datetime, timedelta

import pytest

from flows.archive.compaction import compact
from flows.fetching.fetch_failures import ArchiveUnreadable

NOON = datetime(2026, 11, 22, 12, 0, 0, tzinfo=UTC)
A, B = "http://careers.example/a", "http://careers.example/b"


@pytest.fixture
def nights(archive, stored, capture_of):
    """Four nights: one page never changed, another changed once; the first was rendered."""
    last = None
    for night in range(4):
        at = NOON + timedelta(days=night)
        unchanged = capture_of(A, status=304, body=b"", at=at)
        page = unchanged if last else capture_of(A, body=b"<p>a", at=at)
        (last, _) = stored(
            page,
            capture_of(B, body=b"<p>b%d" % (night // 2), at=at, rendered=b"<p>rendered %d" % night),
            name=f"2026-11-{22 + night}T120000Z-0001.warc.gz",
            originals=[last],
        )
    return archive


def bodies(archive):
    return {url: archive.read(entry).body for url, entry in archive.latest([A, B]).items()}


def test_old_segments_become_one_and_pages_read_as_before(nights):
    before = bodies(nights)
    told = compact(nights, before=NOON + timedelta(days=2), now=NOON)

    assert len(told.segments) == 2
    assert nights.segments() == [
        "2026-11-24T120000Z-0001.warc.gz",
        "2026-11-25T120000Z-0001.warc.gz",
        "compacted-2026-11-22T120000Z-0001.warc.gz",
    ]
    assert bodies(nights) == before == {A: b"<p>a", B: b"<p>rendered 3"}
    assert told.dropped == 1


def test_every_body_that_was_ever_archived_stays(nights):
    everything = [entry for name in nights.segments() for entry in nights.entries(name)]
    distinct = {entry.digest for entry in everything}
    compact(nights, before=NOON + timedelta(days=9), now=NOON)
    (name,) = nights.segments()
    kept = list(nights.entries(name))
    assert {entry.digest for entry in kept} == distinct
    assert all(nights.holds(entry) for entry in kept)


def test_compacting_again_changes_nothing(nights):
    compact(nights, before=NOON + timedelta(days=9), now=NOON)
    before = nights.segments(), bodies(nights)
    assert compact(nights, before=NOON + timedelta(days=9), now=NOON).segments == ()
    assert (nights.segments(), bodies(nights)) == before


def test_a_segment_that_cannot_be_read_stops_it_and_nothing_is_removed(nights, segment):
    before = nights.segments()
    segment.with_name("2026-11-22T120000Z-0001.cdxj").write_text("no index\n")
    with pytest.raises(ArchiveUnreadable, match="line 1"):
        compact(nights, before=NOON + timedelta(days=9), now=NOON)
    assert nights.segments() == before
