"""Aliases that only the listing gives are joined to the record, with evidence that says so."""

from pathlib import Path

import pytest

from extractors.extract import extract
from flows.listing_names import join_listing
from schemas.extraction import Extraction
from schemas.link import Link

PAGE = Path(__file__).resolve().parents[1] / "pages" / "life-science-karriere" / "fermentation-scientist.html"
LISTING = "https://careers.example/a-z"


@pytest.fixture
def read():
    return extract(PAGE.read_bytes())


def link(*aliases):
    return Link(url="https://careers.example/fermentation-scientist", aliases=aliases)


def test_names_of_the_listing_stand_behind_those_of_the_page(read):
    joined = join_listing(read, link("Brewing scientist", "Yeast whisperer"), LISTING)

    assert joined.profile.aliases == (*read.profile.aliases, "Brewing scientist", "Yeast whisperer")


def test_each_added_name_has_its_evidence(read):
    joined = join_listing(read, link("Brewing scientist"), LISTING)

    (added,) = [entry for entry in joined.evidence if entry.origin == "listing"]
    assert added.field == f"/aliases/{len(read.profile.aliases)}"
    assert added.url == LISTING
    assert added.exact == "Brewing scientist"


def test_a_name_that_the_record_has_is_not_added_again(read):
    known = read.profile.aliases[0]

    assert (
        join_listing(read, link(read.profile.title.upper(), known.lower()), LISTING).profile == read.profile
    )


def test_a_listing_without_names_changes_nothing(read):
    assert join_listing(read, link(), LISTING) is read


def test_a_page_without_a_profile_gets_no_names():
    rejected = Extraction(profile=None, reason="a list", evidence=())

    assert join_listing(rejected, link("Brewing scientist"), LISTING) is rejected
