"""A page's layout: the places of its values, its headings, and which selectors of the source find something."""

import pytest
from selectolax.lexbor import LexborHTMLParser

from extractors.explain import explain
from extractors.page_layout import PageLayout, page_layout, place_of
from extractors.source import Source
from schemas.discovery import UrlList

PAGE = b"""<!doctype html><html lang="en"><title>Gilder</title><main id="main"><h1>Gilder</h1>
<h2>What gilders do</h2><ul class="duties css-1x2y3z"><li>Clean the frames of paintings.</li><li>Lay the gold leaf on.</li></ul>
<h2>Entry requirements</h2><div><p>You need a three-year apprenticeship.</p></div>
<h2>Related jobs</h2><p>Framer</p></main></html>"""


def layout_of(html, **given):
    source = Source(id="careers", name="Careers", discover=UrlList(), **given)
    return page_layout(html, explain(html, url="http://careers.example/gilder", source=source), source)


def test_a_value_stands_below_the_nearest_element_that_has_a_name():
    places = layout_of(PAGE).places

    assert places["tasks"] == {"ul.duties > li"}
    assert places["requirements"] == {"main#main > div > p"}


def test_headings_are_the_same_whatever_the_job():
    layout = layout_of(PAGE)

    assert "what … do" in layout.headings
    assert layout.field_headings["what … do"] == "What gilders do"
    assert "related jobs" in layout.headings
    assert "related jobs" not in layout.field_headings


def test_selectors_that_find_something_are_known():
    given = {"content": "main", "drop": (".ad", ".duties")}

    assert layout_of(PAGE, **given).selectors == {"main", ".duties"}


@pytest.mark.parametrize("page", [b"", b"\x89PNG", b"<p>" * 100_000])
def test_a_page_that_cannot_be_parsed_has_no_layout(page):
    assert layout_of(page) == PageLayout()


def test_the_way_to_an_element_is_short():
    deep = LexborHTMLParser("<div class=a>" + "<div>" * 50 + "<p>here")
    node = deep.css_first("p")

    assert node is not None
    assert place_of(node).count(">") == 5
