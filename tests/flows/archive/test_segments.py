"""Segments: written, read back, checked by warcio, cut short."""

import gzip
import json
import logging
import os
import signal
import subprocess
import sys
import textwrap
from argparse import Namespace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from warcio.archiveiterator import ArchiveIterator
from warcio.checker import Checker

from flows.archive.archive import Archive
from flows.archive.cdxj_index import surt
from flows.archive.gzip_members import read_members
from flows.archive.segment_writer import SegmentWriter
from flows.fetching.fetch_failures import ArchiveUnreadable

NOON = datetime(2026, 11, 22, 12, 0, 0, tzinfo=UTC)
HTML = (("Content-Type", "text/html; charset=utf-8"),)


def test_pages_come_back_as_they_went_in(archive, stored, capture_of):
    headers = (
        ("content-type", "text/html"),
        ("Content-Encoding", "gzip"),
        ("Transfer-Encoding", "chunked"),
        ("Link", "</>; rel=x"),
        ("Link", "</y>; rel=y"),
    )
    captures = [
        capture_of("http://careers.example/a?b=1&c=ü", body="<p>Ä\0\r\n\r\n".encode(), headers=headers),
        capture_of("https://careers.example/empty", body=b"", headers=(*headers, ("Content-Length", "0"))),
    ]
    assert [archive.read(entry) for entry in stored(*captures)] == [capture.page for capture in captures]


def test_a_page_carries_its_redirects_and_each_of_them_is_a_record(archive, stored, capture_of, segment):
    hops = ("http://careers.example/old", "http://careers.example/newer")
    (entry,) = stored(capture_of("http://careers.example/new", hops=hops))
    page = archive.read(entry)
    assert (page.url_asked, page.redirects) == (hops[0], hops)
    with segment.open("rb") as file:
        answers = [
            (record.rec_headers.get_header("WARC-Target-URI"), record.http_headers.get_statuscode())
            for record in ArchiveIterator(file)
            if record.rec_type == "response"
        ]
    assert answers == [(hops[0], "301"), (hops[1], "301"), (page.url, "200")]


def test_warcio_finds_nothing_wrong(stored, capture_of, segment, capsys):
    headers = (("Content-Type", "text/html"), ("Content-Encoding", "gzip"), ("X-Name", "Jürgen"))
    first = capture_of("http://careers.example/a", headers=headers)
    (entry,) = stored(first)
    stored(
        first,
        capture_of("http://careers.example/a", body=b"", status=304, headers=()),
        capture_of("http://careers.example/b", body=b""),
        capture_of("http://careers.example/c", rendered=b"<p>filled", parts=["http://careers.example/data"]),
        originals=[None, entry],
    )
    checker = Checker(Namespace(inputs=[str(segment)], verbose=True))
    assert checker.process_all() == 0
    told = capsys.readouterr().out
    assert "no digest" not in told
    assert told.count("digest pass") == 11


def test_a_segment_starts_with_who_wrote_it_and_each_answer_has_its_request(stored, capture_of, segment):
    stored(capture_of("http://careers.example/a?b"))
    with segment.open("rb") as file:
        records = [
            (record.rec_type, record.rec_headers, record.http_headers) for record in ArchiveIterator(file)
        ]
    assert [kind for kind, _, _ in records] == ["warcinfo", "response", "request"]
    (_, info, _), (_, response, _), (_, request, asked) = records
    assert info.protocol == "WARC/1.1"
    assert info.get_header("WARC-Filename") == segment.name
    assert request.get_header("WARC-Concurrent-To") == response.get_header("WARC-Record-ID")
    assert (asked.protocol, asked.statusline) == ("GET", "/a?b HTTP/1.1")
    assert asked.get_header("User-Agent") == "jobprofiles/0.1"


def test_the_same_captures_give_the_same_bytes(stored, capture_of, segment):
    captures = [capture_of("http://careers.example/a"), capture_of("http://careers.example/a")]
    stored(*captures)
    first = segment.read_bytes()
    stored(*captures)
    assert segment.read_bytes() == first


def test_the_index_is_sorted_as_other_tools_expect_it(stored, capture_of, segment):
    stored(*(capture_of(f"http://{name}.example/") for name in ("b", "a", "www.a")))
    lines = segment.with_name("2026-11-22T120000Z-0001.cdxj").read_text().splitlines()
    assert lines == sorted(lines)
    assert [line.split(" ", 2)[0] for line in lines] == ["example,a)/", "example,a,www)/", "example,b)/"]
    fields = json.loads(lines[0].split(" ", 2)[2])
    assert fields["filename"] == segment.name
    assert fields["status"] == "200"
    with segment.open("rb") as file:
        file.seek(int(fields["offset"]))
        assert gzip.decompress(file.read(int(fields["length"]))).startswith(b"WARC/1.1\r\n")


