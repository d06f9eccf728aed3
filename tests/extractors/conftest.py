"""The parts of the extractor that tests ask, each from a piece of HTML."""

import pytest
from selectolax.lexbor import LexborHTMLParser

from extractors.blocks import read_blocks
from extractors.extract import extract
from extractors.headings import SectionFields
from extractors.lexicon import lexicon
from extractors.metadata import read_metadata
from extractors.outline import arranged, build_outline
from extractors.statements import StatementReader


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
    return lambda html: build_outline(arranged(blocks_of(html)))


@pytest.fixture
def fields_of(outline_of):
    """A function that returns what each heading of a piece of HTML is taken to speak of, in reading order."""

    def fields(html, title="Gilder", language="en", own_words=None):
        section_fields = SectionFields(lexicon(language), title, own_words or {})
        sections = [section for section in outline_of(html).walk() if section.heading]
        return {section.title: section_fields.of(section) for section in sections}

    return fields


@pytest.fixture
def reader_of(blocks_of):
    """A function that returns a statement reader on a piece of HTML."""

    def reader(html, title="Gilder", language="en"):
        words = lexicon(language)
        fields = SectionFields(words, title, {})
        outline = build_outline(arranged(blocks_of(html), is_statement=fields.is_statement))
        return StatementReader(outline, fields, words, language)

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
