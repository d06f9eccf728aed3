import pytest

from extractors.classify_page import course, rejection, several_jobs, without_statements, without_tasks
from extractors.headings import SectionFields
from extractors.lexicon import lexicon

PROSE = "Gilders lay gold leaf on frames, altars and shop signs, and they burnish it until it shines. " * 20


@pytest.fixture
def rejection_of(blocks_of, metadata_of):
    return lambda html, language="en": rejection(blocks_of(html), metadata_of(html), lexicon(language))


def test_nothing_speaks_against_a_profile(rejection_of):
    html = f"""<h1>Gilder</h1><p>{PROSE}</p><h2>Salary</h2><p>Low, and lower in winter.</p>
    <p>Apply now for a course in gilding!</p>"""
    assert rejection_of(html) is None


@pytest.mark.parametrize(
    "html",
    [
        "<div id=app></div>",
        "<h1>Gilder</h1><p>Loading …</p>",
        "<nav>" + PROSE + "</nav>",
        "<p><a href=/>" + PROSE + "</a></p>",
    ],
)
def test_a_shell_without_text_is_empty(rejection_of, html):
    assert rejection_of(html).startswith("empty: ")


@pytest.mark.parametrize(
    ("html", "language"),
    [
        ("<h1>Page not found</h1>", "en"), ("<h1>404</h1>", "en"), ("<title>Access denied</title>", "en"),
        ("<h1>Sorry, this page does not exist</h1>", "en"), ("<h1>Seite nicht gefunden</h1>", "de"),
    ],
)  # fmt: skip
def test_an_error_that_is_served_as_a_page(rejection_of, html, language):
    assert rejection_of(f"{html}<p>{PROSE[:300]}</p>", language).startswith("error page: ")


def test_a_long_page_may_speak_of_errors(rejection_of):
    assert rejection_of(f"<h1>Lost: not found in any workshop</h1><p>{PROSE}</p>") is None


@pytest.mark.parametrize(
    "html",
    [
        '<script type="application/ld+json">{"@type": "JobPosting", "title": "Gilder"}</script><p>' + PROSE,
        f"<p>{PROSE}</p><p>We are looking for a gilder.</p><p>Apply now!</p><p>What we offer: gold.</p>",
        f"<p>{PROSE}</p><ul><li>Full time</li><li>Location: Bath</li><li>Salary: low</li></ul><p>Apply now</p>",
    ],
)
def test_a_vacancy(rejection_of, html):
    assert rejection_of(html).startswith("vacancy: ")


TEASER = """<div class=job><h4><a href=/jobs/{n}>Gilder, {n} days a week</a></h4><p>We are looking for somebody to join
our team.</p><p>Full time</p><p>Apply now</p></div>"""


def test_teasers_side_by_side_are_not_the_page_itself(rejection_of):
    teasers = "".join(TEASER.format(n=n) for n in (3, 4))
    assert rejection_of(f"<h1>Gilder</h1><p>{PROSE}</p>{teasers}") is None


def test_a_vacancy_that_shows_others_is_one(rejection_of):
    own = "<p>We are looking for a gilder.</p><p>Apply now!</p><p>What we offer: gold.</p>"
    others = "".join(TEASER.format(n=n) for n in (3, 4))
    html = f"<h1>Vacancies: gilder</h1><p>{PROSE}</p>{own}<h2>Vacancies like this</h2>{others}"
    assert rejection_of(html).startswith("vacancy: ")


def test_rows_that_lead_to_one_page_are_no_teasers(rejection_of):
    row = "<div class=row><a href=/apply>{}</a><p>{}</p></div>"
    rows = row.format("Acme", "We are looking for somebody to join our team") + row.format(
        "Apply", "Apply now! What we offer: gold."
    )
    assert rejection_of(f"<h1>Gilder</h1><p>{PROSE}</p>{rows}").startswith("vacancy: ")


def test_facts_behind_a_comma_are_facts(rejection_of):
    facts = "<ul><li>30,000 a year, permanent contract</li><li>37 hours, full time</li><li>London, hybrid</li></ul>"
    assert rejection_of(f"<h1>Gilder</h1><p>{PROSE}</p><p>Apply now</p>{facts}").startswith("vacancy: ")


