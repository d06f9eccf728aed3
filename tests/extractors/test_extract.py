"""The entry point: what a page is known by, and that no page does harm."""

import random
from pathlib import Path

import pytest

from extractors import extract as module
from extractors.extract import extract, file_url
from extractors.source import Source
from schemas.discovery import IndexPage

DEMO_PAGES = sorted((Path(__file__).parents[2] / "flows/demo_site/pages").rglob("*.html"))
URL = "https://guide.example/gilder"
HEAD = "<title>Gilder</title>"
PAGE = """<html lang="en"><head>{head}</head><body><h1>Gilder</h1>
<p>Gilders lay gold leaf thinner than a breath on frames, altars and shop signs in workshops all over the land.</p>
<h2>Tasks</h2><ul><li>Lay the leaf</li><li>Burnish the gold</li></ul>
<h2>Requirements</h2><ul><li>Steady hands</li></ul>{body}</body></html>"""


def page(head=HEAD, body=""):
    return PAGE.format(head=head, body=body)


def source(**more):
    start = IndexPage(url="https://guide.example/")
    return Source(id="guide", name="Guide of Gilding", discover=start, **more)


def canonical(url):
    return f'{HEAD}<link rel="canonical" href="{url}">'


def test_a_page_becomes_a_record(profile_of):
    profile = profile_of(page(), url=URL)
    assert (profile.title, profile.language, profile.slug) == ("Gilder", "en", "gilder")
    assert [task.text for task in profile.tasks] == ["Lay the leaf", "Burnish the gold"]
    assert [requirement.text for requirement in profile.requirements] == ["Steady hands"]
    assert profile.summary.startswith("Gilders lay gold leaf")


@pytest.mark.parametrize(
    ("link", "url", "of_source", "known_as"),
    [
        (None, URL, None, URL),
        (None, None, None, "http://file.invalid/"),
        ("https://guide.example/g", URL, None, "https://guide.example/g"),
        ("https://guide.example/g", None, None, "https://guide.example/g"),
        ("https://evil.example/g", URL, None, URL),
        ("https://evil.example/g", URL, source(), URL),
        (
            "https://www.guide.example/g",
            URL,
            source(hosts=("www.guide.example",)),
            "https://www.guide.example/g",
        ),
        ("https://www.guide.example/g", URL, source(), URL),
        ("javascript:alert(1)", URL, None, URL),
    ],
)
def test_a_canonical_link_counts_within_the_hosts_of_the_source(profile_of, link, url, of_source, known_as):
    html = page(canonical(link) if link else HEAD)
    assert profile_of(html, url=url, source=of_source).url == known_as


def test_a_file_is_known_by_its_name_under_a_reserved_host():
    assert file_url("/some/where/gold leaf.html") == "http://file.invalid/gold%20leaf.html"


def test_a_source_gives_its_name_and_terms(profile_of):
    profile = profile_of(page(), url=URL, source=source(licence="CC0-1.0", publisher="The guild"))
    assert (profile.source.id, profile.source.name) == ("guide", "Guide of Gilding")
    assert (profile.source.licence, profile.source.publisher) == ("CC0-1.0", "The guild")
    assert profile.id.startswith("guide:")


@pytest.mark.parametrize(
    ("url", "site_name", "identifier", "name"),
    [
        (URL, "", "guide.example", "guide.example"),
        (URL, "Guide", "guide.example", "Guide"),
        (URL, "★★★", "guide.example", "guide.example"),
        (URL, "&amp;amp;amp;amp; co", "guide.example", "guide.example"),
        ("https://müller.example/x", "", "xn--mller-kva.example", "xn--mller-kva.example"),
        ("https://my_site.example/x", "", "my-site.example", "my-site.example"),
        ("http://192.0.2.7:8000/x", "", "192.0.2.7", "192.0.2.7"),
        ("http://[2001:db8::1]/x", "", "2001-db8-1", "2001-db8-1"),
    ],
)
def test_without_a_source_the_host_stands_for_it(profile_of, url, site_name, identifier, name):
    head = f'{HEAD}<meta property="og:site_name" content="{site_name}">'
    profile = profile_of(page(head), url=url)
    assert (profile.source.id, profile.source.name) == (identifier, name)


