"""Evidence leads a reader back to the place: checked with a second parser."""

import pytest
from bs4 import BeautifulSoup

from benchmarks.gold import own_html
from extractors.clean_text import clean_text
from extractors.extract import extract
from extractors.parse import decode

PAGES = own_html()


def browser_like(html):
    """A soup of the page with the tbody that browsers put into tables and lxml does not (HTML standard, 13.2.6.4.9)."""
    soup = BeautifulSoup(decode(html), "lxml")
    for table in soup.find_all("table"):
        if rows := table.find_all("tr", recursive=False):
            body = soup.new_tag("tbody")
            rows[0].insert_before(body)
            body.extend(rows)
    return soup


@pytest.mark.parametrize("page", PAGES, ids=lambda page: f"{page.parent.name}/{page.stem}")
def test_each_selector_finds_one_element_and_the_quote_stands_in_it(page):
    html = page.read_bytes()
    soup = browser_like(html)
    for evidence in extract(html).evidence:
        if evidence.css is None:
            assert evidence.origin != "page" or evidence.rule.startswith("microdata"), evidence
            continue
        (element,) = soup.select(evidence.css)
        text = clean_text(element.get_text())
        assert f"{evidence.prefix}{evidence.exact}{evidence.suffix}" in text, evidence


@pytest.mark.parametrize("page", PAGES[:12], ids=lambda page: page.stem)
def test_every_value_of_a_record_has_evidence(page):
    found = extract(page.read_bytes())
    if found.profile is None:
        assert found.evidence == ()
        return
    fields = {evidence.field for evidence in found.evidence}
    expected = {"/title"}
    expected |= {f"/aliases/{index}" for index in range(len(found.profile.aliases))}
    expected |= {f"/tasks/{index}/text" for index in range(len(found.profile.tasks))}
    expected |= {f"/requirements/{index}/text" for index in range(len(found.profile.requirements))}
    assert expected <= fields


PAGE = """<html lang="en"><body><h1>Gilder</h1>
<p>Gilders lay gold leaf thinner than a breath on frames, altars and shop signs in workshops all over the land.</p>
<h2>Tasks</h2><ul><li>Lay the leaf</li><li>Burnish <script>no text</script>the gold</li></ul>
<h2>Requirements</h2><dl><dt>Hands</dt><dd>They are steady and dry</dd><dt>Eyes</dt><dd>They see a hair</dd></dl>
</body></html>"""


def evidence_of(field, html=PAGE):
    found = extract(html.encode(), url="https://guide.example/gilder")
    return next(evidence for evidence in found.evidence if evidence.field == field)


def test_evidence_names_the_page_the_place_and_the_rule():
    task = evidence_of("/tasks/0/text")
    assert (task.url, task.origin, task.rule) == ("https://guide.example/gilder", "page", "list-item")
    assert task.css == "html > body > ul:nth-of-type(1) > li:nth-of-type(1)"
    assert 0.5 < task.confidence <= 1


def test_a_quote_stands_between_its_neighbours():
    summary = evidence_of("/summary", PAGE.replace("Gilders lay", "Gold!<br><br>Gilders lay"))
    assert (summary.prefix, summary.exact[:11], summary.suffix) == ("Gold!", "Gilders lay", "")


def test_a_value_put_together_from_two_elements_is_quoted_by_its_text():
    assert evidence_of("/requirements/0/text").exact == "They are steady and dry"


def test_a_quote_ends_where_a_script_cuts_the_text():
    assert evidence_of("/tasks/1/text").exact == "Burnish "


def test_what_was_not_read_off_the_text_has_no_selector():
    meta = '<meta name="description" content="Gilders lay gold leaf on frames and altars, all by hand.">'
    html = PAGE.replace("<body>", f"<head>{meta}</head><body>").replace("all over the land.", "all over")
    summary = evidence_of("/summary", html)
    assert (summary.origin, summary.css, summary.prefix, summary.suffix) == ("meta", None, "", "")
    assert summary.exact == "Gilders lay gold leaf on frames and altars, all by hand."
