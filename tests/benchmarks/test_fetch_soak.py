"""`make soak-fetch`, run small: what it measures is a whole crawl, and growth is told by the exit code."""

from benchmarks import fetch_soak
from benchmarks.fetch_speed import Crawl
from benchmarks.page_server import Sent
from benchmarks.process_cost import ProcessCost


def test_two_crawls_are_measured_and_compared(capsys):
    assert fetch_soak.main(["--few", "10", "--many", "30"]) == 0
    printed = capsys.readouterr().out
    assert "times the memory for 3 times the pages" in printed


def test_memory_that_grows_is_told_by_the_exit_code(monkeypatch, capsys):
    grown = {10: Crawl(ProcessCost(1, 1, 60), Sent(), 1), 30: Crawl(ProcessCost(1, 1, 90), Sent(), 1)}
    monkeypatch.setattr(fetch_soak, "peaks", lambda *_: grown)
    assert fetch_soak.main(["--few", "10", "--many", "30"]) == 1
    assert "!! 1.50 times the memory" in capsys.readouterr().out