def test_a_source_says_where_the_content_stands_and_what_to_drop(profile_of):
    html = page(
        body="<div id=more><h2>Duties</h2><ul><li>Tone the gold</li><li class=ad>Buy gold</li></ul></div>"
    )
    assert "Buy gold" in [task.text for task in profile_of(html, url=URL).tasks]
    dropped = profile_of(html, url=URL, source=source(drop=(".ad",)))
    assert "Buy gold" not in [task.text for task in dropped.tasks]
    inside = profile_of(
        html.replace("<body>", "<body><main>").replace("<div id=more>", "</main><div>"),
        source=source(content="main"),
    )
    assert [task.text for task in inside.tasks] == ["Lay the leaf", "Burnish the gold"]


def test_a_source_gives_its_own_words_for_a_field(profile_of):
    html = page(body="<h2>Leaf by leaf</h2><ul><li>Tone the gold</li></ul>")
    own = profile_of(html, source=source(headings={"tasks": ("Leaf by leaf",)}))
    assert [task.text for task in own.tasks][-1] == "Tone the gold"


def test_a_source_names_headings_of_other_things(profile_of):
    html = page(body="<h2>Requirements of members</h2><ul><li>Two photographs</li></ul>")
    assert "Two photographs" in [asked.text for asked in profile_of(html).requirements]
    own = profile_of(html, source=source(headings={"other": ("Requirements of members",)}))
    assert [asked.text for asked in own.requirements] == ["Steady hands"]


@pytest.mark.parametrize("declared", ["", "en", "xx", "fr"])
def test_a_page_is_read_in_the_language_of_its_words(profile_of, declared):
    html = f"""<html lang="{declared}"><h1>Vergolder</h1><p>Vergolder legen Blattgold auf Rahmen, Altäre und Schilder und
    polieren es mit Achat, bis es wie ein Spiegel in der Sonne glänzt.</p>
    <h2>Aufgaben</h2><ul><li>Gold auflegen</li><li>Rahmen reinigen</li></ul></html>"""
    profile = profile_of(html, url=URL)
    assert (profile.language, [task.text for task in profile.tasks]) == (
        "de",
        ["Gold auflegen", "Rahmen reinigen"],
    )


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b"", "empty"), (b"%PDF-1.4", "not HTML"), (b"<html></html>", "empty"),
        (page().replace("<h1>Gilder</h1>", "").replace("Gilder<", "Careers<").encode(), "no title"),
        (page().replace("Tasks", "Gold").replace("Requirements", "Silver").encode(), "no profile"),
        (page(body="<h2>Duties</h2><ul>" + "".join(f"<li>Lay leaf {n}" for n in range(1_001)) + "</ul>").encode(), "too large"),
        (page(body="<p>" + "gold leaf " * 100_000).encode(), "too large"),
    ],
)  # fmt: skip
def test_a_page_that_is_no_profile_says_why(body, reason):
    extraction = extract(body, url=URL)
    assert extraction.profile is None
    assert extraction.evidence == ()
    assert extraction.reason.startswith(reason)


def test_a_record_that_does_not_validate_is_a_reason(reason_of):
    reason = reason_of(page(), url="https://user:secret@guide.example/")
    assert reason.startswith("guide.example: https://user:secret@guide.example/: url: expected")


def test_an_unforeseen_fault_ends_one_page_and_says_so(monkeypatch, caplog):
    def fail(*_):
        raise ZeroDivisionError

    monkeypatch.setattr(module, "read_tasks", fail)
    extraction = extract(page().encode(), url=URL)
    assert extraction.reason == "internal error: ZeroDivisionError while reading the page; please report it"
    assert URL in caplog.text


def test_a_page_gives_the_same_record_whatever_was_read_before_it():
    bodies = [path.read_bytes() for path in DEMO_PAGES]
    alone = [extract(body) for body in bodies]
    order = list(range(len(bodies)))
    random.Random(7).shuffle(order)
    again = {position: extract(bodies[position]) for position in order}
    assert [again[position] for position in range(len(bodies))] == alone
