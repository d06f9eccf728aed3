"""What a theme sets apart only by its looks: a label and its value, a row of names, a time in front."""

import pytest

from extractors.block import Kind


def texts(blocks):
    return [block.text for block in blocks]


@pytest.mark.parametrize(
    ("html", "term", "text"),
    [
        ("<div><span>Training</span><span>3 years</span></div>", "Training", "3 years"),
        (
            "<div><span class=k>Ausbildung</span><span class=v>Drei Jahre</span></div>",
            "Ausbildung",
            "Drei Jahre",
        ),
        ("<div><span class=k>durée</span><span class=v>trois ans</span></div>", "durée", "trois ans"),
        ("<div><span>Lön:</span><span>Låg</span></div>", "Lön", "Låg"),
        ("<div><span>Pay</span><span>€30,000</span></div>", "Pay", "€30,000"),
        ("<li><span>Salary?</span><em>Low</em></li>", "Salary?", "Low"),
    ],
)
def test_a_label_and_its_value_without_a_space_between_are_told_apart(blocks_of, html, term, text):
    (block,) = blocks_of(html)
    assert (block.term, block.text) == (term, text)


@pytest.mark.parametrize(
    "html",
    [
        "<p><span>Gold</span> <span>Leaf</span></p>",
        "<p><b>Gold</b>en leaf</p>",
        "<p><span class=x>gold</span><span class=x>leaf</span></p>",
        "<p><span class=drop>g</span><span class=rest>ilders lay leaf</span></p>",
        "<p><span>CO</span><sub>2</sub> and <i>H</i><sub>2</sub><i>O</i></p>",
        "<p><span>Gold</span><sup>24</sup></p>",
        "<p>Lay<wbr>Leaf</p>",
        "<p><span>GOLD</span><span>LEAF</span></p>",
    ],
    ids=[
        "a space",
        "within a word",
        "one look",
        "a drop cap",
        "formulas",
        "a note",
        "a place to break",
        "capitals",
    ],
)
def test_elements_within_a_text_do_not_part_it(blocks_of, html):
    (block,) = blocks_of(html)
    assert block.term == ""


def test_a_row_of_names_without_spaces_is_a_list(blocks_of):
    blocks = blocks_of("<div><span>Frame maker</span><span>Mount cutter</span><span>Gold beater</span></div>")
    assert [(block.kind, block.text) for block in blocks] == [
        (Kind.ITEM, "Frame maker"), (Kind.ITEM, "Mount cutter"), (Kind.ITEM, "Gold beater"),
    ]  # fmt: skip


def test_a_name_that_ends_in_a_colon_leads_in_the_others(blocks_of):
    html = "<div><b>Other names:</b><i>Frame maker</i><i>Mount cutter</i></div>"
    lead, *names = blocks_of(html)
    assert (lead.text, lead.kind) == ("Other names:", Kind.PARAGRAPH)
    assert [(block.kind, block.text) for block in names] == [
        (Kind.ITEM, "Frame maker"), (Kind.ITEM, "Mount cutter"),
    ]  # fmt: skip


def test_entries_of_different_looks_are_lines_and_no_list(blocks_of):
    blocks = blocks_of("<div><b>Gilder</b><i>Lays leaf.</i><span>In Bath</span></div>")
    assert texts(blocks) == ["Gilder", "Lays leaf.", "In Bath"]
    assert {block.kind for block in blocks} == {Kind.PARAGRAPH}


@pytest.mark.parametrize("time", ["8:00", "8.30 Uhr", "14h30"])
def test_a_time_in_front_is_a_line_of_its_own_and_no_label(blocks_of, time):
    first, second = blocks_of(f"<div><span>{time}</span><span>You light the oven.</span></div>")
    assert (first.text, second.text, second.term) == (time, "You light the oven.", "")


def test_lines_that_are_broken_by_hand_are_left_as_they_are(blocks_of):
    blocks = blocks_of("<p><span>Training</span><span>Years</span><br>Low pay.</p>")
    assert texts(blocks) == ["TrainingYears", "Low pay."]
