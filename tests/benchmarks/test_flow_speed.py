"""`make bench-flow` in small: its pages are profiles, its archive is read through the flow, its figures add up."""

import pytest

from benchmarks.flow_speed import flow_table, reextract, verdicts
from benchmarks.profile_pages import page, page_url, title_of
from extractors.extract import extract
from extractors.source_catalogue import read_sources

SOURCE = read_sources().by_id["demo"]


@pytest.mark.parametrize("number", range(16))
def test_every_layout_is_read_as_the_profile_that_it_is(number):
    profile = extract(page(number), url=page_url(number), source=SOURCE).profile

    assert profile.title == title_of(number)
    assert len(profile.tasks) >= 4
    assert len(profile.requirements) >= 2


def test_no_two_pages_are_alike_and_each_is_always_the_same():
    assert len({page(number) for number in range(200)}) == 200
    assert len({title_of(number) for number in range(100_000)}) == 100_000
    assert page(7) == page(7)


@pytest.mark.slow
def test_a_small_run_is_measured(tmp_path):
    one = reextract(tmp_path, 60, "thread", 1)

    assert one.report.counts.profiles == 60
    assert 0 < one.extracting < one.cost.cpu_seconds
    assert 0 < one.publishing < one.cost.cpu_seconds
    assert 0 < one.overhead < 1
    assert one.cost.megabytes("run") > 50
    assert one.cost.megabytes("server") > 50
    assert one.database_bytes > 0
    assert flow_table([one]).rows[0][0] == "60"
    told = verdicts(one, one, one)
    assert len(told) == 4
    assert told[1] == "1.00 times the memory for 1 times the pages; the goal is 1.2."
