"""A source as a Python file: whatever a page put into it, the file gives back that source and nothing else."""

import ast
import re
import string

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from extractors.source import Source
from extractors.source_draft.source_text import source_text
from schemas.bounds import Bounds
from schemas.discovery import Feed, IndexPage, Sitemap, UrlList, WarcFile
from schemas.text import CleanText

_CLEAN = TypeAdapter(CleanText)
ANYTHING = st.text(
    st.characters(exclude_categories=()) | st.sampled_from("\"'\\\n\r\t\0#{}\u2028\u202e\ud800")
)


def is_clean(text):
    try:
        return bool(_CLEAN.validate_python(text))
    except ValidationError:
        return False


CLEAN = (st.text() | st.text(string.printable)).map(lambda text: " ".join(text.split())).filter(is_clean)
ADDRESS = st.from_regex(r"https://[a-z]{1,8}\.example/[!#-;=?-\[\]-~]{0,20}", fullmatch=True)
MAYBE = st.none() | ANYTHING
PATTERN = st.none() | ANYTHING.map(re.escape)
PATTERNS = {"pattern": PATTERN, "exclude": PATTERN}
SELECTOR = st.sampled_from(["main", ".a > li", "[title='\"']", '[title="\\\\"]', "[title='\u202e']"])
DISCOVERY = st.one_of(
    st.builds(IndexPage, url=st.none() | ADDRESS, links=SELECTOR, entries=st.none() | SELECTOR, guess_pages=st.booleans(), **PATTERNS),
    st.builds(Sitemap, url=st.none() | ADDRESS, max_sitemaps=st.integers(1, 50_000), **PATTERNS),
    st.builds(Feed, url=st.none() | ADDRESS, **PATTERNS),
    st.builds(UrlList, urls=st.lists(ADDRESS).map(tuple), file=MAYBE, **PATTERNS),
    st.builds(WarcFile, file=ANYTHING, **PATTERNS),
)  # fmt: skip
SOURCES = st.builds(
    Source,
    id=st.from_regex(r"[a-z0-9][a-z0-9.-]{0,20}", fullmatch=True),
    name=CLEAN,
    publisher=st.none() | CLEAN,
    licence=st.none() | CLEAN,
    language=st.sampled_from([None, "en", "deu"]),
    hosts=st.lists(st.sampled_from(["guild.example", "xn--mller-kva.example"])).map(tuple),
    discover=DISCOVERY,
    render=st.booleans(),
    content=st.none() | SELECTOR,
    drop=st.lists(SELECTOR).map(tuple),
    headings=st.dictionaries(st.sampled_from(["tasks", "aliases"]), st.lists(ANYTHING, min_size=1).map(tuple)),
    expect=st.builds(
        Bounds,
        min_profiles=st.none() | st.integers(0, 10),
        coverage=st.dictionaries(st.sampled_from(["tasks", "title"]), st.floats(0, 1), max_size=3),
    ),
)  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(source=SOURCES, about=ANYTHING, comment=ANYTHING, within=st.booleans())
@example(
    source=Source(
        id="x", name='"""; import os', discover=IndexPage(), headings={"tasks": ('\ud800"\\\n', "\u202e")}
    ),
    about='"""\nimport os\\',
    comment="it is\nimport os\r\x0cimport os\u2028import os\x00",
    within=False,
)
def test_whatever_a_source_says_its_file_gives_back(source, about, comment, within):
    text = source_text(source, about=about, within_project=within, comments={"licence": comment})

    docstring, *imports, assignment = ast.parse(text.encode()).body
    assert isinstance(ast.literal_eval(docstring.value), str)
    assert all(isinstance(each, ast.ImportFrom) for each in imports)
    assert isinstance(assignment, ast.Assign)
    names = {}
    exec(compile(text.encode(), "source.py", "exec"), names)  # noqa: S102 - what importing the file does
    assert names["SOURCE"] == source


@pytest.mark.parametrize("text", ["a\u202eb", "a\u2028b", "a\u200bb", "a\x7fb"])
def test_characters_that_a_reviewer_would_not_see_are_written_as_escapes(text):
    written = source_text(
        Source(id="x", name="X", discover=IndexPage(), headings={"tasks": (text,)}),
        about=text,
        within_project=True,
        comments={},
    )
    assert all(line.isprintable() for line in written.split("\n"))
