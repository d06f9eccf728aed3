"""What themes do to blocks is undone: links behind every item, times of the day, headings out of order."""

import pytest

from extractors.block import BOLD_LINE, Kind
from extractors.block_repairs import sort_levels, strip_repeated_links, without_times


@pytest.fixture
def items_without_links(blocks_of):
    def items(html):
        blocks = blocks_of(html)
        strip_repeated_links(blocks)
        return [block.text for block in blocks]

    return items


def test_a_link_that_ends_every_item_is_no_part_of_them(items_without_links):
    items = "".join(
        f"<li>{text} <a href=/x>Related jobs</a></li>" for text in ("Lay leaf", "Burnish", "Tone it")
    )
    assert items_without_links(f"<ul>{items}</ul>") == ["Lay leaf", "Burnish", "Tone it"]


def test_a_link_that_ends_fewer_items_stays(items_without_links):
    html = "<ul><li>Lay <a href=/x>leaf</a><li>Beat <a href=/x>leaf</a><li>Tone it</ul>"
    assert items_without_links(html) == ["Lay leaf", "Beat leaf", "Tone it"]


def test_links_of_different_words_stay(items_without_links):
    html = "<ul><li>Lay <a href=/a>leaf</a><li>Mix <a href=/b>size</a><li>Cut <a href=/c>glass</a></ul>"
    assert items_without_links(html) == ["Lay leaf", "Mix size", "Cut glass"]


def test_links_that_repeat_in_different_lists_stay(items_without_links):
    html = "".join(f"<ul><li>{verb} <a href=/a>leaf</a></ul>" for verb in ("Lay", "Beat", "Cut"))
    assert items_without_links(html) == ["Lay leaf", "Beat leaf", "Cut leaf"]


@pytest.mark.parametrize("time", ["8:30", "7 Uhr", "9 a.m.", "14h30"])
def test_a_time_on_its_own_is_left_out(blocks_of, time):
    blocks = blocks_of(f"<p>{time}</p><p>You light the oven.</p>")
    assert [block.text for block in without_times(blocks)] == ["You light the oven."]


def test_a_heading_stays_though_it_is_a_time(blocks_of):
    blocks = without_times(blocks_of("<h3>8:30</h3><p>You light the oven.</p><p>3 years</p>"))
    assert [block.text for block in blocks] == ["8:30", "You light the oven.", "3 years"]


@pytest.fixture
def levels_of(blocks_of):
    def levels(html):
        blocks = blocks_of(html)
        sort_levels(blocks)
        return [block.level for block in blocks if block.kind is Kind.HEADING]

    return levels


def test_headings_at_once_below_a_lower_one_that_comes_again_are_its_parts(levels_of):
    html = "<h6>Tasks</h6><h5>Gold</h5><p>one</p><h5>Silver</h5><p>two</p><h6>Requirements</h6><p>three</p>"
    assert levels_of(html) == [6, BOLD_LINE, BOLD_LINE, 6]


@pytest.mark.parametrize(
    ("html", "levels"),
    [
        ("<h6>a</h6><p>text</p><h5>b</h5><p>one</p><h6>c</h6><p>two</p>", [6, 5, 6]),
        ("<h6>a</h6><h5>b</h5><p>one</p><h5>c</h5><p>two</p>", [6, 5, 5]),
        ("<h6>a</h6><h5>b</h5><p>one</p><h4>c</h4><p>two</p>", [6, 5, 4]),
        ("<h3>a</h3><h2>b</h2><p>one</p><h3>c</h3><p>two</p>", [3, 2, 3]),
        ("<h4>a</h4><h5>b</h5><p>one</p><h4>c</h4><p>two</p>", [4, 5, 4]),
    ],
    ids=["text between", "never comes again", "a third level", "the page's main parts", "in order"],
)
def test_other_headings_keep_their_levels(levels_of, html, levels):
    assert levels_of(html) == levels
