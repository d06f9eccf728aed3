"""`make bench-fetch`: the server serves what it says, the measured process is a whole crawl, the table adds up."""

import gzip
import subprocess
import sys

import httpx
import pytest

from benchmarks.fetch_speed import OURS, SCRAPY, SCRAPY_PYTHON, Crawl, goals, main, race, race_table
from benchmarks.generated_pages import GeneratedPages
from benchmarks.gold import ROOT
from benchmarks.page_server import Sent, running_server
from benchmarks.process_cost import ProcessCost, run_and_measure
from benchmarks.server_ceiling import pages_a_second


@pytest.fixture(scope="module")
def pages():
    return GeneratedPages()


@pytest.fixture
def server():
    with running_server(compressed=True) as running:
        yield running


def get(url, **headers):
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    with httpx.Client(headers={"Accept-Encoding": "identity"}, trust_env=False) as client:
        return client.get(url, headers=named)


def test_pages_are_the_same_each_time_and_unlike_each_other(pages):
    assert pages.plain(7) == GeneratedPages().plain(7)
    assert len({pages.plain(number) for number in range(50)}) == 50


def test_pages_have_about_a_hundred_kilobytes_and_compress_as_real_ones_do(pages):
    page = pages.plain(3)
    assert len(page) == pytest.approx(100_000, rel=0.05)
    assert 4 < len(page) / len(gzip.compress(page, 6)) < 6


def test_a_page_put_together_from_compressed_parts_is_the_page(pages):
    assert gzip.decompress(pages.gzipped(3)) == pages.plain(3)


def test_a_page_is_served_plain_or_gzipped_as_asked(server, pages):
    address = server.urls(4)[3]
    plain, gzipped = get(address), get(address, Accept_Encoding="br, gzip")
    assert plain.content == gzipped.content == pages.plain(3)
    assert "Content-Encoding" not in plain.headers
    assert gzipped.headers["Content-Encoding"] == "gzip"


@pytest.mark.parametrize(
    ("asked", "holds"),
    [
        ({"If_None_Match": 'W/"other", "page-0"'}, True),
        ({"If_None_Match": '"page-1"'}, False),
        ({"If_Modified_Since": "Mon, 05 Oct 2026 07:00:00 GMT"}, True),
        ({"If_Modified_Since": "Sun, 04 Oct 2026 07:00:00 GMT"}, False),
        ({"If_None_Match": '"page-1"', "If_Modified_Since": "Mon, 05 Oct 2026 07:00:00 GMT"}, False),
    ],
)
def test_a_page_that_did_not_change_is_not_sent_again(server, asked, holds):
    answer = get(server.urls(1)[0], **asked)
    assert (answer.status_code, answer.content == b"") == ((304, True) if holds else (200, False))
    assert server.sent().unchanged == holds


def test_the_server_counts_what_it_sends_from_one_question_to_the_next(server, pages):
    assert pages_a_second(server.urls(5), connections=2) > 0
    sent = server.sent()
    assert sent.pages == 5
    assert 5 * len(pages.plain(0)) * 0.95 < sent.bytes < 5 * len(pages.plain(0)) * 1.05
    assert server.sent() == Sent()


def test_our_side_archives_every_page_and_then_asks_what_changed(server):
    crawls = race([OURS], server, 6, rounds=2, concurrency=3)
    assert list(crawls) == [OURS.label, OURS.label_again]
    for first, again in zip(*crawls.values(), strict=True):
        assert (first.sent.pages, first.sent.unchanged) == (6, 0)
        assert (again.sent.pages, again.sent.unchanged) == (0, 6)
        assert first.kept_bytes > 6 * 15_000 > again.kept_bytes > 0
        assert first.cost.cpu_seconds > 0


@pytest.mark.skipif(not SCRAPY_PYTHON.exists(), reason="`make bench-fetch` installs Scrapy")
def test_scrapy_fetches_and_writes_every_page(server):
    crawls = race([SCRAPY], server, 6, rounds=1, concurrency=3)
    ((crawl,),) = crawls.values()
    assert crawl.sent.pages == 6
    assert crawl.kept_bytes > 6 * 15_000


def test_a_crawl_that_misses_a_page_is_no_measurement(server, tmp_path):
    (tmp_path / "urls").write_text("\n".join([*server.urls(2), f"{server.address}/gone.html"]))
    command = [sys.executable, "-m", OURS.module, str(tmp_path / "urls"), str(tmp_path / "kept"), "2"]
    with pytest.raises(subprocess.CalledProcessError):
        run_and_measure(command, ROOT)


def test_a_process_is_measured_with_all_that_it_does():
    work = "import time; held = b'x' * 60_000_000; start = time.process_time()\nwhile time.process_time() < start + 0.3: pass"
    cost = run_and_measure([sys.executable, "-c", work], ROOT)
    assert cost.cpu_seconds >= 0.3
    assert cost.seconds >= 0.3
    assert cost.megabytes > 60


def crawls_of(*seconds, cpu, received):
    return [Crawl(ProcessCost(each, cpu, 60), Sent(bytes=received), 2_000_000) for each in seconds]


@pytest.fixture
def crawls():
    return {
        OURS.label: crawls_of(4, 5, 50, cpu=2.0, received=10_000_000),
        OURS.label_again: crawls_of(1, 1, 1, cpu=1.2, received=100_000),
        SCRAPY.label: crawls_of(8, 5, 75, cpu=3.0, received=10_000_000),
    }


def test_figures_are_medians(crawls):
    assert [row[1:] for row in race_table(crawls, 100).rows] == [
        ["20.0", "2.0", "20.00", "60", "10.0", "2.0"],
        ["100.0", "1.2", "12.00", "60", "0.1", "2.0"],
        ["12.5", "3.0", "30.00", "60", "10.0", "2.0"],
    ]


def test_goals_are_held_against_the_crawl_of_the_same_round(crawls):
    faster, fewer_bytes, cpu = goals(crawls)
    assert faster.said.startswith("1.50 times as fast")
    assert "1.00% of the bytes" in fewer_bytes.said
    assert "60% of the CPU time" in cpu.said
    assert [goal.is_met for goal in (faster, fewer_bytes, cpu)] == [True, True, False]


def test_a_goal_that_is_missed_is_marked_and_told_by_the_exit_code(crawls, monkeypatch, capsys):
    monkeypatch.setattr("benchmarks.fetch_speed.race", lambda *_, **__: crawls)
    assert main(["--alone"]) == 1
    assert "!! And 60% of the CPU time" in capsys.readouterr().out


def test_the_table_is_printed_with_what_it_was_measured_on(capsys):
    main(["--alone", "--pages", "4", "--rounds", "1", "--markdown"])
    printed = capsys.readouterr().out
    assert "| jobprofiles: WARC segments |" in printed
    assert "8 requests at once, pages plain on the wire" in printed


def test_without_scrapy_it_says_how_to_have_it(monkeypatch, tmp_path, capsys):
    monkeypatch.setattr("benchmarks.fetch_speed.SCRAPY_PYTHON", tmp_path / "nowhere")
    assert main([]) == 2
    assert "make bench-fetch" in capsys.readouterr().err
