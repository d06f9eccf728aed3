"""The review of a page: every value linked to its place, everything else with its reason, and no page text as markup."""

import re

import pytest
from selectolax.lexbor import LexborHTMLParser

from output.marked_text import MAX_MARKS
from output.review_page import BEGINNING, review_page
from schemas.evidence import Evidence
from schemas.explanation import Explanation, Passage, Quote
from schemas.extraction import Extraction
from schemas.profile import JobProfile, Requirement, SourceReference, Task

URL = "https://guide.example/gilder"
HOSTILE = (
    "</style></p><script>alert(1)</script><img src=x onerror=alert(2)> \" ' onclick='x' {{ 7*7 }} --> ]]>"
)
LOADING = "[src], [srcset], [data], [action], [formaction], [poster], [background], link, script, iframe, object, embed, img"


def quote(pointer, text, within):
    start = within.index(text)
    return Quote(pointer=pointer, start=start, end=start + len(text))


def passage(text, *quotes, kind="paragraph", reason=None, **more):
    known = {"css": "html > body", "level": 0, "headers": (), "field": None, **more}
    return Passage(text=text, kind=kind, quotes=quotes, reason=reason, **known)


def evidence(pointer, exact, css="html > body", origin="page"):
    return Evidence(
        field=pointer, origin=origin, url=URL, css=css, exact=exact, prefix="", suffix="", rule="list-item", confidence=0.9
    )  # fmt: skip


def profile(title="Gilder", aliases=(), tasks=("Lays the leaf",), requirements=("Steady hands",)):
    return JobProfile(
        id="guide:0123456789ab",
        title=title,
        aliases=aliases,
        summary=None,
        tasks=tuple(Task(text=text, label=None) for text in tasks),
        requirements=tuple(Requirement(text=text, kind="other", importance=None) for text in requirements),
        language="en",
        codes=(),
        url=URL,
        slug="gilder",
        source=SourceReference(id="guide", name="Guide", publisher=None, licence=None, attribution=None),
        published=None,
        modified=None,
    )


def explanation(*passages, record=None, found=(), url=URL, reason=None, omitted=0):
    record = None if reason else record or profile()
    extraction = Extraction(profile=record, reason=reason, evidence=tuple(found))
    return Explanation(extraction=extraction, url=url, language="en", passages=passages, omitted=omitted)


def gilder():
    """A page of which one passage holds three values; two of them cross, so that the later is cut in two."""
    text = "A gilder, or leaf layer, lays the leaf and has steady hands."
    return explanation(
        passage("Home About", kind="skipped", reason="navigation (nav)"),
        passage("Gilder", quote("/title", "Gilder", "Gilder"), kind="heading", level=1),
        passage(
            text,
            quote("/aliases/0", "leaf layer", text),
            quote("/tasks/0/text", "lays the leaf", text),
            quote("/requirements/0/text", "leaf and has steady hands", text),
            field="tasks",
        ),
        passage("Buy gold", reason='below "Shop", which speaks of other things'),
        record=profile(aliases=("leaf layer",)),
        found=[evidence("/title", "Gilder"), evidence("/tasks/0/text", "lays the leaf")],
    )


def parsed(explained):
    return LexborHTMLParser(review_page(explained))


def test_every_value_leads_to_a_mark_of_its_words():
    page = parsed(gilder())

    shown = {}
    for link in page.css("a.value"):
        (mark,) = page.css(link.attributes["href"])
        assert mark.tag == "mark"
        shown[link.text()] = mark.text()
    assert shown == {
        "Gilder": "Gilder",
        "leaf layer": "leaf layer",
        "Lays the leaf": "lays the leaf",
        "Steady hands": "leaf",
    }
    assert page.css("p.text")[1].text() == "A gilder, or leaf layer, lays the leaf and has steady hands."


def test_of_quotes_that_cross_every_word_is_marked():
    page = parsed(gilder())

    assert (
        "".join(mark.text() for mark in page.css("p.text > mark"))
        == "leaf layerlays the leaf and has steady hands"
    )


def test_every_passage_leads_back_to_its_values():
    page = parsed(gilder())

    links = page.css(".read a")
    assert [link.text() for link in links] == ["title", "name 1", "task 1", "requirement 1"]
    for link in links:
        assert len(page.css(link.attributes["href"])) == 1


def test_what_was_left_out_is_listed_with_its_reason_and_its_place():
    page = parsed(gilder())

    reasons = [node.text() for node in page.css(".left-out dt")]
    assert reasons == ["navigation (nav)", 'below "Shop", which speaks of other things']
    for link in page.css(".left-out dd a"):
        (place,) = page.css(link.attributes["href"])
        assert place.css_first(".text").text() == link.text()
    assert "navigation (nav)" in page.css_first(".passages .skipped .reason").text()


