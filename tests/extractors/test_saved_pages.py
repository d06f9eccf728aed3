"""Saved pages that nobody looks at while the extractor is tuned: the group `heldout`, read as a whole.

The other groups of `tests/pages` are collected by themselves, a test a field: `flows/pytest_plugin.py`.
"""

from functools import cache
from pathlib import Path

from extractors.saved_page import saved_pages

HELD_OUT = Path(__file__).parents[1] / "pages/heldout"


@cache
def outcomes():
    """What is expected of each page, and what is read of it, by name."""
    return {
        page.html.stem: (page.expected(), page.read(None))
        for page in saved_pages(HELD_OUT)
        if page.expected() is not None
    }


def test_pages_that_nobody_tuned_for_are_told_apart():
    assert len(outcomes()) >= 10
    accepted = {name: found.profile is not None for name, (_, found) in outcomes().items()}
    assert accepted == {name: "reason" not in expected for name, (expected, _) in outcomes().items()}


def test_most_statements_on_pages_that_nobody_tuned_for_are_found():
    wanted = found = 0
    for expected, read in outcomes().values():
        for field in ("tasks", "requirements"):
            statements = {entry["text"] for entry in expected.get(field, [])}
            said = {entry.text for entry in getattr(read.profile, field)} if read.profile else set()
            wanted, found = wanted + len(statements), found + len(statements & said)
    assert wanted
    assert found >= 0.9 * wanted