def test_the_index_names_the_digest_that_the_record_has(stored, capture_of, segment):
    (entry,) = stored(capture_of("http://careers.example/a"))
    with segment.open("rb") as file:
        digests = [r.rec_headers.get_header("WARC-Payload-Digest") for r in ArchiveIterator(file)]
    assert f"sha1:{entry.digest}" == digests[1]


@pytest.mark.parametrize(
    ("url", "key"),
    [
        ("http://www.Careers.example/A?b=2&a=1", "example,careers,www)/a?a=1&b=2"),
        ("https://careers.example:8443", "example,careers:8443)/"),
    ],
)
def test_a_surt_key_sorts_by_host_from_the_right(url, key):
    assert surt(url) == key


def test_a_place_at_which_no_page_stands_is_told(archive, stored, capture_of):
    (entry,) = stored(capture_of("http://careers.example/a"))
    places = {"offset": 5}, {"offset": 10**9}, {"offset": 0, "length": entry.at.offset}, {"length": 9}
    for change in places:
        wrong = entry.model_copy(update={"at": entry.at.model_copy(update=change)})
        with pytest.raises(ArchiveUnreadable, match="the record"):
            archive.read(wrong)


def test_a_page_that_a_browser_rendered_is_read_as_the_browser_left_it(archive, stored, capture_of):
    capture = capture_of(
        "http://careers.example/app",
        body=b"<div id=app>",
        rendered="<p>gefüllt".encode(),
        parts=["http://careers.example/data.json"],
    )
    (entry,) = stored(capture)
    page = archive.read(entry)
    assert page.body == "<p>gefüllt".encode()
    assert page.header("Content-Type") == "text/html; charset=utf-8"
    assert archive.latest(["http://careers.example/data.json"])


UNCHANGED = {"body": b"", "status": 304}


def test_a_page_that_did_not_change_is_a_revisit_with_the_body_of_its_original(
    archive, stored, capture_of, segment
):
    later = NOON + timedelta(days=1)
    (first,) = stored(
        capture_of("http://careers.example/a", headers=(*HTML, ("ETag", '"1"'), ("X-Old", "yes")))
    )
    again = capture_of(
        "http://careers.example/a", at=later, headers=(("ETag", '"1"'), ("X-New", "yes")), **UNCHANGED
    )
    (second,) = stored(again, name="2026-11-23T120000Z-0001.warc.gz", originals=[first])

    page = archive.read(second)

    assert (page.status, page.body, page.fetched_at) == (200, b"<p>page", later)
    assert page.header("Content-Type") == "text/html; charset=utf-8"
    assert (page.header("X-Old"), page.header("X-New")) == ("yes", "yes")
    with segment.with_name("2026-11-23T120000Z-0001.warc.gz").open("rb") as file:
        revisit = next(record for record in ArchiveIterator(file) if record.rec_type == "revisit")
        assert revisit.rec_headers.get_header("WARC-Profile").endswith("/server-not-modified")
        assert revisit.rec_headers.get_header("WARC-Refers-To-Target-URI") == "http://careers.example/a"
        assert revisit.rec_headers.get_header("WARC-Refers-To-Date") == "2026-11-22T12:00:00Z"


def test_an_equal_body_is_stored_once_even_if_its_etag_changed(archive, stored, capture_of):
    (first,) = stored(
        capture_of("http://careers.example/a", body=b"<p>" * 9_999, headers=(*HTML, ("ETag", "1")))
    )
    again = capture_of("http://careers.example/a", body=b"<p>" * 9_999, headers=(*HTML, ("ETag", "2")))
    (second,) = stored(again, name="2026-11-23T120000Z-0001.warc.gz", originals=[first])
    third = capture_of("http://careers.example/a", **UNCHANGED)
    (last,) = stored(third, name="2026-11-24T120000Z-0001.warc.gz", originals=[second])

    assert second.body == last.body == first.at
    assert (second.etag, last.etag) == ("2", "2")
    assert archive.read(last).body == b"<p>" * 9_999


