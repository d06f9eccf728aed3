"""The archive of a source: what it finds, on a disk and in an object store alike."""

from datetime import UTC, datetime, timedelta

import pytest

from flows.archive.archive import Archive
from flows.archive.segment_writer import SegmentWriter
from flows.fetching.fetch_failures import ArchiveUnreadable

NOON = datetime(2026, 11, 22, 12, 0, 0, tzinfo=UTC)
A, B = "http://careers.example/a", "http://careers.example/b"


@pytest.fixture(params=["disk", "object store"])
def anywhere(request, tmp_path):
    """The archive of a source in each kind of place."""
    place = str(tmp_path) if request.param == "disk" else request.getfixturevalue("bucket")
    return Archive.of_source(f"{place}/archive", "careers")


def test_an_archive_that_nothing_was_put_into_is_empty(anywhere):
    assert (anywhere.segments(), anywhere.latest([A]), anywhere.pages()) == ([], {}, [])


def test_the_newest_capture_of_a_page_is_found(anywhere, stored, capture_of):
    stored(capture_of(A, body=b"old"), capture_of(B), name="2026-11-22T120000Z-0001.warc.gz", into=anywhere)
    stored(
        capture_of(A, body=b"new", at=NOON + timedelta(days=1)),
        name="2026-11-23T120000Z-0001.warc.gz",
        into=anywhere,
    )
    found = anywhere.latest([A, B, "http://careers.example/c"])
    assert {url: anywhere.read(entry).body for url, entry in found.items()} == {A: b"new", B: b"<p>page"}


def test_a_page_is_found_by_the_address_that_led_to_it_however_it_is_spelled(anywhere, stored, capture_of):
    old = "http://careers.example/old?b=1&a=2"
    stored(capture_of(A, hops=(old,)), into=anywhere)
    spelled = "http://careers.example/old?a=2&b=1"
    assert anywhere.latest([spelled])[spelled].url == A


def test_pages_that_differ_only_in_case_are_two(anywhere, stored, capture_of):
    stored(capture_of("http://careers.example/A", body=b"large"), capture_of(A, body=b"small"), into=anywhere)
    assert anywhere.read(anywhere.latest([A])[A]).body == b"small"
    assert len(anywhere.pages()) == 2


def test_an_imported_capture_counts_by_its_date_and_not_by_its_segments_name(anywhere, stored, capture_of):
    stored(capture_of(A, body=b"run"), into=anywhere)
    for name, age, body in (("import-1", -1, b"older"), ("import-0", 1, b"newer")):
        at = NOON + timedelta(days=age)
        stored(capture_of(A, body=body, at=at), name=f"{name}.warc.gz", into=anywhere)
    assert anywhere.read(anywhere.latest([A])[A]).body == b"newer"


def test_a_page_that_the_server_called_gone_is_no_page_any_more(anywhere, stored, capture_of, tmp_path):
    stored(capture_of(A), into=anywhere)
    path, name = tmp_path / "gone.part", "2026-11-23T120000Z-0001.warc.gz"
    with SegmentWriter(path, name, lambda: NOON) as writer:
        writer.write_answer(capture_of(A, status=404, at=NOON + timedelta(days=1)).page)
    anywhere.add(path, name, writer.index)
    assert anywhere.latest([A])[A].is_gone
    assert anywhere.pages() == []


def test_a_segment_without_index_is_not_seen_and_said_so(archive, stored, capture_of, segment, caplog):
    stored(capture_of(A))
    segment.with_name("2026-11-22T120000Z-0001.cdxj").unlink()
    assert archive.latest([A]) == {}
    assert "has no index" in caplog.text


def test_a_removed_segment_is_gone_with_its_index(anywhere, stored, capture_of):
    stored(capture_of(A), into=anywhere)
    anywhere.remove(anywhere.segments())
    assert (anywhere.segments(), anywhere.latest([A])) == ([], {})


def test_an_archive_holds_a_body_only_if_it_is_whole(archive, stored, capture_of, segment):
    (entry,) = stored(capture_of(A))
    assert archive.holds(entry)
    content = bytearray(segment.read_bytes())
    content[entry.at.offset + entry.at.length // 2] ^= 0xFF
    segment.write_bytes(content)
    assert not archive.holds(entry)
    segment.unlink()
    assert not archive.holds(entry)


def test_an_index_never_leads_out_of_the_archive(archive, stored, capture_of, segment):
    stored(capture_of(A))
    index = segment.with_name("2026-11-22T120000Z-0001.cdxj")
    index.write_text(index.read_text().replace(segment.name, "../../secret.warc.gz"))
    assert archive.latest([A]) == {}


def test_a_store_that_cannot_be_reached_is_told_in_one_line(tmp_path):
    (tmp_path / "archive").write_text("a file")
    with pytest.raises(ArchiveUnreadable, match="the archive cannot be reached"):
        Archive.of_source(str(tmp_path / "archive"), "careers").segments()
