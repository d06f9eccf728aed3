"""Saved pages and the records that a careful person reads off them.

`tests/pages/GROUP/PAGE.json` is the record expected of PAGE.html beside it, `PAGE.rejected.json` the reason why the
page is none. The pages of the demo stand in the demo site itself. The group `heldout` is measured, not asserted
field by field: nobody looks at it while the extractor is tuned. `test_measured_pages.py` reads the pages that have a
`PAGE.gold.json` instead.
"""

import json
from functools import cache
from pathlib import Path

import pytest

from extractors.extract import extract
from extractors.source_catalogue import read_sources

PAGES = Path(__file__).parents[1] / "pages"
DEMO_SITE = Path(__file__).parents[2] / "flows/demo_site/pages"
HELD_OUT = "heldout"
FIELDS = (
    "id", "title", "aliases", "summary", "tasks", "requirements", "language", "codes", "url", "slug", "source",
    "published", "modified",
)  # fmt: skip


def expected_files(pattern):
    found = [file for file in sorted(PAGES.glob(f"*/{pattern}")) if file.parent.name != HELD_OUT]
    return [file for file in found if pattern.startswith("*.rejected") or ".rejected." not in file.name]


def held_out_records():
    return [file for file in sorted((PAGES / HELD_OUT).glob("*.json")) if ".gold." not in file.name]


def page_of(expected):
    name = expected.name.removesuffix(".rejected.json").removesuffix(".json")
    candidates = (
        expected.with_name(f"{name}.html"),
        *DEMO_SITE.rglob(f"{name}.html"),
        *DEMO_SITE.rglob(f"{name}/index.html"),
    )
    return next(path for path in candidates if path.exists())


@cache
def extraction_of(expected):
    return extract(page_of(expected).read_bytes(), source=read_sources().by_id.get(expected.parent.name))


def named(expected):
    return f"{expected.parent.name}/{expected.name.removesuffix('.json')}"


@pytest.mark.parametrize("field", FIELDS)
@pytest.mark.parametrize("expected", expected_files("*.json"), ids=named)
def test_the_record_holds_what_a_person_reads(expected, field):
    found = extraction_of(expected)
    assert found.profile is not None, found.reason
    assert (
        json.loads(found.profile.model_dump_json())[field] == json.loads(expected.read_text("utf-8"))[field]
    )


@pytest.mark.parametrize("expected", expected_files("*.rejected.json"), ids=named)
def test_a_page_that_is_no_profile_is_rejected_with_the_reason(expected):
    found = extraction_of(expected)
    assert found.profile is None
    assert found.reason.startswith(json.loads(expected.read_text("utf-8"))["reason"].replace("-", " "))


def test_pages_that_nobody_tuned_for_are_told_apart():
    held_out = held_out_records()
    accepted = {named(file): extraction_of(file).profile is not None for file in held_out}
    assert accepted == {named(file): ".rejected." not in file.name for file in held_out}


def test_most_statements_on_pages_that_nobody_tuned_for_are_found():
    wanted = found = 0
    for file in held_out_records():
        record = json.loads(file.read_text("utf-8"))
        for field in ("tasks", "requirements"):
            statements = {entry["text"] for entry in record.get(field, [])}
            profile = extraction_of(file).profile
            read = {entry.text for entry in getattr(profile, field)} if profile else set()
            wanted, found = wanted + len(statements), found + len(statements & read)
    assert wanted
    assert found >= 0.9 * wanted
