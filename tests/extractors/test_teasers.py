"""What a page shows of other pages is not its own: vacancies of the job below a profile."""

import pytest

from extractors.extract import extract
from extractors.source import Source
from schemas.discovery import UrlList

INTRO = """<h1>Gilder</h1><p>Gilders lay gold leaf on frames, altars and shop signs until these shine.</p>
<p>Most of them work in small workshops of their own, or for the church.</p>"""
PROFILE = f"""{INTRO}<h2>What you do</h2><ul><li>Lay the leaf on the frame</li><li>Burnish the gold with agate</li>
<li>Mend cracks in old plaster</li></ul>
<h2>Requirements</h2><ul><li>A steady hand and patience</li><li>Experience with leaf of gold</li></ul>"""
TASKS = ["Lay the leaf on the frame", "Burnish the gold with agate", "Mend cracks in old plaster"]
ASKED = ["A steady hand and patience", "Experience with leaf of gold"]
TEASER = """<div class=job><h4><a href=/jobs/4>Gilder, four days a week</a></h4><p>We are looking for somebody to join
our team.</p><p>Full time</p><h5>Duties</h5><ul><li>Answer the phone</li><li>Greet clients</li></ul>
<p>Apply now</p></div>"""


def read(body, language="en"):
    html = f"<html lang={language}><main>{body}</main></html>"
    return extract(html.encode(), url="https://guild.example/gilder")


@pytest.mark.parametrize(
    "vacancies",
    [
        f"<section><h3>Open positions near you</h3>{TEASER}</section>",
        f"<div><div class=h>Vacancies</div>{TEASER}</div>",
        f"<section><p><b>3 current jobs</b></p>{TEASER}</section><h2>Pay</h2><p>Low.</p>",
    ],
)
def test_a_profile_with_a_vacancy_below_it_is_read_without_that(vacancies):
    found = read(PROFILE + vacancies)
    assert found.profile is not None, found.reason
    assert [task.text for task in found.profile.tasks] == TASKS
    assert [asked.text for asked in found.profile.requirements] == ASKED


def test_the_words_of_the_source_end_a_section_of_vacancies():
    body = f"""{INTRO}{MUCH}<h2>Vacancies</h2><p><a href=/12>12 jobs</a></p><h3>At the bench</h3>{LISTS[0]}
    <h3>What do you need to become a gilder these days?</h3>{LISTS[1]}"""
    guild = Source(id="guild", name="Guild", discover=UrlList(), headings={"tasks": ("At the bench",)})
    found = extract(
        f"<html lang=en><main>{body}</main></html>".encode(), source=guild, url="https://guild.example/g"
    )
    assert [task.text for task in found.profile.tasks] == TASKS[:2]
    assert [asked.text for asked in found.profile.requirements] == ASKED


def test_an_employer_who_announces_nothing_speaks_for_the_page():
    assert read(f"{PROFILE}<h3>Somewhere</h3>{TEASER}").reason.startswith("vacancy: ")


def test_a_vacancy_that_begins_by_announcing_itself_is_one():
    own = """<p>Job openings at Acme</p><p>We are looking for a gilder to join our team of six.</p><p>Apply now!</p>
    <p><a href=/apply>Apply online</a></p><p>What we offer: gold.</p>"""
    assert read(PROFILE.replace("</h1>", f"</h1>{own}")).reason.startswith("vacancy: ")


LISTS = ("<ul><li>Lay the leaf on the frame</li><li>Burnish the gold with agate</li></ul>",
         "<ul><li>A steady hand and patience</li><li>Experience with leaf of gold</li></ul>")  # fmt: skip
MUCH = "<p>Leaf is laid in the morning, before the draught begins.</p>" * 5


@pytest.mark.parametrize(
    "body",
    [
        f"<p>There are vacancies in hotels</p><p><b>Tasks</b></p>{LISTS[0]}<p><b>Requirements</b></p>{LISTS[1]}",
        f"<div class=t>Current vacancies</div><div><a href=/1>See them</a></div><div class=t>Tasks</div>{LISTS[0]}"
        f"<div class=t>Requirements</div>{LISTS[1]}",
        f"<h2>Vacancies</h2><p><a href=/1>See all</a></p><h3>Tasks</h3>{LISTS[0]}<h3>Requirements</h3>{LISTS[1]}",
        f"<p>Vacancies: 120 a year</p><p>Tasks:</p>{LISTS[0]}<p>Requirements:</p>{LISTS[1]}",
    ],
)
def test_a_line_about_vacancies_leaves_the_profile_behind_it_alone(body):
    found = read(f"{INTRO}{MUCH}{body}<p><a href=/share>Share</a></p>")
    assert found.profile is not None, found.reason
    assert [task.text for task in found.profile.tasks] == TASKS[:2]
    assert [asked.text for asked in found.profile.requirements] == ASKED
