"""Saved pages with what is expected of them, each read once, and the parts of the extractor that tests ask."""

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest
from selectolax.lexbor import LexborHTMLParser

from extractors.blocks import read_blocks
from extractors.extract import extract
from extractors.headings import SectionFields
from extractors.lexicon import lexicon
from extractors.metadata import read_metadata
from extractors.outline import build_outline
from extractors.source_catalogue import shipped_sources
from extractors.statements import StatementReader

ROOT = Path(__file__).resolve().parents[2]
PAGES = ROOT / "tests" / "pages"
DEMO = ROOT / "flows" / "demo_site" / "pages"
REJECTED = ".rejected.json"


@dataclass(frozen=True)
class SavedPage:
    """A page and the file that says what is to be read off it."""

    expected: Path
    html: Path

    @property
    def group(self):
        return self.expected.parent.name

    @property
    def is_rejected(self):
        return self.expected.name.endswith(REJECTED)

    @property
    def id(self):
        return f"{self.group}/{self.expected.name.removesuffix(REJECTED).removesuffix('.json')}"

    def record(self):
        return json.loads(self.expected.read_text("utf-8"))


@cache
def saved_pages():
    return [SavedPage(expected, _html_of(expected)) for expected in sorted(PAGES.glob("*/*.json"))]


def _html_of(expected):
    name = expected.name.removesuffix(REJECTED).removesuffix(".json")
    beside = expected.with_name(f"{name}.html")
    if beside.exists():
        return beside
    found = [*DEMO.rglob(f"{name}.html"), *DEMO.rglob(f"{name}/index.html")]
    assert len(found) == 1, f"expected one page named {name}, found {found}"
    return found[0]


@cache
def _extraction(page):
    return extract(page.html.read_bytes(), source=shipped_sources().get(page.group))


@pytest.fixture(scope="session")
def read_saved_page():
    """A function that returns the extraction of a saved page, and reads each page once."""
    return _extraction


def pytest_generate_tests(metafunc):
    """Collect the saved pages: a file laid into the folder is a test. Pages held out are not asserted on."""
    pages = [page for page in saved_pages() if page.group != "heldout"]
    if "any_page" in metafunc.fixturenames:
        metafunc.parametrize("any_page", saved_pages(), ids=lambda page: page.id)
    if "no_profile" in metafunc.fixturenames:
        metafunc.parametrize("no_profile", [page for page in pages if page.is_rejected], ids=lambda p: p.id)
    if {"profile_page", "field"} <= set(metafunc.fixturenames):
        cases = [(page, field) for page in pages if not page.is_rejected for field in page.record()]
        ids = [f"{page.id}-{field}" for page, field in cases]
        metafunc.parametrize(("profile_page", "field"), cases, ids=ids)


@pytest.fixture
def blocks_of():
    """A function that returns the blocks of a piece of HTML."""

    def blocks(html, drop=()):
        tree = LexborHTMLParser(html)
        return read_blocks(tree, tree.body, drop)

    return blocks


@pytest.fixture
def outline_of(blocks_of):
    """A function that returns the outline of a piece of HTML."""
    return lambda html: build_outline(blocks_of(html))


@pytest.fixture
def fields_of(outline_of):
    """A function that returns what each heading of a piece of HTML is taken to speak of, in reading order."""

    def fields(html, title="Gilder", language="en", own_words=None):
        section_fields = SectionFields(lexicon(language), title, own_words or {})
        sections = [section for section in outline_of(html).walk() if section.heading]
        return {section.title: section_fields.of(section) for section in sections}

    return fields


@pytest.fixture
def reader_of(outline_of):
    """A function that returns a statement reader on a piece of HTML."""

    def reader(html, title="Gilder", language="en"):
        words = lexicon(language)
        return StatementReader(outline_of(html), SectionFields(words, title, {}), words, language)

    return reader


@pytest.fixture
def metadata_of():
    """A function that returns what a page says of itself."""
    return lambda html, url=None: read_metadata(LexborHTMLParser(html), url)


@pytest.fixture
def profile_of():
    """A function that returns the record that the generic extractor makes of a page, which has to be a profile."""

    def profile(html, **arguments):
        extraction = extract(html.encode() if isinstance(html, str) else html, **arguments)
        assert extraction.profile is not None, extraction.reason
        return extraction.profile

    return profile


@pytest.fixture
def reason_of():
    """A function that returns why a page is no profile."""

    def reason(html, **arguments):
        extraction = extract(html.encode() if isinstance(html, str) else html, **arguments)
        assert extraction.profile is None
        return extraction.reason

    return reason
