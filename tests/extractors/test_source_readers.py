import pytest

from extractors.extract import extract
from extractors.source import Source
from schemas.discovery import IndexPage

PAGE = """<html lang="en"><h1>Gilder</h1><p>Gilders lay gold leaf on frames, altars and shop signs in all of the land.
They burnish it with agate.</p>
<h2>Tasks</h2><ul><li>Lay leaf</li><li>Burnish gold</li></ul><b class=a>Leafer &amp;amp; layer</b></html>"""


def read(**readers):
    start = IndexPage(url="https://guide.example/")
    source = Source(id="guide", name="Guide", discover=start, readers=readers)
    return extract(PAGE.encode(), url="https://guide.example/gilder", source=source)


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


@pytest.mark.parametrize(
    ("reader", "named"),
    [(lambda page: page.missing, "AttributeError"), (lambda _: [1], "int"), (lambda _: 7, "int")],
)
def test_a_reader_that_fails_ends_its_page_and_not_the_run(reader, named, caplog):
    extraction = read(tasks=reader)
    assert extraction.profile is None
    assert extraction.reason.startswith("internal error: ")
    assert "tasks" in caplog.text
    assert named in caplog.text
    assert "https://guide.example/gilder" in caplog.text
