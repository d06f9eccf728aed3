"""Segments: written, read back, checked by warcio, cut short."""

import gzip
import json
import logging
import os
import signal
import subprocess
import sys
import textwrap
import tracemalloc
from argparse import Namespace
from datetime import UTC, datetime
from io import BytesIO

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from warcio.archiveiterator import ArchiveIterator
from warcio.checker import Checker
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from flows.fetching.cdxj_index import surt
from flows.fetching.fetch_failures import ArchiveUnreadable
from flows.fetching.gzip_members import read_members
from flows.fetching.warc_archive import ArchiveWriter, index_path, read_page, read_pages

NOON = datetime(2026, 11, 22, 12, 0, 0, tzinfo=UTC)


@pytest.fixture
def segment(tmp_path):
    return tmp_path / "archive" / "0001.warc.gz"


@pytest.fixture
def archive(segment):
    """Write captures into the segment and return its path."""

    def write(*captures):
        with ArchiveWriter(segment, lambda: NOON) as writer:
            for capture in captures:
                writer.write(capture)
        return segment

    return write


def test_pages_come_back_as_they_went_in(archive, capture_of):
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
    assert list(read_pages(archive(*captures))) == [capture.page for capture in captures]


def test_a_page_carries_its_redirects_and_each_of_them_is_a_record(archive, capture_of):
    hops = ("http://careers.example/old", "http://careers.example/newer")
    capture = capture_of("http://careers.example/new", hops=hops)
    path = archive(capture)
    (page,) = read_pages(path)
    assert (page.url_asked, page.redirects) == (hops[0], hops)
    with path.open("rb") as file:
        answers = [
            (record.rec_headers.get_header("WARC-Target-URI"), record.http_headers.get_statuscode())
            for record in ArchiveIterator(file)
            if record.rec_type == "response"
        ]
    assert answers == [(hops[0], "301"), (hops[1], "301"), (page.url, "200")]


def test_warcio_finds_nothing_wrong(archive, capture_of, capsys):
    headers = (("Content-Type", "text/html"), ("Content-Encoding", "gzip"), ("X-Name", "Jürgen"))
    path = archive(
        capture_of("http://careers.example/a", headers=headers),
        capture_of("http://careers.example/b", body=b""),
    )
    checker = Checker(Namespace(inputs=[str(path)], verbose=True))
    assert checker.process_all() == 0
    told = capsys.readouterr().out
    assert told.count("digest pass") == 5
    assert "no digest" not in told


def test_a_segment_starts_with_who_wrote_it_and_each_answer_has_its_request(archive, capture_of):
    with archive(capture_of("http://careers.example/a?b")).open("rb") as file:
        records = [
            (record.rec_type, record.rec_headers, record.http_headers) for record in ArchiveIterator(file)
        ]
    assert [kind for kind, _, _ in records] == ["warcinfo", "response", "request"]
    (_, info, _), (_, response, _), (_, request, asked) = records
    assert info.protocol == "WARC/1.1"
    assert info.get_header("WARC-Filename") == "0001.warc.gz"
    assert request.get_header("WARC-Concurrent-To") == response.get_header("WARC-Record-ID")
    assert (asked.protocol, asked.statusline) == ("GET", "/a?b HTTP/1.1")
    assert asked.get_header("User-Agent") == "jobprofiles/0.1"


def test_the_same_captures_give_the_same_bytes(archive, capture_of):
    captures = [capture_of("http://careers.example/a"), capture_of("http://careers.example/a")]
    first = archive(*captures).read_bytes()
    assert archive(*captures).read_bytes() == first