@pytest.mark.parametrize(
    "facts",
    [
        "<p><span>Leeds</span> <span>Full time</span> <span>Permanent</span> <span>Hybrid</span></p>",
        "<li>Leeds / full time / permanent</li><li>Our salary: 30,000</li>",
        "<li>Our location: Leeds</li><li>Your salary: 30,000</li><li>Type of contract: permanent</li>",
    ],
)
def test_facts_count_however_they_are_parted(rejection_of, facts):
    assert rejection_of(f"<h1>Gilder</h1><p>{PROSE}</p><p>Apply now</p><ul>{facts}</ul>").startswith(
        "vacancy: "
    )


@pytest.mark.parametrize("tag", ["p", "li", "div"])
def test_what_links_to_the_application_is_no_teaser(rejection_of, tag):
    own = f"""<{tag}><a href="https://gold.example">Gold Ltd</a> is looking for a gilder in Leeds.</{tag}>
    <{tag}><a href="/apply">Apply now</a> or send your CV by mail.</{tag}>"""
    facts = "<p>Location: Leeds</p><p>Full time</p><p>Permanent</p>"
    assert rejection_of(f"<h1>Gilder</h1><p>{PROSE}</p>{facts}{own}").startswith("vacancy: ")


def test_a_german_vacancy(rejection_of):
    html = f"<p>{PROSE}</p><p>Wir suchen eine Vergolderin.</p><p>Jetzt bewerben!</p><p>Wir bieten: Gold.</p>"
    assert rejection_of(html, "de").startswith("vacancy: ")


def test_several_vacancies_are_a_list(rejection_of):
    posting = '<script type="application/ld+json">{"@type": "JobPosting"}</script>'
    assert rejection_of(posting * 3 + PROSE).startswith("list: 3 vacancies")


@pytest.mark.parametrize(
    "html",
    [
        '<script type="application/ld+json">{"@type": "NewsArticle"}</script><p>' + PROSE,
        "<p>I have laid gold since my mother showed me how, and I still love it.</p>"
        "<p>My day begins at six, when I open the door to my workshop in Bath.</p>"
        "<p>In the evening I burnish what I laid in the morning, and go to my bed.</p>",
    ],
)
def test_an_article(rejection_of, html):
    assert rejection_of(html).startswith("article: ")


def test_one_voice_in_a_profile_does_not_make_it_an_article(rejection_of):
    assert (
        rejection_of(
            "".join(f"<p>{PROSE[:200]}</p>" for _ in range(4))
            + "<p>I love my job, says a gilder in Bath in the old town of which I told you.</p>"
        )
        is None
    )


def test_what_declares_an_occupation_is_a_profile(rejection_of):
    html = '<script type="application/ld+json">[{"@type": "Occupation"}, {"@type": "JobPosting"}]</script>'
    assert rejection_of(html) is None


def test_many_links_and_no_statements_are_a_list(blocks_of):
    links = "".join(f"<li><a href=/{number}>Job {number}</a>" for number in range(12))
    assert without_statements(blocks_of(f"<h1>Jobs</h1><ul>{links}</ul>")).startswith("list: 12 links")


def test_text_without_statements_is_no_profile(blocks_of):
    assert without_statements(blocks_of(f"<p>{PROSE}</p>")).startswith("no profile: ")


@pytest.mark.parametrize("kind", ["Course", "CourseInstance"])
def test_a_course_says_so_in_its_json_ld(rejection_of, kind):
    html = f'<script type="application/ld+json">{{"@type": "{kind}", "name": "Gilding"}}</script><p>{PROSE}'
    assert rejection_of(html).startswith("course: ")


def test_an_occupation_that_names_its_courses_is_a_profile(rejection_of):
    html = f"""<script type="application/ld+json">[{{"@type": "Course", "name": "Gilding"}},
    {{"@type": "Occupation", "name": "Gilder"}}]</script><p>{PROSE}"""
    assert rejection_of(html) is None