def test_another_body_is_stored_anew(archive, stored, capture_of):
    (first,) = stored(capture_of("http://careers.example/a"))
    (second,) = stored(
        capture_of("http://careers.example/a", body=b"<p>new"),
        name="2026-11-23T120000Z-0001.warc.gz",
        originals=[first],
    )
    assert second.body is None
    assert archive.read(second).body == b"<p>new"


def test_what_a_killed_writer_wrote_is_carried_on(tmp_path, capture_of):
    program = textwrap.dedent("""
        import sys, time
        from datetime import UTC, datetime
        from pathlib import Path
        from flows.fetching.capture import Capture, Exchange
        from flows.archive.segment_writer import SegmentWriter
        from schemas.page import Page
        noon = datetime(2026, 11, 22, 12, tzinfo=UTC)
        with SegmentWriter(Path(sys.argv[1]), "run-0001.warc.gz", lambda: noon) as writer:
            for number in range(3):
                url = f"http://careers.example/{number}"
                page = Page(url, url, 200, (("Content-Type", "text/html"),), b"<p>", noon)
                writer.write(Capture((), Exchange((), page)))
            print("written", flush=True)
            time.sleep(60)
    """)
    unfinished = tmp_path / "0001.part"
    with subprocess.Popen([sys.executable, "-c", program, unfinished], stdout=subprocess.PIPE) as process:
        assert process.stdout.readline() == b"written\n"
        os.kill(process.pid, signal.SIGKILL)
    archive = Archive.of_source(str(tmp_path / "archive"), "careers")
    with SegmentWriter(unfinished, "run-0001.warc.gz", lambda: NOON) as writer:
        assert [entry.url[-1] for entry in writer.salvaged] == ["0", "1", "2"]
        writer.write(capture_of("http://careers.example/3"))
    archive.add(unfinished, writer.name, writer.index)
    assert [entry.url[-1] for entry in archive.pages()] == ["0", "1", "2", "3"]
    assert all(archive.read(entry).body.startswith(b"<p>") for entry in archive.pages())


@pytest.fixture
def rich(capture_of):
    """Write every kind of record into a segment; return its path and index."""

    def write(path):
        with SegmentWriter(path, "run-0001.warc.gz", lambda: NOON) as writer:
            first = writer.write(capture_of("http://careers.example/a", hops=("http://careers.example/old",)))
            writer.write(capture_of("http://careers.example/a", **UNCHANGED), first)
            writer.write_answer(capture_of("http://careers.example/gone", status=404).page)
            writer.write(
                capture_of("http://careers.example/b", rendered=b"<p>b", parts=["http://careers.example/c"])
            )
        return writer.index

    return write


def test_reading_a_segment_gives_the_index_that_its_writer_noted_down(tmp_path, rich):
    index = rich(tmp_path / "0001.part")
    with SegmentWriter(tmp_path / "0001.part", "run-0001.warc.gz", lambda: NOON) as again:
        assert list(again.salvaged) == index


def test_wherever_a_segment_is_cut_its_whole_records_are_kept(tmp_path, rich, caplog):
    caplog.set_level(logging.ERROR)
    path = tmp_path / "0001.part"
    index = rich(path)
    whole = path.read_bytes()
    for end in range(0, len(whole), 97):
        path.write_bytes(whole[:end])
        with SegmentWriter(path, "run-0001.warc.gz", lambda: NOON) as writer:
            kept = [entry for entry in index if entry.at.offset + entry.at.length <= end]
            assert list(writer.salvaged) == kept


@given(data=st.data())
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_damaged_segment_never_does_worse_than_lose_records(tmp_path, rich, caplog, data):
    """Bytes change inside the records, before they are gzipped, and in the file itself."""
    caplog.set_level(logging.ERROR)
    path = tmp_path / "damaged.part"
    path.unlink(missing_ok=True)
    most = len(rich(path))
    with path.open("rb") as file:
        records = [member.content for member in read_members(file, 100_000)]
    members = []
    for record in records:
        changed = bytearray(record)
        for _ in range(data.draw(st.integers(0, 3))):
            at = data.draw(st.integers(0, len(changed) - 1))
            changed[at : at + data.draw(st.integers(0, 9))] = data.draw(st.binary(max_size=9))
        members.append(gzip.compress(bytes(changed)))
    content = bytearray(b"".join(members))
    if data.draw(st.booleans()):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    path.write_bytes(content)
    with SegmentWriter(path, "run-0001.warc.gz", lambda: NOON) as writer:
        assert len(writer.salvaged) <= most
