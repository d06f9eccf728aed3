"""A source that cannot be one says so when it is made, and says what was expected and found, and in which field."""

import pytest
from pydantic import ValidationError

from extractors.source import Source
from extractors.source_values import told_faults
from schemas.bounds import Bounds
from schemas.discovery import IndexPage, UrlList, WarcFile


def told(model, **given):
    with pytest.raises(ValidationError) as raised:
        model(**given)
    return told_faults(raised.value)


def told_of_source(**given):
    return told(Source, **{"id": "guild", "name": "Guild", "discover": UrlList(), **given})


@pytest.mark.parametrize(
    ("given", "fault"),
    [
        ({"content": "main[["}, "content: expected a CSS selector that the parser (lexbor) knows, found 'main[['"),
        ({"content": ""}, "content: expected a CSS selector that the parser (lexbor) knows, found ''"),
        ({"drop": ("nav", "a::before")}, "drop.1: expected a CSS selector that the parser (lexbor) knows, found 'a::before'"),
        ({"drop": ".ad"}, 'drop: expected texts in brackets, such as ("…",), found \'.ad\''),
        ({"headings": {"duties": ("What you do",)}}, "headings.duties: expected one of aliases, summary, tasks, requirements, other, found 'duties'"),
        ({"headings": {"title": ("Job",)}}, "headings.title: expected one of aliases, summary, tasks, requirements, other, found 'title'"),
        ({"headings": {"tasks": "What you do"}}, 'headings.tasks: expected texts in brackets, such as ("…",), found \'What you do\''),
        ({"readers": {"salary": len}}, "readers.salary: expected one of title, aliases, summary, tasks, requirements, codes, found 'salary'"),
        ({"readers": {"tasks": "li"}}, "readers.tasks: expected callable, found 'li'"),
        ({"language": "British English words"}, "language: expected an ISO 639 code of two or three lower-case letters, such as en, found 'British English words'"),
        ({"language": "en-GB"}, "language: expected an ISO 639 code of two or three lower-case letters, such as en, found 'en-GB'"),
        ({"id": "My Guild"}, "id: expected 1 to 100 lower-case letters, digits, dots and hyphens, such as guild-of-crafts, found 'My Guild'"),
        ({"hosts": ("https://guild.example/",)}, "hosts.0: expected a host in lower case without scheme and port, such as guild.example, found 'https://guild.example/'"),
        ({"hosts": ("Guild.example",)}, "hosts.0: expected a host in lower case without scheme and port, such as guild.example, found 'Guild.example'"),
        ({"hosts": ("[::1",)}, "hosts.0: expected a host in lower case without scheme and port, such as guild.example, found '[::1'"),
        ({"discover": "https://guild.example/"}, "discover: expected an IndexPage, a Sitemap, a Feed, a UrlList or a WarcFile, found 'https://guild.example/'"),
        ({"discover": IndexPage}, "discover: expected an IndexPage, a Sitemap, a Feed, a UrlList or a WarcFile, found <class 'schemas.discovery.IndexPage'>"),
        ({"licence": "CC<b>BY"}, "licence: expected plain text, found markup '<b>'"),
        ({"license": "CC0-1.0"}, "license: there is no such field"),
    ],
)  # fmt: skip
def test_a_refused_field_of_a_source_is_named_with_what_was_expected_and_found(given, fault):
    assert told_of_source(**given) == f"Source.{fault}"


@pytest.mark.parametrize("name", ["links", "entries", "next_page"])
def test_a_selector_of_a_listing_is_looked_at_before_the_run(name):
    fault = f"IndexPage.{name}: expected a CSS selector that the parser (lexbor) knows, found 'a[['"
    assert told(IndexPage, **{name: "a[["}) == fault


@pytest.mark.parametrize("name", ["pattern", "exclude"])
@pytest.mark.parametrize("model", [IndexPage, UrlList])
def test_a_pattern_is_looked_at_before_the_run(model, name):
    assert told(model, **{name: "/job/("}) == (
        f"{model.__name__}.{name}: expected a regular expression, found '/job/(': "
        "missing ), unterminated subpattern at position 5"
    )


def test_a_bound_on_a_field_that_no_record_has_is_looked_at_before_the_run():
    fault = told(Bounds, coverage={"task": 0.9})
    assert fault.startswith("Bounds.coverage.task: expected a field of the record (id, title, ")
    assert fault.endswith(", found 'task'")


def test_every_fault_is_told_at_once():
    assert told_of_source(name=7, render="perhaps").count("; ") == 1
    assert told(WarcFile) == "WarcFile.file: expected a value, found none"
    assert told(Bounds, max_rejected=5) == "Bounds.max_rejected: expected less than or equal to 1, found 5"


def test_selectors_that_the_parser_knows_are_taken():
    Source(
        id="g",
        name="G",
        discover=UrlList(),
        content="main:has(> h1)",
        drop=("a:is(.x, .y)", "li:nth-child(2n+1)"),
    )