FACTS = ("Full time", "Location: Bath", "Salary: low", "Start date: May")


def test_the_facts_of_a_vacancy_count_on_short_lines(rejection_of):
    lines = "".join(f"<p>{fact}</p>" for fact in FACTS)
    assert rejection_of(f"<p>{PROSE}</p>{lines}<p>Apply now</p>").startswith("vacancy: ")


@pytest.mark.parametrize(
    "facts",
    [
        "<p>Most gilders work full time, their location is a town, and their salary has a start date.</p>",
        "".join(f"<p>{fact}.</p>" for fact in FACTS),
        "".join(f"<p>They say {fact.lower()} or nothing at all</p>" for fact in FACTS),
        "".join(f"<h3>{fact}</h3>" for fact in FACTS),
        "<aside>" + "".join(f"<p>{fact}</p>" for fact in FACTS) + "</aside>",
    ],
    ids=["in prose", "sentences", "lines of many words", "headings", "beside the content"],
)
def test_a_profile_speaks_of_the_same_facts_elsewhere(rejection_of, facts):
    assert rejection_of(f"<p>{PROSE}</p>{facts}<p>Apply now for a course</p>") is None


def entries(link, count):
    return "".join(f"<h3>Job {n}</h3><p>Text.</p><p><a href=/{n}>{link}</a></p>" for n in range(count))


@pytest.mark.parametrize("link", ["Read more", "Weiterlesen", "En savoir plus"])
def test_many_entries_with_one_and_the_same_link_are_a_list(blocks_of, link):
    assert without_tasks(blocks_of(entries(link, 6))).startswith("list: 6 entries")


def test_a_few_entries_or_different_links_are_none(blocks_of):
    assert without_tasks(blocks_of(entries("Read more", 5))) is None
    assert without_tasks(blocks_of("".join(f"<p><a href=/{n}>Job {n}</a></p>" for n in range(9)))) is None
    assert without_tasks(blocks_of("<p>Nothing is linked.</p>")) is None


@pytest.fixture
def several_jobs_in(outline_of):
    def several(html):
        return several_jobs(outline_of(html), SectionFields(lexicon("en"), "Gilder", {}))

    return several


def jobs(count):
    return "".join(
        f"<h2>{name}</h2><p>Text.</p><h3>Tasks</h3><ul><li>Lay leaf</ul><h3>Requirements</h3><ul><li>Calm</ul>"
        for name in ("Gilder", "Glazier", "Cooper", "Farrier", "Thatcher")[:count]
    )


def test_several_jobs_each_with_tasks_are_a_list(several_jobs_in):
    assert several_jobs_in(f"<h1>Old trades</h1>{jobs(5)}").startswith("list: 5 jobs")


def test_a_few_parts_of_one_job_are_none(several_jobs_in):
    assert several_jobs_in(f"<h1>Old trades</h1>{jobs(3)}") is None
    assert several_jobs_in("<h1>Gilder</h1><h2>Tasks</h2><p>one</p><h2>Requirements</h2><p>two</p>") is None


@pytest.mark.parametrize(
    ("html", "language"),
    [
        ("<h1>Course: leather for beginners</h1>", "en"),
        ("<h1>Lehrgang Vergolden</h1>", "de"),
        ("<h1>Formation maroquinerie</h1>", "fr"),
        ("<h1>Corso di doratura</h1>", "it"),
    ],
)
def test_a_page_headed_as_a_course_is_one_unless_it_tells_tasks(blocks_of, html, language):
    assert course(blocks_of(html), lexicon(language)).startswith("course: ")


def test_a_job_that_has_to_do_with_courses_is_no_course(blocks_of):
    assert course(blocks_of("<h1>Golf course keeper</h1>"), lexicon("en")) is None


def test_a_company_that_introduces_itself_is_no_profile(rejection_of):
    assert rejection_of(f"<h1>About us</h1><p>{PROSE}</p>") == "article: a company introduces itself"
    assert rejection_of(f"<h1>About us gilders</h1><p>{PROSE}</p>") is None
