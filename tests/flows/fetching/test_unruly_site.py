"""A site that misbehaves on purpose: each way has its expected outcome, and a crawl loses no good page."""

import gzip
import os
import socket
import subprocess
import sys
import textwrap
import time
from collections import Counter
from datetime import UTC, datetime

import pytest

from flows.archive.archive import Archive
from flows.archive.segment_writer import SegmentWriter
from flows.fetching.fetch_chunk import ChunkFetch
from flows.fetching.fetch_failures import FetchFailed
from schemas.link import Link
from schemas.run_report import RunReport

NOON = datetime(2026, 11, 22, 12, 0, 0, tzinfo=UTC)
HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"
PAGE = HEAD + b"Content-Length: 4\r\nConnection: close\r\n\r\n<p>x"
ENDLESS = 2_000


def raw(*pieces, pause=0.0):
    def send(connection):
        for piece in pieces:
            connection.sendall(piece)
            time.sleep(pause)

    return send


def status(line, *headers, body=b""):
    told = "".join(f"{header}\r\n" for header in headers)
    head = f"HTTP/1.1 {line}\r\n{told}Content-Length: {len(body)}\r\nConnection: close\r\n\r\n"
    return raw(head.encode() + body)


def moved(target, *headers):
    return status("302 Found", f"Location: {target}", *headers)


def endless(piece, head=HEAD + b"\r\n"):
    return raw(head, *[piece] * ENDLESS)


def hang_up(connection):
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
    connection.close()


def hang_up_in_the_middle(connection):
    connection.sendall(HEAD + b"Content-Length: 1000\r\n\r\n<p>half")
    hang_up(connection)


ZIPPED = b"Content-Encoding: gzip\r\n"
CHUNKED = HEAD + b"Transfer-Encoding: chunked\r\n\r\n"
OK = ("ok", "", 1)
# Name → answers in turn (the last one stays), outcome, part of the reason, requests for the page.
CASES = {
    "reset before the answer": ([hang_up], "failed", "connection broke", 2),
    "reset in the middle": ([hang_up_in_the_middle], "failed", "connection broke", 2),
    "reset once": ([hang_up, raw(PAGE)], "ok", "", 2),
    "more announced than sent": ([raw(HEAD + b"Content-Length: 99\r\n\r\n<p>x")], "failed", "connection broke", 2),
    "less announced than sent": ([raw(PAGE + b"and more")], *OK),
    "slow drip": ([raw(HEAD + b"\r\n", *[b"x"] * 40, pause=0.05)], "failed", "not complete after", 2),
    "silence": ([raw(HEAD, pause=0.8)], "failed", "fell silent", 2),
    "endless body": ([endless(b"x" * 10_000)], "refused", "larger than", 1),
    "endless chunks": ([endless(b"2710\r\n" + b"x" * 10_000 + b"\r\n", CHUNKED)], "refused", "larger than", 1),
    "redirect to nothing": ([moved("/nowhere")], "gone", "404", 1),
    "circle": ([moved("?")], "refused", "in a circle", 1),
    "redirect to a metadata service": ([moved("http://169.254.169.254/latest/")], "refused", "no public address", 1),
    "redirect to a private host": ([moved("http://10.0.0.1/")], "refused", "no public address", 1),
    "redirect to a file": ([moved("file:///etc/passwd")], "refused", "no web address", 1),
    "redirect to a script": ([moved("javascript:alert(1)")], "refused", "no web address", 1),
    "redirect to a forbidden page": ([moved("/secret/")], "refused", "disallows", 1),
    "redirect without a target": ([status("302 Found")], "refused", "no web address", 1),
    "gzip bomb": (
        [raw(HEAD + ZIPPED + b"\r\n" + gzip.compress(b"\0" * 50_000_000))], "refused", "after decompression", 1,
    ),
    "gzip cut short": ([raw(HEAD + ZIPPED + b"\r\n" + gzip.compress(PAGE)[:-6])], "failed", "in the middle", 1),
    "plain text called gzip": ([raw(HEAD + ZIPPED + b"\r\n<p>plain")], "failed", "not compressed", 1),
    "an encoding nobody knows": ([raw(HEAD + b"Content-Encoding: magic\r\n\r\n?")], "failed", "'magic'", 1),
    "an image": ([status("200 OK", "Content-Type: image/png", body=b"\x89PNG")], "refused", "an HTML page", 1),
    "an image called HTML": ([status("200 OK", "Content-Type: text/html", body=b"\x89PNG\0\0")], *OK),
    "a charset that lies": ([status("200 OK", "Content-Type: text/html; charset=utf-16", body=b"<p>x")], *OK),
    "429 with seconds": ([status("429 Slow", "Retry-After: 0"), raw(PAGE)], "ok", "", 2),
    "429 with a date": (
        [status("429 Slow", "Retry-After: Sun, 22 Nov 2026 11:59:00 GMT"), raw(PAGE)], "ok", "", 2,
    ),
    "429 with nonsense": ([status("429 Slow", "Retry-After: soon"), raw(PAGE)], "ok", "", 2),
    "503 for a while": ([status("503 Busy"), raw(PAGE)], "ok", "", 2),
    "500 for ever": ([status("500 Broken")], "failed", "500", 2),
    "501": ([status("501 Never")], "failed", "501", 1),
    "403": ([status("403 No")], "failed", "403", 1),
    "404": ([status("404 None")], "gone", "404", 1),
    "410": ([status("410 Gone")], "gone", "410", 1),
    "304 that nobody asked for": ([status("304 Same")], "failed", "304", 1),
    "204": ([raw(b"HTTP/1.1 204 Empty\r\n\r\n")], "failed", "204", 1),
    "206": ([status("206 Part", body=b"<p>")], "failed", "206", 1),
    "HTTP/0.9": ([raw(b"<html>\r\n<p>no headers at all\r\n\r\n")], "failed", "no HTTP answer", 1),
    "a broken status line": ([raw(b"HTTP/1.1 okay then\r\n\r\n")], "failed", "no HTTP answer", 1),
    "1 MB of headers": ([raw(HEAD + b"X: " + b"y" * 1_000_000 + b"\r\n\r\n")], "failed", "no HTTP answer", 1),
    "10,000 headers": (
        [raw(HEAD + b"".join(b"X-%d: yyyyyyyyyy\r\n" % n for n in range(10_000)) + b"\r\n")],
        "failed", "no HTTP answer", 1,
    ),
    "a broken chunk": ([raw(CHUNKED + b"zz\r\n<p>")], "failed", "no HTTP answer", 1),
    "two lengths": (
        [raw(HEAD + b"Content-Length: 4\r\nContent-Length: 5\r\n\r\n<p>x")], "failed", "no HTTP answer", 1,
    ),
    "answers without end before the answer": (
        [raw(*[b"HTTP/1.1 103 Early\r\nLink: </x>\r\n\r\n"] * ENDLESS, pause=0.001)], "failed", "not complete", 2,
    ),
    "an empty page": ([status("200 OK", "Content-Type: text/html")], *OK),
    "zero bytes": ([status("200 OK", "Content-Type: text/html", body=b"\0" * 99)], *OK),
    "a cookie that nobody may keep": ([status("200 OK", "Content-Type: text/html", "Set-Cookie: a=b")], *OK),
}  # fmt: skip
QUICK = {
    "attempts": 2,
    "read_seconds": 0.5,
    "total_seconds": 1.0,
    "max_body_bytes": 500_000,
    "max_wire_bytes": 600_000,
}
ROBOTS = status("200 OK", "Content-Type: text/plain", body=b"User-agent: *\nDisallow: /secret/\n")


