"""Other people's WARCs: read in every form, bounded, and brought as they are."""

import asyncio
import gzip
import tracemalloc
from io import BytesIO
from pathlib import Path

import pytest
from warcio.archiveiterator import ArchiveIterator
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from extractors.extract import extract
from flows.archive import segment_index, warc_import
from flows.archive.warc_import import import_warc
from flows.archive.warc_stream import raw_records
from flows.fetching.discovery import discover
from flows.fetching.fetch_failures import ArchiveUnreadable, NothingDiscovered
from schemas.discovery import WarcFile

HTML = ("Content-Type", "text/html")
WGET = str(Path(__file__).with_name("wget-1.21.3.warc.gz"))


def foreign(*records, zipped=True):
    """Build a WARC as another tool would: bodies as they came over the wire, WARC 1.0, no fields of ours."""
    out = BytesIO()
    writer = WARCWriter(out, gzip=zipped)
    for url, body, headers in records:
        http = StatusAndHeaders("200 OK", list(headers), protocol="HTTP/1.0")
        record = writer.create_warc_record(
            url, "response", payload=BytesIO(body), length=len(body), http_headers=http
        )
        writer.write_record(record)
    return out.getvalue()


def anything(_url):
    return True


@pytest.fixture
def bring(archive, tmp_path):
    """Import the bytes of a WARC and return its pages' bodies by the end of their URLs."""

    def run(content, wanted=anything):
        warc = tmp_path / "foreign.warc.gz"
        warc.write_bytes(content)
        import_warc(str(warc), archive, wanted)
        return {entry.url.rpartition("/")[2]: archive.read(entry).body for entry in archive.pages()}

    return run


PAGES = (
    ("http://a.example/plain", b"<p>plain", [HTML]),
    ("http://a.example/gzip", gzip.compress(b"<p>gzip", mtime=0), [HTML, ("Content-Encoding", "gzip")]),
    (
        "http://a.example/chunked",
        b"3\r\n<p>\r\n2\r\nOK\r\n0\r\n\r\n",
        [HTML, ("Transfer-Encoding", "chunked")],
    ),
)
READ = {"plain": b"<p>plain", "gzip": b"<p>gzip", "chunked": b"<p>OK"}


@pytest.mark.parametrize(
    "content",
    [
        foreign(*PAGES),
        foreign(*PAGES, zipped=False),
        gzip.compress(foreign(*PAGES, zipped=False), mtime=0),
        foreign(*PAGES) + b"\0" * 100,
    ],
    ids=["a member a record", "plain", "gzipped as one", "padded"],
)
def test_every_form_of_warc_is_read(bring, content):
    assert bring(content) == READ


def test_bringing_a_file_twice_changes_nothing(bring, archive):
    content = foreign(*PAGES)
    bring(content)
    before = archive.segments()
    bring(content)
    assert archive.segments() == before


def test_records_are_brought_as_they_are(bring, archive, tmp_path):
    content = foreign(*PAGES)
    bring(content)
    with (tmp_path / "archive/careers" / archive.segments()[0]).open("rb") as file:
        brought = [record.rec_headers.get_header("WARC-Record-ID") for record in ArchiveIterator(file)]
    asked = [record.rec_headers.get_header("WARC-Record-ID") for record in ArchiveIterator(BytesIO(content))]
    assert brought == asked


def test_only_what_is_wanted_is_brought(bring):
    assert set(bring(foreign(*PAGES), wanted=lambda url: url.endswith("gzip"))) == {"gzip"}


def test_requests_stay_behind_because_they_can_hold_passwords(bring, archive, tmp_path):
    out = BytesIO()
    writer = WARCWriter(out, gzip=True)
    http = StatusAndHeaders("GET / HTTP/1.1", [("Authorization", "Basic c2VjcmV0")], is_http_request=True)
    writer.write_record(writer.create_warc_record("http://a.example/", "request", http_headers=http))
    bring(foreign(*PAGES) + out.getvalue())
    content = gzip.decompress((tmp_path / "archive/careers" / archive.segments()[0]).read_bytes())
    assert b"Authorization" not in content


def test_a_foreign_revisit_is_read_with_the_body_that_it_refers_to(bring):
    out = BytesIO()
    writer = WARCWriter(out, gzip=True)
    first = writer.create_warc_record(
        "http://a.example/first",
        "response",
        payload=BytesIO(b"<p>same"),
        length=7,
        http_headers=StatusAndHeaders("200 OK", [HTML], protocol="HTTP/1.1"),
    )
    writer.write_record(first)
    writer.write_record(
        writer.create_revisit_record(
            "http://a.example/second",
            first.rec_headers.get_header("WARC-Payload-Digest"),
            "http://a.example/first",
            first.rec_headers.get_header("WARC-Date"),
            http_headers=StatusAndHeaders("200 OK", [HTML], protocol="HTTP/1.1"),
        )
    )
    assert bring(out.getvalue()) == {"first": b"<p>same", "second": b"<p>same"}


