"""Lines of plain text that are headings: known by words that name a field, and by looking like those that do."""

import pytest

from extractors.block import BOLD_LINE, Kind
from extractors.dom_walk import look_of
from extractors.headings import SectionFields
from extractors.lexicon import lexicon
from extractors.plain_headings import promote_plain_headings

TEXT = "<p>Gilders lay leaf after leaf until noon, and then they burnish what they laid.</p>"


@pytest.fixture
def headings_of(blocks_of):
    def headings(html, language="en"):
        blocks = blocks_of(html)
        promote_plain_headings(blocks, SectionFields(lexicon(language), "Gilder", {}).of_heading)
        return [block.text for block in blocks if block.kind is Kind.HEADING]

    return headings


@pytest.mark.parametrize(
    ("tasks", "requirements", "language"),
    [
        ("Tasks", "Requirements", "en"),
        ("What does a gilder do?", "What do you need?", "en"),
        ("Aufgaben", "Voraussetzungen", "de"),
        ("Missions", "Compétences requises", "fr"),
        ("Funciones", "Requisitos", "es"),
        ("Taken", "Vereisten", "nl"),
        ("Arbetsuppgifter", "Krav", "sv"),
    ],
)
def test_lines_of_one_class_that_name_fields_are_headings(headings_of, tasks, requirements, language):
    html = f"<div class=h>{tasks}</div>{TEXT}<div class=h>{requirements}</div>{TEXT}"
    assert headings_of(html, language) == [tasks, requirements]


def test_two_lines_that_name_fields_give_away_the_others_that_look_alike(headings_of):
    lines = ("Tasks", "High up on the scaffold", "Requirements", "Gold for ever")
    html = "".join(f"<div class='t large'>{line}</div>{TEXT}" for line in lines)
    assert headings_of(html) == list(lines)


def test_a_short_line_without_a_class_may_head_what_follows_it(headings_of):
    assert headings_of(f"<div>Tasks</div>{TEXT}<div>Nothing known</div>{TEXT}") == ["Tasks"]


@pytest.mark.parametrize(
    "line",
    [
        "<div>All of these tasks vary.</div>",
        "<div>Tasks, tools,</div>",
        "<div><a href=/tasks>Tasks</a></div>",
        "<div>Tasks that the oldest of all gilders in this town set aside for the evening</div>",
        "<aside><div>Tasks</div></aside>",
        "<div>High up on the scaffold</div>",
    ],
)
def test_a_line_that_says_something_else_is_no_heading(headings_of, line):
    assert headings_of(f"{line}{TEXT}") == []


def test_a_line_in_front_of_a_heading_is_none(headings_of):
    assert headings_of(f"<div>Tasks</div><h2>Gold</h2>{TEXT}") == ["Gold"]


def test_a_line_with_a_colon_leads_in_its_list_and_heads_nothing(headings_of):
    assert headings_of("<div>Tasks:</div><ul><li>Lay the leaf<li>Burnish it</ul>") == []


def test_one_of_several_short_lines_is_no_heading(headings_of):
    assert headings_of(f"<div>Requirements</div><div>Tasks</div><div>Pay</div><div>Tools</div>{TEXT}") == []


def test_a_class_that_also_sets_long_text_is_no_sign_of_headings(headings_of):
    lines = (
        "Tasks",
        "Requirements",
        "High up on the scaffold",
        "Gold is laid by candle light in the church.",
    )
    assert headings_of("".join(f"<div class=t>{line}</div>{TEXT}" for line in lines)) == [
        "Tasks",
        "Requirements",
    ]


def test_what_was_promoted_stands_below_the_headings_of_html(blocks_of):
    blocks = blocks_of(f"<div>Tasks</div>{TEXT}")
    promote_plain_headings(blocks, {"Tasks": "tasks"}.get)
    assert [block.level for block in blocks if block.kind is Kind.HEADING] == [BOLD_LINE]


def test_blocks_look_alike_by_tag_and_class(blocks_of):
    one, two, three = blocks_of("<div class=a>one</div><div class=a>two</div><p class=a>three</p>")
    assert look_of(one.node) == look_of(two.node) == ("div", "a")
    assert look_of(three.node) == ("p", "a")


def test_a_line_that_the_source_names_is_a_heading_with_those_of_its_class(blocks_of):
    lines = ("From dawn to dusk!", "What the guild does for you, and why you should join it sooner or later")
    html = "".join(f"<div class=card-title>{line}</div>{TEXT}" for line in (*lines[:1], "Tools of gold"))
    fields = SectionFields(lexicon("en"), "Gilder", {"tasks": ("From dawn to dusk",), "other": lines[1:]})

    def headings(html):
        blocks = blocks_of(html)
        promote_plain_headings(blocks, fields.of_line, fields.is_own)
        return [block.text for block in blocks if block.kind is Kind.HEADING]

    assert headings(html) == ["From dawn to dusk!", "Tools of gold"]
    assert headings(f"<p>{lines[1]}</p>{TEXT}<p>Tools of gold</p>{TEXT}") == [lines[1]]
    prose = f"<p class=text>From dawn to dusk</p><p class=text>{'Gold. ' * 20}</p><p class=text>Tools</p>"
    assert headings(prose) == ["From dawn to dusk"]
