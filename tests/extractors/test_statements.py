"""The statements of a section, and the facts that stand beside it or below the title."""

import pytest

from extractors.finding import Finding
from extractors.statements import joined_label, plain_label, without_repeats

FRAME = "<h1>Gilder</h1><p>Gilders lay gold leaf on frames and altars.</p>{}<h2>Pay</h2><p>Low.</p>"


@pytest.fixture
def listed(reader_of):
    """A function that returns the listed statements of a field, with the rule that read each."""

    def found(html, field="requirements", **arguments):
        return [
            (finding.value, finding.rule)
            for statements in reader_of(html, **arguments).of_field(field)
            for finding in statements.listed
        ]

    return found


@pytest.mark.parametrize(
    ("box", "language"),
    [
        ("<dl><dt>Qualifications</dt><dd>Art school</dd><dt>Pay</dt><dd>Low</dd></dl>", "en"),
        (
            "<table><tr><th>Requirements</th><td>Art school</td></tr><tr><th>Pay</th><td>Low</td></tr></table>",
            "en",
        ),
        ("<dl><dt>Voraussetzungen</dt><dd>Art school</dd><dt>Gehalt</dt><dd>Gering</dd></dl>", "de"),
        ("<dl><dt>Formation requise</dt><dd>Art school</dd><dt>Salaire</dt><dd>Bas</dd></dl>", "fr"),
    ],
)
def test_a_fact_beside_the_content_counts_where_its_own_header_names_the_field(listed, box, language):
    assert listed(FRAME.format(f"<aside>{box}</aside>"), language=language) == [("Art school", "fact-beside")]


@pytest.mark.parametrize(
    "box",
    [
        "<dl><dt>Requirements</dt><dd>None</dd></dl>",
        "<dl><dt>Requirements</dt><dd>3</dd></dl>",
        "<dl><dt>Requirements</dt><dd><a href=/x>All about art school</a></dd></dl>",
        "<dl><dt>Fun fact</dt><dd>Art school</dd></dl>",
        "<h2>Requirements</h2><ul><li>Art school</ul>",
    ],
)
def test_what_else_stands_beside_the_content_does_not_count(listed, box):
    assert listed(FRAME.format(f"<aside>{box}</aside>")) == []


@pytest.mark.parametrize(
    ("line", "language"),
    [
        ("<p>Requirements: art school</p>", "en"),
        ("<p><b>Requirements:</b> art school</p>", "en"),
        ("<p>Voraussetzungen: art school</p>", "de"),
        ("<ul><li>Requisitos: art school</li></ul>", "es"),
    ],
)
def test_a_label_below_the_title_names_the_field_of_its_fact(listed, line, language):
    assert listed(FRAME.format(line), language=language) == [("art school", "labelled-fact")]


@pytest.mark.parametrize(
    "line", ["<p>Fun fact: art school</p>", "<p>Requirements: 3</p>", "<p>Requirements vary</p>"]
)
def test_other_lines_below_the_title_are_no_facts(listed, line):
    assert listed(FRAME.format(line)) == []


def test_a_labelled_line_below_a_heading_of_something_else_is_no_fact(listed):
    assert listed(FRAME.format("<h2>The guild of Bath</h2><p>Requirements: art school</p>")) == []


LIST = "<ul><li>Steady hands</ul>"


def test_a_heading_that_links_elsewhere_announces_what_stands_elsewhere(listed):
    html = f"<h2>Requirements</h2>{LIST}<h2><a href=/skills>Skills</a></h2><ul><li>Read all about skills</ul>"
    assert listed(html) == [("Steady hands", "list-item")]


@pytest.mark.parametrize("href", ["#", "javascript:void(0)", "#s", ""])
def test_a_heading_that_opens_what_stands_below_it_announces_nothing(listed, href):
    html = f"<h2>Requirements</h2>{LIST}<h2><a href='{href}'>Skills</a></h2><div id=s><ul><li>Calm</ul></div>"
    assert [value for value, _ in listed(html)] == ["Steady hands", "Calm"]


def test_a_link_to_another_place_on_the_page_announces_it(listed):
    html = f"<h2>Requirements</h2>{LIST}<h2><a href='#top'>Skills</a></h2><div id=s><ul><li>Calm</ul></div>"
    assert [value for value, _ in listed(html)] == ["Steady hands"]


def test_a_heading_that_links_counts_where_nothing_else_does(listed):
    assert listed(f"<h2><a href=/skills>Skills</a></h2>{LIST}") == [("Steady hands", "list-item")]


def test_the_items_and_definitions_of_a_section_are_listed_whatever_it_speaks_of(reader_of):
    html = """<h2>Gold for ever</h2><ul><li>Lay the leaf,<li>24<li><a href=/x>More about gold</a></ul>
    <dl><dt>Toning</dt><dd>Dull the shine</dd><dt>Age</dt><dd>18</dd></dl>"""
    reader = reader_of(html)
    found = reader.listed_in(reader.root.sections[0])
    assert [(finding.value, finding.label) for finding in found] == [
        ("Lay the leaf", None), ("Toning: Dull the shine", "Toning"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("label", "language"), [("April to October", "en"), ("März", "de"), ("En juillet", "fr")]
)
def test_a_season_is_no_part_of_what_is_done_in_it(listed, label, language):
    heading = {"en": "Tasks", "de": "Aufgaben", "fr": "Missions"}[language]
    html = f"<h2>{heading}</h2><dl><dt>{label}</dt><dd>Cut the reed by hand</dd></dl>"
    assert [value for value, _ in listed(html, "tasks", language=language)] == ["Cut the reed by hand"]


def test_a_label_is_joined_with_a_colon_unless_it_has_a_sign_of_its_own():
    assert joined_label("Care", "Leaf tears.") == ("Care: Leaf tears.", "Care")
    assert joined_label("Care.", "Leaf tears.") == ("Care. Leaf tears.", "Care")
    assert joined_label("Why care?", "Leaf tears.") == ("Why care? Leaf tears.", "Why care?")


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("Quality: check every leaf", "Quality"),
        ("quality: check every leaf", ""),
        ("Quality, speed: check every leaf", ""),
        ("Quality:", ""),
        ("One two three four five six seven eight nine: ten", ""),
        ("At 8:30 they start", ""),
    ],
)
def test_the_words_before_a_colon_are_the_label_where_they_can_be_one(text, label):
    assert plain_label(text) == label


def test_what_was_said_before_is_not_said_again():
    said = [Finding(text, "t", 1.0) for text in ("Lay leaf", "lay leaf!", "…", "Burnish")]
    assert [finding.value for finding in without_repeats(said)] == ["Lay leaf", "Burnish"]