def test_the_index_finds_each_page(archive, capture_of):
    urls = ["http://www.careers.example/b", "http://careers.example/a?y=2&x=1", "http://careers.example/A"]
    path = archive(*(capture_of(url, body=url.encode()) for url in urls))
    lines = index_path(path).read_text().splitlines()
    assert lines == sorted(lines)
    assert lines[0].startswith("example,careers)/a 20261122120000 {")
    entries = [json.loads(line.split(" ", 2)[2]) for line in lines]
    assert {entry["url"] for entry in entries} == set(urls)
    size = path.stat().st_size
    for entry in entries:
        assert read_page(path, int(entry["offset"])).body == entry["url"].encode()
        assert int(entry["offset"]) + int(entry["length"]) <= size
        assert (entry["filename"], entry["status"], entry["mime"]) == ("0001.warc.gz", "200", "text/html")


def test_the_index_names_the_digest_of_the_record(archive, capture_of):
    path = archive(capture_of("http://careers.example/a"))
    entry = json.loads(index_path(path).read_text().split(" ", 2)[2])
    with path.open("rb") as file:
        digests = [r.rec_headers.get_header("WARC-Payload-Digest") for r in ArchiveIterator(file)]
    assert f"sha1:{entry['digest']}" == digests[1]


@pytest.mark.parametrize(
    ("url", "key"),
    [
        ("http://www.Careers.example/A?b=2&a=1", "example,careers,www)/a?a=1&b=2"),
        ("https://careers.example:8443", "example,careers:8443)/"),
    ],
)
def test_a_surt_key_sorts_by_host_from_the_right(url, key):
    assert surt(url) == key


def test_an_offset_at_which_no_page_stands_is_told(archive, capture_of):
    path = archive(capture_of("http://careers.example/a"))
    for offset, reason in ((0, "found none"), (5, "cannot be read"), (10**9, "found none")):
        with pytest.raises(ArchiveUnreadable, match=reason):
            read_page(path, offset)


def test_a_segment_without_pages_is_whole(archive):
    assert list(read_pages(archive())) == []


def test_a_writer_that_fails_leaves_what_stood_under_the_final_name(archive, segment, capture_of):
    archive(capture_of("http://careers.example/before"))
    before = segment.read_bytes(), index_path(segment).read_bytes()
    writer = ArchiveWriter(segment, lambda: NOON)

    def interrupted():
        with writer:
            writer.write(capture_of("http://careers.example/during"))
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()
    assert (segment.read_bytes(), index_path(segment).read_bytes()) == before


def test_a_killed_writer_leaves_no_final_name_and_whole_records(tmp_path):
    program = textwrap.dedent("""
        import sys, time
        from datetime import UTC, datetime
        from flows.fetching.capture import Capture, Exchange
        from flows.fetching.warc_archive import ArchiveWriter
        from schemas.page import Page
        noon = datetime(2026, 11, 22, 12, tzinfo=UTC)
        with ArchiveWriter(sys.argv[1], lambda: noon) as writer:
            for number in range(3):
                url = f"http://careers.example/{number}"
                page = Page(url, url, 200, (("Content-Type", "text/html"),), b"<p>", noon)
                writer.write(Capture((), Exchange((), page)))
            print("written", flush=True)
            time.sleep(60)
    """)
    segment = tmp_path / "killed.warc.gz"
    with subprocess.Popen([sys.executable, "-c", program, segment], stdout=subprocess.PIPE) as process:
        assert process.stdout.readline() == b"written\n"
        os.kill(process.pid, signal.SIGKILL)
    assert not segment.exists()
    assert not index_path(segment).exists()
    assert len(list(read_pages(tmp_path / "killed.warc.gz.part"))) == 3


