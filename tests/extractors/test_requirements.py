"""What a job asks for: found in every form, and of the right kind and importance.

`requirement_statements.tsv` holds statements written and annotated for this test; where the text does not say
whether something is required, importance is "-".
"""

import csv
from collections import Counter
from pathlib import Path

import pytest

from extractors.finding import Finding
from extractors.lexicon import lexicon
from extractors.requirements import asks, importance_of, kind_of, read_requirements

with Path(__file__).with_name("requirement_statements.tsv").open(encoding="utf-8") as table:
    STATEMENTS = list(csv.DictReader(table, delimiter="\t", quoting=csv.QUOTE_NONE))
LANGUAGES = sorted({row["language"] for row in STATEMENTS})
FIELDS = [("kind", kind_of), ("importance", importance_of)]
LEAST, LEAST_IN_A_LANGUAGE = 0.9, 0.85


def finding_of(row):
    label = row["statement"].partition(". ")
    return Finding(
        row["statement"], "table", 1.0, label=label[0] if label[2] else None, context=row["heading"]
    )


def misread(field, read, language=None):
    """What the statements are read as that are not read as annotated, and how many statements there are."""
    rows = [row for row in STATEMENTS if language in (None, row["language"])]
    wrong = [
        f"{found}, not {row[field]}: {row['statement']}"
        for row in rows
        if (found := read(finding_of(row), lexicon(row["language"])) or "-") != row[field]
    ]
    return wrong, len(rows)


@pytest.mark.parametrize(("field", "read"), FIELDS)
def test_nine_statements_in_ten_are_read_as_annotated(field, read):
    wrong, count = misread(field, read)
    assert 1 - len(wrong) / count >= LEAST, "\n".join(wrong)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("field", "read"), FIELDS)
def test_no_language_falls_far_behind(language, field, read):
    wrong, count = misread(field, read, language)
    right = 1 - len(wrong) / count
    print(f"{language} {field}: {right:.3f} of {count}", *wrong, sep="\n  ")  # noqa: T201 - shown by pytest -rP
    assert right >= LEAST_IN_A_LANGUAGE, "\n".join(wrong)


def test_the_table_is_large_and_holds_every_language_and_every_kind():
    kinds = Counter(row["kind"] for row in STATEMENTS)
    assert sum(kinds.values()) >= 360
    assert len(LANGUAGES) == 10
    assert set(kinds) == {"education", "experience", "licence", "language", "physical", "skill", "other"}


FRAME = "<h1>Gilder</h1><h2>Tasks</h2><ul><li>Lay the leaf<li>Burnish the gold</ul>{}"


@pytest.fixture
def requirements_of(reader_of):
    def requirements(html, frame=FRAME, **arguments):
        return [f.value for f in read_requirements(reader_of(frame.format(html), **arguments))]

    return requirements


@pytest.mark.parametrize(
    "html",
    [
        "<h2>Requirements</h2><ul><li>Steady hands</li><li>Good eyes</li></ul>",
        "<h2>Requirements</h2><p>• Steady hands<br>• Good eyes</p>",
        "<h2>Requirements</h2><ol><li>Steady hands,</li><li>Good eyes</li></ol>",
        "<details><summary>Skills</summary><ul><li>Steady hands</li><li>Good eyes</li></ul></details>",
        "<p><b>What you need</b></p><ul><li>Steady hands</li><li>Good eyes</li></ul>",
        "<p>You will need:</p><ul><li>Steady hands</li><li>Good eyes</li></ul>",
        "<h2>Skills</h2><div><span class=c>Steady hands</span> <span class=c>Good eyes</span></div>".replace(
            "</div>", " <span class=c>Good eyes</span></div>"
        ),
        "<table><tr><th>Tools</th><th>Requirements</th></tr><tr><td>A tip</td><td>Steady hands</td></tr>"
        "<tr><td>Agate</td><td>Good eyes</td></tr></table>",
    ],
)
def test_lists_of_requirements(requirements_of, html):
    assert requirements_of(html) == ["Steady hands", "Good eyes"]


def test_sections_of_several_names_are_joined_in_reading_order(requirements_of):
    html = (
        "<h2>Education</h2><ul><li>Art school</ul><h2>Salary</h2><p>Low.</p><h2>Skills</h2><ul><li>Calm</ul>"
    )
    assert requirements_of(html) == ["Art school", "Calm"]


def test_a_label_and_its_text_are_one_statement(requirements_of):
    html = """<h2>Important qualities</h2><p><b>Patience.</b> A leaf tears twice.</p>
    <p><b>Care.</b> It never tears a third time.</p>"""
    assert requirements_of(html) == ["Patience. A leaf tears twice.", "Care. It never tears a third time."]


