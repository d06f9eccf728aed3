"""What holds for every source that this project ships; its saved pages hold the rest."""

from pathlib import Path

import pytest

from extractors.saved_page import saved_pages
from extractors.source_catalogue import read_sources

PAGES = Path(__file__).parent / "pages"


@pytest.mark.parametrize("name", read_sources().by_id)
def test_every_source_has_saved_pages_with_the_records_expected_of_them(name):
    expected = [page.expected() for page in saved_pages(PAGES / name)]
    assert any(record and "title" in record for record in expected)


def test_every_source_can_be_imported():
    assert read_sources().faults == ()
