"""A chunk: every link has its outcome, every page is archived before anybody reads it."""

from datetime import UTC, datetime

import pytest
from flows.fetching.warc_archive import ArchiveWriter, read_pages

from flows.fetching.fetch_chunk import FetchOutcome, fetch_links
from schemas.link import Link

NOON = datetime(2026, 11, 22, 12, 0, 0, tzinfo=UTC)


@pytest.fixture
def fetch_chunk(fetching, tmp_path):
    """Fetch paths of the site; return their outcomes and the archived pages."""
    segment = tmp_path / "0001.warc.gz"

    def run(*urls, **changed):
        async def work(fetcher):
            with ArchiveWriter(segment, lambda: NOON) as writer:
                return await fetch_links([Link(url=url) for url in urls], fetcher, writer)

        return fetching(work, **changed), list(read_pages(segment))

    return run


def test_every_link_has_an_outcome_in_its_own_place(site, say, fetch_chunk, unused_port):
    site.routes |= {
        "/robots.txt": say(b"User-agent: *\nDisallow: /secret"),
        "/slow": say.raw(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n", b"<p>slow", pause=0.1),
        "/moved": say(b"", 301, (("Location", "/here"),)),
        "/here": say(b"<p>here"),
        "/broken": say(b"", 500),
    }
    paths = ["/slow", "/moved", "/gone", "/secret", "/broken"]
    outcomes, pages = fetch_chunk(
        *(site.url + path for path in paths), f"http://127.0.0.1:{unused_port}/", attempts=2
    )
    assert [outcome.outcome for outcome in outcomes] == ["ok", "ok", "gone", "refused", "failed", "failed"]
    assert [outcome.host_unreachable for outcome in outcomes] == [False] * 5 + [True]
    assert [outcome.link.url for outcome in outcomes[:5]] == [site.url + path for path in paths]
    assert outcomes[1].url == f"{site.url}/here"
    assert [outcome.status for outcome in outcomes] == [200, 200, 404, None, 500, None]
    assert all(outcome.reason for outcome in outcomes[2:])
    assert {page.body for page in pages} == {b"<p>slow", b"<p>here"}
    assert {page.url_asked for page in pages} == {f"{site.url}/slow", f"{site.url}/moved"}


def test_an_outcome_survives_the_way_through_json(site, say, fetch_chunk):
    site.routes["/a"] = say(b"<p>")
    (outcome,), _ = fetch_chunk(f"{site.url}/a")
    assert FetchOutcome.model_validate_json(outcome.model_dump_json()) == outcome


def test_an_empty_chunk_is_an_empty_segment(fetch_chunk):
    assert fetch_chunk() == ([], [])
