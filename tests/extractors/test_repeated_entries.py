"""A timeline or a row of cards without headings: each entry is one definition, its title the term."""

import pytest

from extractors.block import Kind
from extractors.repeated_entries import fold_repeated_entries

ENTRIES = [
    ("8:00", "Mashing in", "You weigh the malt and mash it in hot water."),
    ("10:30", "Lautering", "You draw off the wort and rinse the grain."),
    ("14:00", "Cleaning", "You scrub the kettles until they shine."),
]


@pytest.fixture
def folded(blocks_of):
    """A function that returns the definitions of a piece of HTML as term and text."""

    def fold(html):
        blocks = fold_repeated_entries(blocks_of(html))
        return [(block.term, block.text) for block in blocks if block.kind is Kind.DEFINITION]

    return fold


def row(entries, *classes):
    return "".join(
        "".join(f"<div class={name}>{text}</div>" for name, text in zip(classes, entry, strict=True))
        for entry in entries
    )


def test_a_timeline_is_read_without_its_times(folded):
    assert folded(row(ENTRIES, "time", "head", "text")) == [entry[1:] for entry in ENTRIES]


def test_a_row_of_cards_is_a_title_and_a_text_each(folded):
    assert folded(row([entry[1:] for entry in ENTRIES], "head", "text")) == [entry[1:] for entry in ENTRIES]


def test_a_time_and_a_text_make_an_entry_without_a_title(folded):
    entries = [(time, text) for time, _, text in ENTRIES]
    assert folded(row(entries, "time", "text")) == [("", text) for _, text in entries]


def test_the_entries_may_stand_in_a_list_or_in_frames_of_their_own(folded):
    cards = "".join(
        f"<li><div class=f><p class=head>{title}</p><p>{text}</p></div></li>" for _, title, text in ENTRIES
    )
    assert folded(f"<ul>{cards}</ul>") == [entry[1:] for entry in ENTRIES]


def test_what_stands_before_and_behind_stays_as_it_is(blocks_of):
    html = f"<p>A day in the brewery:</p>{row(ENTRIES, 'a', 'b', 'c')}<p>Then you go home.</p>"
    first, *entries, last = fold_repeated_entries(blocks_of(html))
    assert (first.text, last.text) == ("A day in the brewery:", "Then you go home.")
    assert {entry.kind for entry in entries} == {Kind.DEFINITION}
    assert len({entry.group for entry in entries}) == 1


@pytest.mark.parametrize(
    "html",
    [
        row([entry[1:] for entry in ENTRIES[:2]], "head", "text"),
        row([entry[1:] for entry in ENTRIES], "text", "text"),
        row([(f"{title}.", text) for _, title, text in ENTRIES], "head", "text"),
        row([(title[:4], "Short text") for _, title, _ in ENTRIES], "head", "text"),
        row([(text, title) for _, title, text in ENTRIES], "head", "text"),
        row([(time, number) for number, (time, *_) in enumerate(ENTRIES)], "time", "text"),
        row([(title, f"<a href=/x>{text}</a>") for _, title, text in ENTRIES], "head", "text"),
        "<aside>" + row([entry[1:] for entry in ENTRIES], "head", "text") + "</aside>",
        "".join(f"<h3>{title}</h3><p>{text}</p>" for _, title, text in ENTRIES),
    ],
    ids=[
        "too few", "all alike", "a sentence as title", "a text too short", "a title longer than its text",
        "nothing but numbers", "links", "beside the content", "headings",
    ],
)  # fmt: skip
def test_other_blocks_are_no_entries(folded, html):
    assert folded(html) == []
