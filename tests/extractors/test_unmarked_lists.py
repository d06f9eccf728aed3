"""A line that ends in a colon and lines below it that look alike are a list, though nothing marks it."""

import pytest

from extractors.block import Kind
from extractors.unmarked_lists import mark_unmarked_lists


@pytest.fixture
def items_of(blocks_of):
    def items(html):
        blocks = blocks_of(html)
        mark_unmarked_lists(blocks)
        return [block.text for block in blocks if block.kind is Kind.ITEM]

    return items


@pytest.mark.parametrize(
    ("lead", "items"),
    [
        ("You will need:", ["Steady hands.", "Good eyes."]),
        ("Du brauchst:", ["Ruhige Hände", "Gute Augen", "Geduld"]),
        ("Il vous faut :", ["De la patience", "De bons yeux"]),
    ],
)
def test_lines_of_another_look_below_a_colon_are_items(items_of, lead, items):
    lines = "".join(f"<div class=line>{item}</div>" for item in items)
    assert items_of(f"<p>{lead}</p>{lines}<p>And a bicycle.</p>") == items


def test_lines_of_the_same_look_are_items_where_they_do_not_end_like_sentences(items_of):
    assert items_of("<p>You need:</p><p>Steady hands</p><p>Good eyes</p><p>A calm mind</p>") == [
        "Steady hands", "Good eyes", "A calm mind",
    ]  # fmt: skip


def test_they_are_one_list(blocks_of):
    blocks = blocks_of("<p>You need:</p><div class=i>Steady hands</div><div class=i>Good eyes</div>")
    mark_unmarked_lists(blocks)
    assert len({block.group for block in blocks[1:]}) == 1
    assert [block.depth for block in blocks] == [0, 1, 1]


@pytest.mark.parametrize(
    "html",
    [
        "<p>You need hands.</p><div class=i>Steady hands</div><div class=i>Good eyes</div>",
        "<p>You need:</p><div class=i>Steady hands</div>",
        "<p>You need:</p><p>Steady hands.</p><p>Good eyes.</p><p>Calm.</p>",
        "<p>You need:</p><p>Steady hands</p><p>Good eyes</p>",
        "<p>You need:</p><div class=i>Whose hands?</div><div class=i>Whose eyes?</div>",
        "<p>You need:</p><div class=i><b>Steady hands</b></div><div class=i><b>Good eyes</b></div>",
        "<p>See also:</p><div class=i><a href=/a>Gilder</a></div><div class=i><a href=/b>Glazier</a></div>",
        f"<p>You need:</p><div class=i>{'Long words ' * 30}</div><div class=i>{'More words ' * 30}</div>",
        "<aside><p>You need:</p><div class=i>Steady hands</div><div class=i>Good eyes</div></aside>",
        "<h2>You need:</h2><div class=i>Steady hands</div><div class=i>Good eyes</div>",
    ],
    ids=[
        "no colon", "one line", "sentences", "two lines of the same look", "questions", "bold lines", "links", "prose",
        "beside the content", "a heading",
    ],
)  # fmt: skip
def test_other_lines_are_no_items(items_of, html):
    assert items_of(html) == []


def test_a_list_ends_where_a_line_looks_different_or_leads_in_another(items_of):
    html = """<p>You need:</p><div class=i>Steady hands</div><div class=i>Good eyes</div>
    <div class=j>Free on Fridays</div>"""
    assert items_of(html) == ["Steady hands", "Good eyes"]
