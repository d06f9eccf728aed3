import pytest

from extractors.headings import SectionFields
from extractors.lexicon import lexicon


def field_of(heading, title="Gilder", language="en", own_words=None):
    return SectionFields(lexicon(language), title, own_words or {}).of_heading(heading)


@pytest.mark.parametrize(
    "heading",
    [
        "Tasks", "Duties", "Responsibilities:", "TYPICAL TASKS", "Your daily work", "What does a gilder do?",
        "What gilders do all day", "A day in the life of a gilder", "On the job", "Tasks and responsibilities",
        "Main activities", "Job description", "The work", "What you will do", "Gilder duties and responsibilities",
        "What would I do as a gilder?",
    ],
)  # fmt: skip
def test_headings_of_tasks(heading):
    assert field_of(heading) == "tasks"


@pytest.mark.parametrize(
    "heading",
    [
        "Requirements", "Qualifications", "Skills and knowledge", "Education and training", "Important qualities",
        "How to become a gilder", "What you need", "Entry requirements", "Licences",
        "Becoming a gilder", "What employers look for", "Experience", "Restrictions", "Who is it for?",
        "Do you have what it takes?",
    ],
)  # fmt: skip
def test_headings_of_requirements(heading):
    assert field_of(heading) == "requirements"


@pytest.mark.parametrize(
    "heading", ["Other names", "Also known as", "Alternative job titles", "Synonyms", "Job titles"]
)
def test_headings_of_aliases(heading):
    assert field_of(heading) == "aliases"


@pytest.mark.parametrize(
    "heading",
    [
        "Salary", "What gilders earn", "Job outlook", "Related jobs", "Similar careers", "Current vacancies", "Courses",
        "Interview tips", "Career progression", "More information", "Working hours", "Where gilders work", "Contact",
        "Next steps", "News", "About this section", "What we offer", "Frequently asked questions",
    ],
)  # fmt: skip
def test_headings_of_what_is_not_in_the_record(heading):
    assert field_of(heading) == "other"


@pytest.mark.parametrize(
    "heading",
    [
        "",
        "!?",
        "Gilder",
        "Gold leaf",
        "Saint Petersburg in winter",
        "A " * 40 + "task",
        "The history of gilding",
    ],
)
def test_headings_that_say_nothing(heading):
    assert field_of(heading) is None


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        ("Aufgaben", "tasks"), ("Was macht man als Vergolder?", "tasks"), ("Tätigkeiten im Überblick", "tasks"),
        ("Anforderungen", "requirements"), ("Voraussetzungen", "requirements"), ("Wie wird man Vergolder?", "requirements"),
        ("Ausbildung", "requirements"), ("Gehalt", "other"), ("Ähnliche Berufe", "other"),
        ("Andere Bezeichnungen", "aliases"),
    ],
)  # fmt: skip
def test_german_headings(heading, field):
    assert field_of(heading, "Vergolder", "de") == field


def test_the_title_in_a_heading_says_nothing_of_its_field():
    assert field_of("What does a skills trainer do?", "Skills trainer") == "tasks"
    assert field_of("Task manager: requirements", "Task manager") == "requirements"


def test_a_source_brings_its_own_words():
    assert field_of("Leaf by leaf", own_words={"tasks": ("Leaf by leaf",)}) == "tasks"
    assert field_of("Pay", own_words={"requirements": ("PAY",)}) == "requirements"


def test_a_heading_that_says_nothing_speaks_of_what_is_around_it(fields_of):
    html = "<h1>Gilder</h1><h2>Tasks</h2><h3>Gold</h3><p>one</p><h2>Silver</h2><p>two</p>"
    assert fields_of(html) == {"Gilder": None, "Tasks": "tasks", "Gold": "tasks", "Silver": None}


def test_what_stands_below_related_jobs_does_not_count(fields_of):
    html = "<h1>Gilder</h1><h2>Related jobs</h2><h3>Framer</h3><p>one</p>"
    assert fields_of(html)["Framer"] == "other"


