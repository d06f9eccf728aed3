"""Evidence leads a reader back to the place: checked with a second parser."""

from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from extractors.clean_text import clean_text
from extractors.extract import extract
from extractors.parse import decode

ROOT = Path(__file__).parents[2]
PAGES = [
    *sorted((ROOT / "flows/demo_site/pages").rglob("*.html")),
    *sorted((ROOT / "tests/pages").rglob("*.html")),
]


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