@pytest.mark.parametrize("case", CASES)
def test_each_way_to_misbehave_has_its_outcome(site, fetching, case):
    answers, outcome, reason, requests = CASES[case]
    site.routes |= {"/robots.txt": ROBOTS, "/page": list(answers)}

    async def one(fetcher):
        try:
            await fetcher.fetch(f"{site.url}/page")
        except FetchFailed as failure:
            return failure.outcome, str(failure)
        return "ok", ""

    seen, told = fetching(one, **QUICK)
    assert (seen, len(site.asked("/page"))) == (outcome, requests)
    assert reason in told
    assert "\n" not in told
    assert not site.asked("/secret/")


PAGES = int(os.environ.get("UNRULY_PAGES", "300"))
QUICK_CASES = [name for name in CASES if name not in {"slow drip", "silence"}]


def test_in_a_crawl_every_good_page_arrives_exactly_once_and_the_counts_add_up(site, fetching, tmp_path):
    """A tenth of the pages misbehaves; UNRULY_PAGES=2000 makes it the whole proof."""
    site.routes["/robots.txt"] = ROBOTS
    expected = Counter()
    links = []
    for number in range(PAGES):
        good = number % 10 != 0
        case = None if good else QUICK_CASES[number // 10 % len(QUICK_CASES)]
        body = b"<p>page %d" % number
        fine = status("200 OK", "Content-Type: text/html", body=body)
        site.routes[f"/{number}"] = fine if good else list(CASES[case][0])
        expected["ok" if good else CASES[case][1]] += 1
        links.append(Link(url=f"{site.url}/{number}"))
    archive = Archive.of_source(str(tmp_path / "archive"), "unruly")
    noted = []

    async def crawl(fetcher):
        with SegmentWriter(tmp_path / "part", "2026-11-22T120000Z-0001.warc.gz", lambda: NOON) as writer:
            chunk = ChunkFetch(fetcher, writer, archive, known={}, keep_since=NOON, note=noted.append)
            for start in range(0, PAGES, 250):
                await chunk.fetch(links[start : start + 250])
        archive.add(writer.path, writer.name, writer.index)

    fetching(crawl, **QUICK, concurrent_per_host=16)
    assert len(noted) == len({outcome.link.url for outcome in noted}) == PAGES
    assert Counter(outcome.outcome for outcome in noted) == expected
    good = [f"{site.url}/{number}" for number in range(PAGES) if number % 10]
    arrived = [entry for entry in archive.entries(archive.segments()[0]) if entry.url in set(good)]
    assert sorted(entry.url for entry in arrived) == sorted(good)
    assert all(
        archive.read(entry).body == b"<p>page " + entry.url.rpartition("/")[2].encode() for entry in arrived
    )
    assert all(len(site.asked(url.removeprefix(site.url))) == 1 for url in good)


GOOD_PROFILE = (
    b"<h1>Keeper of lamp %d</h1><h2>Tasks</h2><ul><li>Trimming wick %d<li>Filling the oil<li>Polishing glass</ul>"
    b"<h2>Requirements</h2><ul><li>Vocational training as a lamplighter<li>Experience with oil lamps</ul>"
)


def test_the_report_of_a_run_adds_up_to_the_links(site, jobprofiles, prefect_server):
    """Every way to misbehave among good pages, once through the whole flow and with the default time-outs."""
    site.routes["/robots.txt"] = ROBOTS
    expected = Counter()
    for number, case in enumerate(QUICK_CASES):
        answers, outcome, *_ = CASES[case]
        site.routes[f"/job-profiles/case-{number}/"] = list(answers)
        expected[outcome] += 1
    for number in range(60):
        site.routes[f"/job-profiles/lamp-{number}/"] = status(
            "200 OK", "Content-Type: text/html", body=GOOD_PROFILE % (number, number)
        )
        expected["ok"] += 1
    pages = "".join(f"<li><a href={path}>x</a>" for path in site.routes if path.startswith("/job-profiles/"))
    site.routes["/jobs/"] = status("200 OK", "Content-Type: text/html", body=f"<main>{pages}</main>".encode())

    done = jobprofiles(
        "publish",
        "life-science-karriere",
        "--json",
        "--start-url",
        f"{site.url}/jobs/",
        PREFECT_API_URL=prefect_server,
        JOBPROFILES_ALLOW_HOSTS="127.0.0.1",
        JOBPROFILES_REQUESTS_PER_SECOND="1000",
        JOBPROFILES_CONCURRENT_PER_HOST="16",
    )

    report = RunReport.model_validate_json(done.stdout)
    fetching = report.fetching
    assert (fetching.arrived, fetching.gone, fetching.refused, fetching.failed) == tuple(
        expected[outcome] for outcome in ("ok", "gone", "refused", "failed")
    )
    assert report.links == expected.total() == report.counts.pages
    assert report.counts.profiles == 60
    assert all(len(site.asked(f"/job-profiles/lamp-{number}/")) == 1 for number in range(60))


FETCH = textwrap.dedent("""
    import asyncio, sys
    from datetime import UTC, datetime
    from pathlib import Path
    from flows.fetching.fetch_settings import FetchSettings
    from flows.fetching.fetcher import Fetcher

    async def main(site, turns, first):
        settings = FetchSettings(
            requests_per_second=20, concurrent_per_host=2, allow_hosts=("127.0.0.1",), turns_folder=Path(turns)
        )
        async with Fetcher(settings, lambda: datetime.now(UTC)) as fetcher:
            await asyncio.gather(*(fetcher.fetch(f"{site}/{n}") for n in range(first, first + 25)))

    asyncio.run(main(sys.argv[1], sys.argv[2], int(sys.argv[3])))
""")


@pytest.mark.parametrize("processes", [1, 2, 3])
def test_the_pace_holds_however_many_processes_fetch_from_one_host(site, tmp_path, processes):
    site.routes["/robots.txt"] = ROBOTS
    for number in range(25 * processes):
        site.routes[f"/{number}"] = raw(HEAD + b"Content-Length: 4\r\n\r\n", b"<p>x", pause=0.02)
    command = [sys.executable, "-c", FETCH, site.url, str(tmp_path / "turns")]
    running = [subprocess.Popen([*command, str(25 * number)]) for number in range(processes)]
    assert [process.wait(60) for process in running] == [0] * processes

    times = sorted(request.at for request in site.log)
    assert len(times) == 26 * processes
    assert max(sum(start <= at < start + 1 for at in times) for start in times) <= 20
    assert site.most_at_once <= 2