def test_in_prose_the_sentences_count_that_ask_for_something(requirements_of):
    html = """<h2>Training</h2><p>The old workshops of Bath train four gilders a year. Gilders need an apprenticeship
    of three years. The workshops stand by the river. A diploma in art is an advantage. Swans swim by on most days.
    Visitors like the view from the bridge. It rains now and then.</p>"""
    assert requirements_of(html) == [
        "Gilders need an apprenticeship of three years.",
        "A diploma in art is an advantage.",
    ]


def test_a_paragraph_without_a_heading_is_known_by_what_it_says(requirements_of):
    html = "<p>A degree in conservation is required for gilders. Experience with gold is an advantage.</p>"
    frame = "<h1>Gilder</h1><p>Gilders lay leaf on frames and altars in old churches.</p>{}<h2>Tasks</h2><ul><li>Lay leaf</ul>"
    assert requirements_of(html, frame) == [
        "A degree in conservation is required for gilders.", "Experience with gold is an advantage.",
    ]  # fmt: skip


def test_a_fact_box_that_asks_for_nothing_is_no_requirement(requirements_of):
    html = "<table><tr><th>Experience</th><td>None</td></tr><tr><th>Education</th><td>Art school</td></tr></table>"
    assert requirements_of(html) == ["Art school"]


@pytest.mark.parametrize(
    "html",
    [
        "<h2>Salary</h2><ul><li>Experience pays</ul>",
        "<h2>Training courses</h2><ul><li>Gilding for beginners</ul>",
        "<h2>Career progression</h2><p>With experience you must have your own workshop.</p>",
        "<h2>Requirements</h2><ul><li><a href=/x>All about degrees</a></ul>",
        "<aside><h2>Requirements</h2><ul><li>Subscribe to us</ul></aside>",
    ],
)
def test_what_looks_right_and_is_wrong(requirements_of, html):
    assert requirements_of(html) == []


def test_nothing_is_said_twice(requirements_of):
    html = (
        "<h2>Skills</h2><ul><li>Steady hands</ul><h2>Requirements</h2><ul><li>steady hands!<li>Good eyes</ul>"
    )
    assert requirements_of(html) == ["Steady hands", "Good eyes"]


@pytest.mark.parametrize(
    ("statement", "heading", "importance"),
    [
        ("Steady hands", "Requirements", None),
        ("Steady hands", "Must have", "required"),
        ("Steady hands", "You must have:", "required"),
        ("Steady hands", "It helps if you have:", "preferred"),
        ("Steady hands are an advantage", "You must have:", "preferred"),
        ("Steady hands are a must", "Nice to have", "required"),
    ],
)
def test_the_statement_speaks_before_what_stands_above_it(statement, heading, importance):
    assert importance_of(Finding(statement, "t", 1.0, context=heading), lexicon("en")) == importance


def test_a_label_tells_the_kind_before_the_text_does():
    finding = Finding("Physical strength. They learn to carry altars.", "t", 1.0, label="Physical strength")
    assert kind_of(finding, lexicon("en")) == "physical"


def test_what_says_nothing_of_its_kind_is_other():
    assert kind_of(Finding("A bicycle", "t", 1.0), lexicon("en")) == "other"


@pytest.mark.parametrize(
    ("statement", "language"),
    [
        ("No formal qualifications are required.", "en"),
        ("Experience is not required.", "en"),
        ("Eine Ausbildung ist nicht erforderlich.", "de"),
        ("Keine Vorkenntnisse erforderlich", "de"),
        ("Er is geen diploma vereist.", "nl"),
        ("Aucun diplôme n'est exigé.", "fr"),
        ("No se exige ninguna titulación.", "es"),
        ("Non è richiesto alcun titolo di studio.", "it"),
    ],
)
def test_a_statement_that_asks_for_nothing_is_none(statement, language):
    assert not asks(Finding(statement, "t", 1.0), lexicon(language))


@pytest.mark.parametrize(
    ("statement", "language"),
    [
        ("No degree is required, but you need steady hands.", "en"),
        ("Experience is not required, although it is an advantage.", "en"),
        ("No degree is required; experience is an advantage.", "en"),
        ("Ein Studium ist nicht erforderlich, aber eine Lehre.", "de"),
        ("Er is geen diploma vereist, maar wel ervaring.", "nl"),
        ("Aucun diplôme n'est exigé, mais l'expérience compte.", "fr"),
        ("No se exige titulación, pero sí experiencia.", "es"),
        ("Non è richiesto un titolo, ma serve esperienza.", "it"),
        ("No fear of heights", "en"),
        ("Keine Höhenangst", "de"),
    ],
)
def test_a_statement_that_goes_on_to_ask_is_one(statement, language):
    assert asks(Finding(statement, "t", 1.0), lexicon(language))


