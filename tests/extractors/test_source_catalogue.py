import textwrap

import pytest

from extractors import sources
from extractors.source_catalogue import SourceInvalid, canonical_source, shipped_sources, source_of

PAGE = '<html><link rel="canonical" href="{}"><h1>Gilder</h1></html>'
SOURCE = """
from extractors.source import Source
from schemas.discovery import IndexPage
SOURCE = Source(id="guide", name="Guide", discover=IndexPage(url="https://guide.example/"))
"""


@pytest.fixture
def add_source(tmp_path, monkeypatch):
    """A function that lays a file into the folder of sources, for the time of one test."""
    monkeypatch.setattr(sources, "__path__", [*sources.__path__, str(tmp_path)])
    shipped_sources.cache_clear()
    yield lambda name, text: (tmp_path / f"{name}.py").write_text(textwrap.dedent(text))
    shipped_sources.cache_clear()


def test_the_sources_are_found_by_listing_their_folder():
    known = shipped_sources()
    assert {"demo", "life-science-karriere"} <= set(known)
    assert list(known) == sorted(known)
    assert all(known[name].id == name for name in known)


def test_a_new_file_is_a_new_source(add_source):
    add_source("guide_of_gilding", SOURCE)
    assert shipped_sources()["guide"].name == "Guide"


def test_a_file_without_a_source_is_named(add_source):
    add_source("empty_guide", "SOURCE = 'guide'")
    with pytest.raises(
        SourceInvalid, match=r"extractors\.sources\.empty_guide should define SOURCE = .* found str"
    ):
        shipped_sources()


def test_an_id_that_stands_in_two_files_is_named(add_source):
    add_source("second_demo", SOURCE.replace('id="guide"', 'id="demo"'))
    with pytest.raises(SourceInvalid, match=r"extractors\.sources\.second_demo gives the id 'demo'"):
        shipped_sources()


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("def broken(:", "SyntaxError"),
        ("import no_such_module", "ModuleNotFoundError"),
        (SOURCE.replace('id="guide"', 'id="Not An Id"'), "ValidationError"),
        (SOURCE.replace('name="Guide"', 'nme="Guide"'), "ValidationError"),
    ],
)
def test_a_file_that_cannot_be_read_is_named(add_source, text, fault):
    add_source("broken_guide", text)
    with pytest.raises(SourceInvalid, match=rf"extractors\.sources\.broken_guide .*{fault}"):
        shipped_sources()


def test_a_page_belongs_to_the_source_of_its_host():
    known = shipped_sources()
    assert source_of("http://demo.jobprofiles.example/careers/x", known).id == "demo"
    assert (
        source_of("https://KARRIERE.life-science.example/job-profiles/x/", known).id
        == "life-science-karriere"
    )
    assert source_of("https://demo.jobprofiles.example.evil.example/", known) is None
    assert source_of("nonsense", known) is None


def test_a_saved_page_belongs_to_the_source_of_its_canonical_link():
    known = shipped_sources()
    assert canonical_source(PAGE.format("http://demo.jobprofiles.example/x").encode(), known).id == "demo"
    assert canonical_source(PAGE.format("https://guide.example/x").encode(), known) is None
    assert canonical_source(b"<h1>Gilder</h1>", known) is None
    assert canonical_source(b"", known) is None