def test_of_a_segment_cut_short_the_whole_records_are_read(archive, capture_of, caplog):
    path = archive(*(capture_of(f"http://careers.example/{number}") for number in range(3)))
    entries = [json.loads(line.split(" ", 2)[2]) for line in index_path(path).read_text().splitlines()]
    cut = max(int(entry["offset"]) for entry in entries) + 20
    path.write_bytes(path.read_bytes()[:cut])
    assert [page.url for page in read_pages(path)] == ["http://careers.example/0", "http://careers.example/1"]
    assert "ends in the middle of the record" in caplog.text


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\x1f\x8b",
        b"<html>no archive",
        gzip.compress(b"<html>no archive"),
        gzip.compress(b"WARC/1.1\r\nWARC-Type: response\r\n\r\n"),
        gzip.compress(b"WARC/1.1\r\n\r\n" * 3),
        b"WARC/1.1\r\nWARC-Type: warcinfo\r\nContent-Length: 0\r\n\r\n\r\n\r\n",
    ],
)
def test_what_is_no_warc_is_told_with_what_to_do(tmp_path, content):
    path = tmp_path / "no.warc.gz"
    path.write_bytes(content)
    with pytest.raises(ArchiveUnreadable, match="warcio recompress"):
        list(read_pages(path))


def test_a_missing_file_is_told(tmp_path):
    with pytest.raises(ArchiveUnreadable, match=r"none\.warc\.gz: cannot be opened: No such file"):
        list(read_pages(tmp_path / "none.warc.gz"))


def foreign(*records):
    """Build a WARC as another tool would: bodies as they came over the wire, WARC 1.0, no fields of ours."""
    out = BytesIO()
    writer = WARCWriter(out, gzip=True)
    for url, body, headers in records:
        http = StatusAndHeaders("200 OK", list(headers), protocol="HTTP/1.0")
        record = writer.create_warc_record(
            url, "response", payload=BytesIO(body), length=len(body), http_headers=http
        )
        writer.write_record(record)
    return out.getvalue()


def test_archives_of_other_tools_are_read(tmp_path):
    path = tmp_path / "foreign.warc.gz"
    html = ("Content-Type", "text/html")
    path.write_bytes(
        foreign(
            ("http://a.example/plain", b"<p>plain", [html]),
            ("http://a.example/gzip", gzip.compress(b"<p>gzip"), [html, ("Content-Encoding", "gzip")]),
            (
                "http://a.example/chunked",
                b"3\r\n<p>\r\n2\r\nOK\r\n0\r\n\r\n",
                [html, ("Transfer-Encoding", "chunked")],
            ),
        )
    )
    pages = list(read_pages(path))
    assert [page.body for page in pages] == [b"<p>plain", b"<p>gzip", b"<p>OK"]
    assert pages[0].url_asked == pages[0].url == "http://a.example/plain"


def test_a_body_beyond_the_bound_is_left_out_and_the_rest_is_read(tmp_path, caplog):
    bomb = gzip.compress(b"\0" * 50_000_000)
    zipped = [("Content-Type", "text/html"), ("Content-Encoding", "gzip")]
    path = tmp_path / "bombs.warc.gz"
    path.write_bytes(
        foreign(
            ("http://a.example/bomb", bomb, zipped),
            ("http://a.example/large", b"\0" * 50_000_000, []),
            ("http://a.example/good", b"<p>", [("Content-Type", "text/html")]),
        )
    )
    tracemalloc.start()
    try:
        assert [page.url for page in read_pages(path, max_body_bytes=100_000)] == ["http://a.example/good"]
        assert tracemalloc.get_traced_memory()[1] < 10_000_000
    finally:
        tracemalloc.stop()
    assert caplog.text.count("it is left out") == 2


@given(data=st.data())
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_damaged_segment_never_does_worse_than_lose_records(tmp_path, capture_of, caplog, data):
    """Bytes change inside the records, before they are gzipped, and in the file itself."""
    caplog.set_level(logging.ERROR)
    path = tmp_path / "damaged.warc.gz"
    with ArchiveWriter(path, lambda: NOON) as writer:
        writer.write(capture_of("http://careers.example/a", hops=("http://careers.example/old",)))
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
    try:
        assert len(list(read_pages(path))) <= 2
    except ArchiveUnreadable as unreadable:
        assert "damaged.warc.gz" in str(unreadable)
