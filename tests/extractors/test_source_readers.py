import pytest

from extractors.extract import extract
from extractors.source import Source
from schemas.discovery import IndexPage

TWICE = """<html lang="en"><h1>Gilder</h1><p>A gilder's <i>size</i> is a glue that holds gold leaf on the wood of frames.</p>
<h2>Tasks</h2><ul><li>Lay leaf</li></ul><div id=names><p>Leafer, size</p></div>
<h2>It helps to have:</h2><ul id=needs><li><b>Eyes:</b> they see a hair</li></ul>
<h2>Outlook</h2><table id=codes><tr><th>Title</th><th>SOC Code</th></tr><tr><td>Gilders</td><td>51-9123</td></tr></table>
</html>"""
PAGE = """<html lang="en"><h1>Gilder</h1><p>Gilders lay gold leaf on frames, altars and shop signs in all of the land.
They burnish it with agate.</p>
<h2>Tasks</h2><ul><li>Lay leaf</li><li>Burnish gold</li></ul><b class=a>Leafer &amp;amp; layer</b></html>"""


def read(page=PAGE, **readers):
    start = IndexPage(url="https://guide.example/")
    source = Source(id="guide", name="Guide", discover=start, readers=readers)
    return extract(page.encode(), url="https://guide.example/gilder", source=source)


def places(extraction, field):
    return [(e.css, e.exact) for e in extraction.evidence if e.field.startswith(field)]


def test_a_reader_of_the_source_replaces_the_generic_one():
    profile = read(
        tasks=lambda page: [li.get_text().upper() for li in page.soup("li").select("li")],
        title=lambda page: page.tree.css_first("h1").text() + "s",
    ).profile
    assert [task.text for task in profile.tasks] == ["LAY LEAF", "BURNISH GOLD"]
    assert profile.title == "Gilders"


def test_what_a_reader_returns_is_cleaned():
    profile = read(aliases=lambda page: [page.soup(".a").get_text()]).profile
    assert profile.aliases == ("Leafer & layer",)


@pytest.mark.parametrize("nothing", [None, "", [], ()])
def test_a_reader_that_finds_nothing_leaves_what_the_generic_one_read(nothing):
    assert [task.text for task in read(tasks=lambda _: nothing).profile.tasks] == ["Lay leaf", "Burnish gold"]


def test_evidence_of_a_reader_names_it():
    evidence = read(aliases=lambda _: ["Leafer"]).evidence
    assert [e.rule for e in evidence if e.field == "/aliases/0"] == ["source-reader-aliases"]


def test_a_text_is_pointed_at_in_the_elements_that_the_reader_took_soup_of():
    found = read(TWICE, aliases=lambda page: page.soup("#names").get_text().split(","))
    assert found.profile.aliases == ("Leafer", "size")
    assert places(found, "/aliases") == [
        ("#names > p:nth-of-type(1)", "Leafer"),
        ("#names > p:nth-of-type(1)", "size"),
    ]


def test_a_text_that_stands_nowhere_is_published_without_a_place():
    assert places(read(aliases=lambda _: ["Chrysographer"]), "/aliases") == [(None, "Chrysographer")]


def test_what_stands_around_a_text_still_says_how_much_it_is_wanted():
    found = read(TWICE, requirements=lambda page: [li.get_text() for li in page.soup("#needs").select("li")])
    (requirement,) = found.profile.requirements
    assert (requirement.text, requirement.importance) == ("Eyes: they see a hair", "preferred")


def test_a_label_stays_one():
    found = read(TWICE, tasks=lambda page: [page.soup("#needs li").get_text()])
    assert [(task.text, task.label) for task in found.profile.tasks] == [("Eyes: they see a hair", "Eyes")]


def test_codes_are_named_with_their_scheme():
    found = read(TWICE, codes=lambda page: [f"SOC {page.soup('#codes td').select('td')[1].get_text()}"])
    assert [(code.scheme, code.code) for code in found.profile.codes] == [("SOC", "51-9123")]
    ((css, exact),) = places(found, "/codes")
    assert css.startswith("#codes ")
    assert exact == "51-9123"


def test_a_code_without_a_scheme_is_a_mistake_in_the_reader():
    assert "expected scheme and code" in read(codes=lambda _: ["51-9123"]).reason


def test_the_title_is_no_alias_whoever_read_it():
    assert read(aliases=lambda _: ["gilder", "Leafer", "Leafer"]).profile.aliases == ("Leafer",)


@pytest.mark.parametrize(
    ("reader", "named"),
    [(lambda page: page.missing, "AttributeError"), (lambda _: [1], "int"), (lambda _: 7, "int")],
)
def test_a_reader_that_fails_ends_its_page_and_not_the_run_and_is_named(reader, named):
    extraction = read(tasks=reader)
    assert extraction.profile is None
    assert extraction.reason.startswith("reader failed: that of 'tasks' ")
    assert named in extraction.reason
    assert "https://guide.example/gilder" in extraction.reason


def test_the_place_at_which_a_reader_raised_is_told():
    assert "(test_source_readers.py, line " in read(tasks=lambda page: page.missing).reason