def test_the_first_heading_names_the_page(fields_of):
    html = "<h1>Training officer: duties and skills</h1><p>one</p><h2>Duties</h2><p>two</p>"
    assert fields_of(html, "Training officer") == {
        "Training officer: duties and skills": None,
        "Duties": "tasks",
    }


def test_a_link_behind_a_heading_leads_elsewhere(fields_of):
    html = "<h1>Gilder</h1><h2>Duties <a href=/about>About this section</a></h2><p>one</p>"
    assert list(fields_of(html).values()) == [None, "tasks"]


@pytest.mark.parametrize(
    ("sentence", "field"),
    [
        ("Gilders typically do the following:", "tasks"),
        ("Their responsibilities include:", "tasks"),
        ("You will need:", "requirements"),
        ("Gilders should have these skills:", "requirements"),
        ("There are several ways in:", "other"),
        ("Gold comes in sheets:", None),
    ],
)
def test_a_lead_in_says_what_its_list_is(sentence, field):
    assert SectionFields(lexicon("en"), "Gilder", {}).of_sentence(sentence) == field


def test_lists_below_one_heading_are_told_apart_by_their_lead_ins(fields_of):
    html = """<h1>Gilder</h1><h2>Gold and silver</h2><p>You will be laying:</p><ul><li>leaf</ul>
    <p>You will need:</p><ul><li>calm</ul>"""
    found = fields_of(html)
    assert (found["You will be laying:"], found["You will need:"]) == ("tasks", "requirements")


def test_bold_groups_behind_a_field_that_says_no_more_belong_to_it(fields_of):
    groups = "".join(
        f"<p><b>{name}</b></p><ul><li>Lay the leaf</li><li>Burnish it</li></ul>"
        for name in ("Frames", "Signs")
    )
    html = "<h1>Gilder</h1><p><b>Duties</b></p><p>As a gilder, you:</p>" + groups
    asked = "<p><b>Skills</b></p><ul><li>A steady hand</li></ul><p><b>Frames again</b></p><p>More.</p>"
    assert fields_of(html + asked) == {
        "Gilder": None, "Duties": "tasks", "Frames": "tasks", "Signs": "tasks", "Skills": "requirements",
        "Frames again": None,
    }  # fmt: skip


def test_a_group_without_a_list_ends_the_groups(fields_of):
    html = """<h1>Gilder</h1><p><b>Duties</b></p><p><b>Salary range</b></p><p>Low.</p>
    <p><b>Hills all around</b></p><ul><li>Green ones</li></ul>"""
    assert fields_of(html)["Hills all around"] is None


def test_groups_are_known_in_whatever_order_they_are_asked_for(outline_of):
    names = [f"Group {letter}" for letter in "ABCDE"]
    groups = "".join(f"<p><b>{name}</b></p><ul><li>Lay the leaf</li></ul>" for name in names)
    sections = outline_of(f"<h1>Gilder</h1><p><b>Duties</b></p><p>You:</p>{groups}").sections[0].sections
    fields = SectionFields(lexicon("en"), "Gilder", {})
    assert [fields.of(section) for section in (sections[1], sections[4], *sections)] == ["tasks"] * 8


def test_only_a_line_that_says_nothing_else_is_a_name():
    fields = SectionFields(lexicon("en"), "Gilder", {"tasks": ("From dawn to dusk",)})
    assert all(map(fields.is_name, ("Skills", "Tasks of a gilder", "Your duties", "From dawn to dusk")))
    assert not any(
        map(fields.is_name, ("Skills and qualifications Berlin", "Experience in a workshop", "Gold"))
    )


def test_a_line_that_gives_other_names_heads_nothing():
    fields = SectionFields(lexicon("en"), "Gilder", {})
    assert fields.of_line("Also called") == "aliases"
    assert fields.of_line("Also called leaf layer") is None
    assert fields.of_line("Tasks") == "tasks"
