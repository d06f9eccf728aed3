"""A chunk: every link has its outcome, every page is archived before anybody reads it."""

from datetime import UTC, datetime, timedelta

import pytest

from flows.archive.archive import Archive
from flows.archive.segment_writer import SegmentWriter
from flows.fetching.fetch_chunk import ChunkFetch, FetchOutcome
from schemas.link import Link

NOON = datetime(2026, 11, 22, 12, 0, 0, tzinfo=UTC)
TAGGED = (("Content-Type", "text/html"), ("ETag", '"1"'))


@pytest.fixture
def archive(tmp_path):
    return Archive.of_source(str(tmp_path / "archive"), "careers")


@pytest.fixture
def fetch_chunk(fetching, tmp_path, archive):
    """Fetch URLs as one night's chunk; return their outcomes by the end of their URLs."""
    nights = []

    def run(*urls, keep_since=NOON - timedelta(days=30), robot="jobprofiles", **changed):
        nights.append(f"2026-11-{22 + len(nights)}T120000Z-0001.warc.gz")
        path, noted = tmp_path / "segment.part", {}

        async def work(fetcher):
            with SegmentWriter(path, nights[-1], lambda: NOON) as writer:
                chunk = ChunkFetch(
                    fetcher,
                    writer,
                    archive,
                    known=archive.latest(urls),
                    keep_since=keep_since,
                    robot=robot,
                    note=lambda outcome: noted.update({outcome.link.url.rpartition("/")[2]: outcome}),
                )
                await chunk.fetch([Link(url=url) for url in urls])
            return writer

        writer = fetching(work, **changed)
        archive.add(path, writer.name, writer.index)
        return noted

    return run