def test_a_page_stored_without_its_answer_is_read(bring):
    out = BytesIO()
    writer = WARCWriter(out, gzip=True)
    writer.write_record(
        writer.create_warc_record(
            "http://a.example/saved",
            "resource",
            payload=BytesIO(b"<p>saved"),
            length=8,
            warc_content_type="text/html",
        )
    )
    assert bring(out.getvalue()) == {"saved": b"<p>saved"}


def test_what_wget_wrote_becomes_profiles(archive):
    """The file comes from GNU Wget 1.21.3: addresses in angle brackets, a page, a 404, and records about itself."""
    told = import_warc(WGET, archive, anything)
    assert (told.answers, told.pages) == (2, 1)
    (entry,) = archive.pages()
    profile = extract(archive.read(entry).body, url=entry.url).profile
    assert profile.title == "Lantern keeper"
    assert len(profile.tasks) == 3


def test_a_record_beyond_the_bound_is_left_out_and_the_rest_is_brought(bring, monkeypatch, caplog):
    for module in (segment_index, warc_import):
        monkeypatch.setattr(module, "LARGEST_RECORD", 200_000, raising=False)
    monkeypatch.setattr(segment_index, "LARGEST_BODY", 100_000)
    bomb = gzip.compress(b"\0" * 50_000_000, mtime=0)
    content = foreign(
        ("http://a.example/bomb", bomb, [HTML, ("Content-Encoding", "gzip")]),
        ("http://a.example/large", b"\0" * 50_000_000, [HTML]),
        ("http://a.example/good", b"<p>", [HTML]),
    )
    tracemalloc.start()
    try:
        assert bring(content) == {"good": b"<p>"}
        assert tracemalloc.get_traced_memory()[1] < 10_000_000
    finally:
        tracemalloc.stop()
    assert caplog.text.count("it is left out") == 2


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\x1f\x8b",
        b"<html>no archive",
        gzip.compress(b"<html>no archive", mtime=0),
        gzip.compress(b"WARC/1.1\r\nWARC-Type: response\r\n\r\n", mtime=0),
        b"WARC/1.1\r\n" + b"X: y\r\n" * 20_000,
        b"WARC/1.1\r\nContent-Length: 100\r\n\r\nshort",
        b"WARC/1.1" + b"x" * 100_000,
    ],
)
def test_what_is_no_warc_is_told_with_what_to_do(bring, content):
    with pytest.raises(
        ArchiveUnreadable, match="expected a WARC file, plain or gzipped, found .*give another file"
    ):
        bring(content)


def test_a_warc_without_a_page_of_the_source_tells_whose_pages_it_holds(bring):
    with pytest.raises(ArchiveUnreadable, match=r"found 3 answers of other hosts \(a\.example\)"):
        bring(foreign(*PAGES), wanted=lambda _url: False)


def test_a_missing_file_is_told(archive, tmp_path):
    with pytest.raises(ArchiveUnreadable, match=r"none\.warc\.gz: cannot be opened \(No such file"):
        import_warc(str(tmp_path / "none.warc.gz"), archive, anything)


def test_of_a_file_cut_short_the_whole_records_are_brought(bring, caplog):
    content = foreign(*PAGES)
    assert bring(content[:-20]) == {"plain": b"<p>plain", "gzip": b"<p>gzip"}
    assert "the records before it are used" in caplog.text


def test_records_are_read_one_at_a_time():
    content = gzip.compress(
        foreign(*[(f"http://a.example/{n}", b"\0" * 500_000, []) for n in range(100)], zipped=False), mtime=0
    )
    tracemalloc.start()
    try:
        assert sum(1 for _ in raw_records(BytesIO(content), "many", 1_000_000)) == 100
        assert tracemalloc.get_traced_memory()[1] < 5_000_000
    finally:
        tracemalloc.stop()


def test_the_pages_of_a_warc_are_a_list_of_links(archive):
    import_warc(WGET, archive, anything)
    links = asyncio.run(discover(WarcFile(file=WGET), fetcher=None))
    assert [link.url for link in links] == [entry.url for entry in archive.pages()]


def test_a_list_from_a_warc_without_a_page_that_fits_is_told():
    with pytest.raises(NothingDiscovered, match="no HTML page in it fits"):
        asyncio.run(discover(WarcFile(file=WGET, pattern="/recipes/"), fetcher=None))


def test_a_list_from_what_is_no_warc_is_told(tmp_path):
    (tmp_path / "notes.txt").write_text("no records here\n")
    with pytest.raises(ArchiveUnreadable, match="expected a WARC file"):
        asyncio.run(discover(WarcFile(file=str(tmp_path / "notes.txt")), fetcher=None))
