"""The parts of `make bench` and `make hostile` that need no other library."""

import pytest

from benchmarks.growth import PAGE, repeated
from benchmarks.hostile import Cost, costs_table, measure_apart
from benchmarks.hostile_pages import HOSTILE
from benchmarks.speed import main, pages_to_read
from benchmarks.stages import stages_table
from benchmarks.table import Table
from extractors.extract import extract


def test_a_page_repeated_holds_that_many_times_the_statements():
    once, five_times = (extract(repeated(PAGE.read_text("utf-8"), copies)).profile for copies in (1, 5))
    assert len(five_times.tasks) + len(five_times.requirements) == 5 * (
        len(once.tasks) + len(once.requirements)
    )


def test_the_repository_s_own_pages_take_the_place_of_a_folder():
    pages = pages_to_read(None)
    assert len(pages) > 60
    assert sum(page.gold.tasks is not None for page in pages) > 40


def test_a_folder_of_pages_has_to_hold_some(tmp_path, capsys):
    assert main(["--pages", str(tmp_path)]) == 2
    assert "BENCH_PAGES" in capsys.readouterr().err


def test_the_steps_add_up_to_all():
    *steps, whole = stages_table([PAGE.read_bytes()]).rows
    assert len(steps) == 6
    assert sum(float(row[1]) for row in steps) == pytest.approx(float(whole[1]), abs=0.05)


def test_hostile_pages_are_what_their_names_say():
    assert HOSTILE["100,000 nested elements"]().count(b"<div>") == 100_000
    assert len(HOSTILE["text of 50 MB"]()) == pytest.approx(50 << 20, rel=0.01)


def test_a_hostile_page_is_measured_in_a_process_of_its_own():
    cost = measure_apart("only angle brackets")
    assert cost.size > 390_000
    assert cost.is_within
    assert cost.outcome.startswith(("read", "too large"))


@pytest.mark.parametrize(
    ("cost", "mark"),
    [
        (Cost("a page", 1, 0.1, 80, "read"), ""),
        (Cost("a page", 1, 2.1, 80, "read"), "!!"),
        (Cost("a page", 1, 0.1, 600, "read"), "!!"),
        (Cost("a page", 1, 0.1, 80, "internal error: KeyError"), "!!"),
        (Cost("a page", 1, 60.0, 0, "died: still reading"), "!!"),
    ],
)
def test_what_is_beyond_the_limits_is_marked(cost, mark):
    assert costs_table([cost]).rows[0][-1] == mark


def test_a_table_is_written_for_a_terminal_and_for_a_page():
    table = Table("Pages", ["site", "n", "share"], [["guide", 1200, 0.5], ["all", 3, None]])
    assert (
        table.written(markdown=False)
        == "Pages\n=====\nsite       n  share\nguide  1,200  0.500\nall        3\n"
    )
    assert table.written(markdown=True) == (
        "## Pages\n\n| site | n | share |\n| --- | ---: | ---: |\n| guide | 1,200 | 0.500 |\n| all | 3 |  |\n"
    )