def test_every_link_has_an_outcome(site, say, fetch_chunk, archive, unused_port):
    site.routes |= {
        "/robots.txt": say(b"User-agent: *\nDisallow: /secret"),
        "/slow": say.raw(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n", b"<p>slow", pause=0.1),
        "/moved": say(b"", 301, (("Location", "/here"),)),
        "/here": say(b"<p>here"),
        "/broken": say(b"", 500),
    }
    paths = ["slow", "moved", "gone", "secret", "broken"]
    noted = fetch_chunk(
        *(f"{site.url}/{path}" for path in paths), f"http://127.0.0.1:{unused_port}/dead", attempts=2
    )
    assert {path: outcome.outcome for path, outcome in noted.items()} == {
        "slow": "ok",
        "moved": "ok",
        "gone": "gone",
        "secret": "refused",
        "broken": "failed",
        "dead": "failed",
    }
    assert [path for path, outcome in noted.items() if outcome.host_unreachable] == ["dead"]
    assert noted["moved"].url == f"{site.url}/here"
    assert {path: noted[path].status for path in paths} == {
        "slow": 200,
        "moved": 200,
        "gone": 404,
        "secret": None,
        "broken": 500,
    }
    assert all(outcome.reason for outcome in noted.values() if outcome.outcome != "ok")
    assert {archive.read(noted[path].captured).body for path in ("slow", "moved")} == {b"<p>slow", b"<p>here"}


def test_an_outcome_survives_the_way_through_json(site, say, fetch_chunk):
    site.routes["/a"] = say(b"<p>", headers=TAGGED)
    outcome = fetch_chunk(f"{site.url}/a")["a"]
    assert FetchOutcome.model_validate_json(outcome.model_dump_json()) == outcome


def test_a_page_that_did_not_change_is_asked_for_and_not_sent(site, say, fetch_chunk, archive):
    site.routes["/a"] = [say(b"<p>body", headers=TAGGED), say(b"", 304, TAGGED)]
    fetch_chunk(f"{site.url}/a")
    outcome = fetch_chunk(f"{site.url}/a")["a"]
    assert site.asked("/a")[-1].headers["if-none-match"] == '"1"'
    assert (outcome.outcome, outcome.status, outcome.is_unchanged) == ("ok", 304, True)
    assert archive.read(outcome.captured).body == b"<p>body"


def test_a_page_whose_archived_body_is_lost_is_fetched_anew_in_spite_of_304(
    site, say, fetch_chunk, archive, tmp_path
):
    site.routes["/a"] = [
        say(b"<p>body", headers=TAGGED),
        say(b"", 304, TAGGED),
        say(b"<p>body", headers=TAGGED),
    ]
    first = fetch_chunk(f"{site.url}/a")["a"]
    segment = tmp_path / "archive/careers" / first.captured.at.segment
    content = bytearray(segment.read_bytes())
    content[first.captured.at.offset + 40] ^= 0xFF
    segment.write_bytes(content)
    outcome = fetch_chunk(f"{site.url}/a")["a"]
    assert "if-none-match" not in site.log[-1].headers
    assert archive.read(outcome.captured).body == b"<p>body"


def test_a_page_that_fails_keeps_its_last_good_capture(site, say, fetch_chunk, archive):
    site.routes["/a"] = [say(b"<p>good"), say(b"", 500)]
    fetch_chunk(f"{site.url}/a")
    outcome = fetch_chunk(f"{site.url}/a", attempts=1)["a"]
    assert (outcome.outcome, outcome.is_stale) == ("failed", True)
    assert archive.read(outcome.captured).body == b"<p>good"


@pytest.mark.parametrize(
    ("status", "keep_since"), [(404, NOON - timedelta(days=30)), (500, NOON + timedelta(days=1))]
)
def test_a_page_that_is_gone_or_was_too_long_not_to_be_had_keeps_none(
    site, say, fetch_chunk, status, keep_since
):
    site.routes["/a"] = [say(b"<p>good"), say(b"", status)]
    fetch_chunk(f"{site.url}/a")
    outcome = fetch_chunk(f"{site.url}/a", attempts=1, keep_since=keep_since)["a"]
    assert (outcome.captured, outcome.is_stale) == (None, False)


def test_an_empty_chunk_is_an_empty_segment(fetch_chunk, archive):
    assert fetch_chunk() == {}
    assert archive.pages() == []


def test_a_bot_challenge_is_no_page_and_the_last_good_capture_stays(site, say, fetch_chunk, archive):
    challenge = say(b"", 403, (("cf-mitigated", "challenge"),))
    site.routes["/a"] = [say(b"<p>good"), challenge]
    fetch_chunk(f"{site.url}/a")
    outcome = fetch_chunk(f"{site.url}/a")["a"]
    assert (outcome.outcome, outcome.cause, outcome.is_stale) == ("failed", "bot challenge", True)
    assert outcome.reason.startswith("bot challenge by Cloudflare")
    assert archive.read(outcome.captured).body == b"<p>good"


def test_a_page_that_leads_home_is_gone(site, say, fetch_chunk, archive):
    site.routes |= {"/a": say(b"", 302, (("Location", "/"),)), "/": say(b"<p>home")}
    outcome = fetch_chunk(f"{site.url}/a")["a"]
    assert (outcome.outcome, outcome.cause) == ("gone", "soft 404")
    assert archive.pages() == []


def test_what_a_page_reserves_is_obeyed_unless_it_is_waived(site, say, fetch_chunk, archive):
    site.routes["/a"] = say(b"<p>mine", headers=(*TAGGED, ("X-Robots-Tag", "noindex")))
    told = fetch_chunk(f"{site.url}/a")["a"]
    assert (told.outcome, told.cause) == ("refused", "noindex")
    assert archive.pages() == []

    assert fetch_chunk(f"{site.url}/a", robot=None)["a"].outcome == "ok"
    assert len(archive.pages()) == 1


def test_what_the_hosts_file_reserves_gives_way_to_the_page(site, say, fetch_chunk):
    file = b'[{"location": "/", "tdm-reservation": 1}]'
    site.routes |= {
        "/.well-known/tdmrep.json": say(file, headers=(("Content-Type", "application/json"),)),
        "/a": say(b"<p>a"),
        "/b": say(b"<p>b", headers=(("Content-Type", "text/html"), ("tdm-reservation", "0"))),
        "/c": say(b"<head><meta name=tdm-reservation content=0></head><p>c"),
    }
    noted = fetch_chunk(*(f"{site.url}/{name}" for name in "abc"))
    assert [noted[name].outcome for name in "abc"] == ["refused", "ok", "ok"]
    assert noted["a"].reason == "its host reserves text and data mining (tdmrep.json)"


def test_a_page_that_did_not_change_still_says_what_it_said(site, say, fetch_chunk):
    file = b'[{"location": "/", "tdm-reservation": 1}]'
    body = b"<head><meta name=tdm-reservation content=0></head><p>a"
    site.routes |= {
        "/.well-known/tdmrep.json": say(file, headers=(("Content-Type", "application/json"),)),
        "/a": [say(body, headers=TAGGED), say(b"", 304, TAGGED)],
    }
    assert [fetch_chunk(f"{site.url}/a")["a"].outcome for _ in range(2)] == ["ok", "ok"]


def test_a_fault_of_ours_that_one_page_shows_costs_that_page_only(site, say, fetch_chunk, monkeypatch):
    site.routes |= {"/a": say(b"<p>a"), "/b": say(b"<p>strange"), "/c": say(b"<p>c")}

    def wall_of(page):
        if b"strange" in page.body:
            raise ZeroDivisionError("a fault")

    monkeypatch.setattr("flows.fetching.fetch_chunk.wall_of", wall_of)
    noted = fetch_chunk(*(f"{site.url}/{path}" for path in "abc"))

    assert {path: outcome.outcome for path, outcome in noted.items()} == {"a": "ok", "b": "failed", "c": "ok"}
    assert noted["b"].reason == "fetching it failed: ZeroDivisionError: a fault"


def test_a_disk_that_cannot_be_written_fails_the_chunk(site, say, fetch_chunk, monkeypatch):
    site.routes |= {"/a": say(b"<p>a"), "/b": say(b"<p>b")}

    def write(*_):
        raise OSError("no space left on the disk")

    monkeypatch.setattr(SegmentWriter, "write", write)
    with pytest.raises(OSError, match="no space left"):
        fetch_chunk(f"{site.url}/a", f"{site.url}/b")