def test_ids_are_unique_and_links_lead_somewhere():
    page = parsed(gilder())

    ids = [node.id for node in page.css("[id]")]
    assert len(ids) == len(set(ids))
    for link in page.css('a[href^="#"]'):
        assert link.attributes["href"][1:] in ids


def hostile():
    text = HOSTILE + " Lays the leaf"
    return explanation(
        passage(text, quote("/tasks/0/text", "Lays the leaf", text), css=HOSTILE, headers=(HOSTILE,)),
        passage(HOSTILE, reason=HOSTILE, kind="heading", level=2),
        passage(HOSTILE, reason=HOSTILE, kind="skipped"),
        found=[evidence("/tasks/0/text", HOSTILE, css=HOSTILE)],
    )


@pytest.mark.parametrize(
    "explained", [gilder(), hostile(), explanation(reason=HOSTILE)], ids=["plain", "hostile", "none"]
)
def test_it_loads_nothing_and_runs_nothing(explained):
    page = parsed(explained)

    assert not page.css(LOADING)
    assert all(not name.startswith("on") for node in page.css("*") for name in node.attributes)
    for node in page.css("[href]"):
        assert node.attributes["href"].startswith("#") or node.attributes["href"] == URL
    (policy,) = page.css('meta[http-equiv="Content-Security-Policy"]')
    assert policy.attributes["content"].startswith("default-src 'none'; style-src 'unsafe-inline';")
    style = page.css_first("style").text()
    assert "url(" not in style
    assert "@import" not in style


def test_page_text_stays_text():
    page = parsed(hostile())

    assert [node.text() for node in page.css(".passages .text")] == [
        f"{HOSTILE} Lays the leaf",
        HOSTILE,
        HOSTILE,
    ]
    assert page.css_first(".headers").text() == HOSTILE
    assert page.css_first("mark#mark-tasks-0-text").text() == "Lays the leaf"


@pytest.mark.parametrize(
    ("url", "is_link"),
    [
        (URL, True),
        ("http://guide.example:8080/a?b=c", True),
        ("javascript:alert(1)", False),
        ("JavaScript://guide.example/%0aalert(1)", False),
        ("data:text/html,hello", False),
        ("file:///etc/passwd", False),
        ("http://file.invalid/gilder.html", False),
        ("http://[broken", False),
        ("", False),
    ],
)
def test_the_page_is_linked_only_where_it_has_a_web_address(url, is_link):
    page = parsed(explanation(passage("Gold", reason="x"), reason="vacancy: it is one", url=url))

    links = [node.attributes["href"] for node in page.css("header a")]
    assert links == ([url] if is_link else [])


def test_a_page_that_is_no_profile_says_why_and_shows_its_text():
    page = parsed(explanation(passage("We hire", reason="below it"), reason="vacancy: an employer speaks"))

    assert page.css_first(".refused").text() == "vacancy: an employer speaks"
    assert page.css_first(".passages .text").text() == "We hire"


def test_a_value_that_stands_in_no_passage_says_where_it_comes_from():
    found = evidence("/title", "Gilder", css=None, origin="json-ld")
    page = parsed(explanation(passage("Gold", reason="x"), found=[found]))

    (value,) = page.css("#value-title")
    assert value.css_first("a") is None
    assert "from the page's JSON-LD" in value.css_first("summary").text()


def test_a_value_read_from_two_passages_has_one_place():
    page = parsed(
        explanation(
            passage("Laying", quote("/tasks/0/text", "Laying", "Laying"), kind="heading", level=3),
            passage("leaf by leaf", quote("/tasks/0/text", "leaf by leaf", "leaf by leaf")),
            record=profile(tasks=("Laying: leaf by leaf",)),
        )
    )

    assert page.css_first("mark#mark-tasks-0-text").text() == "Laying"
    assert [mark.text() for mark in page.css(".text mark")] == ["Laying", "leaf by leaf"]


def test_marks_in_one_passage_are_bounded_and_no_value_loses_its_link():
    names = tuple(f"name{number:03}" for number in range(MAX_MARKS + 50))
    text = " ".join(names)
    quotes = [quote(f"/aliases/{index}", name, text) for index, name in enumerate(names)]
    page = parsed(explanation(passage(text, *quotes), record=profile(aliases=names)))

    hrefs = [node.attributes["href"] for node in page.css("a.value")]
    assert len(page.css(".text mark")) == MAX_MARKS
    assert len(hrefs) == len(names)
    assert all(len(page.css(href)) == 1 for href in hrefs)
    assert set(hrefs[MAX_MARKS:]) == {"#passage-1"}


def test_it_says_how_much_is_not_shown():
    page = review_page(explanation(passage("Gold", reason="x"), omitted=12))

    assert re.search(r"12 more passages are not shown", page)


def test_a_review_can_be_told_from_other_pages():
    assert review_page(gilder()).startswith(BEGINNING)