@pytest.mark.parametrize("value", ["None", "Experience: none required", "Not required."])
def test_a_value_that_says_none_asks_for_nothing(value):
    label = value.partition(":")[0] if ":" in value else None
    assert not asks(Finding(value, "t", 1.0, label=label), lexicon("en"))


@pytest.mark.parametrize(
    "reference",
    [
        "Information on licences and exams is available from the Guild of Gilders.",
        "Information about grants can be found at the town hall.",
        "Details of the written test are available on request.",
        "For specific licensing requirements, visit the board of your county.",
    ],
)
def test_a_sentence_that_says_where_to_ask_asks_for_nothing(requirements_of, reference):
    html = f"<h2>Requirements</h2><p>Gilders need a licence. {reference}</p>"
    assert requirements_of(html) == ["Gilders need a licence."]


def test_beside_a_list_only_firm_sentences_count(requirements_of):
    html = """<h2>Requirements</h2><p>A driving licence is required. Gold has always been dear in Bath.</p>
    <ul><li>Steady hands</li><li>Good eyes</li></ul><p>Swans swim by on most days.</p>"""
    assert requirements_of(html) == ["A driving licence is required.", "Steady hands", "Good eyes"]


def test_a_section_is_known_by_what_it_says_where_its_heading_tells_nothing(requirements_of):
    html = """<h2>Gold for ever</h2><ul><li>A diploma in conservation</li><li>Experience with gold leaf</li>
    <li>A driving licence is an advantage</li></ul>"""
    assert requirements_of(html) == [
        "A diploma in conservation", "Experience with gold leaf", "A driving licence is an advantage",
    ]  # fmt: skip


def test_a_section_most_of_which_asks_for_nothing_is_none_of_requirements(requirements_of):
    html = """<h2>Gold for ever</h2><p>Swans swim by on most days. Visitors like the view. It rains now and then.
    A diploma in art is required.</p>"""
    assert requirements_of(html) == []


UNTOLD = "<ul><li>A diploma in conservation</li><li>Experience with gold leaf</li></ul>"


def test_where_a_heading_speaks_of_requirements_those_beside_it_may_too(requirements_of):
    html = f"<h2>Requirements</h2><ul><li>Steady hands</li></ul><h2>Gold for ever</h2>{UNTOLD}"
    assert requirements_of(html) == ["Steady hands", "A diploma in conservation", "Experience with gold leaf"]


def test_where_a_heading_speaks_of_requirements_others_elsewhere_are_not_searched(requirements_of):
    html = f"<h2>Requirements</h2><ul><li>Steady hands</li></ul><h1>Gold for ever</h1>{UNTOLD}"
    assert requirements_of(html) == ["Steady hands"]


@pytest.mark.parametrize(
    ("sentence", "read"),
    [
        ("You need a bachelor's degree in botany.", ["You need a bachelor's degree in botany."]),
        ("Applicants should have the following.", []),
        ("You will need:", []),
    ],
)
def test_a_sentence_above_a_list_asks_for_something_itself_or_leads_in_the_list(
    requirements_of, sentence, read
):
    html = f"<h2>Requirements</h2><p>{sentence}</p><ul><li>A strong back</li><li>Patience</li></ul>"
    assert requirements_of(html) == [*read, "A strong back", "Patience"]


@pytest.mark.parametrize(
    ("value", "kind"),
    [
        ("Comfort in 40 degree heat", "other"),
        ("Willingness to work at 8 degrees Celsius", "other"),
        ("Turning parts by 90 degrees", "other"),
        ("A degree in fine arts", "education"),
    ],
)
def test_degrees_of_heat_and_angle_are_no_education(value, kind):
    assert kind_of(Finding(value, "t", 1.0), lexicon("en")) == kind


@pytest.mark.parametrize(
    ("language", "value"),
    [
        ("en", "A degree is not required; a driving licence is compulsory."),
        ("en", "A degree is not required. You need a driving licence."),
        (
            "de",
            "Ein bestimmter Abschluss ist nicht vorgeschrieben; ein Lehrgang beim Deichverband ist Pflicht.",
        ),
    ],
)
def test_what_one_clause_does_not_ask_for_another_one_may(language, value):
    assert asks(Finding(value, "t", 1.0), lexicon(language))


def test_a_sentence_none_of_whose_clauses_asks_for_anything_is_no_requirement():
    assert not asks(Finding("A degree is not required; the work is learned by day.", "t", 1.0), lexicon("en"))
