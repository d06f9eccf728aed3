"""The A–Z index of the Occupational Outlook Handbook, where a copy of it lies beside the repository."""

import asyncio
from datetime import UTC, datetime
from pathlib import Path

import pytest

from extractors.source_catalogue import read_sources
from flows.fetching.discovery import discover
from schemas.page import Page

INDEX = Path(__file__).resolve().parents[3] / "shared/sites/bls-ooh/a-z-index.html"
pytestmark = pytest.mark.skipif(not INDEX.exists(), reason="needs ../shared/sites, which no clone has")


class Saved:
    """A fetcher that knows one page."""

    async def fetch(self, url, kind=None):
        del kind
        return Page(url, url, 200, (("Content-Type", "text/html"),), INDEX.read_bytes(), datetime.now(UTC))


@pytest.fixture(scope="module")
def links():
    return asyncio.run(discover(read_sources().by_id["bls-ooh"].discover, Saved()))


def test_every_profile_is_found_with_its_other_titles(links):
    assert len(links) == 342
    assert sum(len(link.aliases) for link in links) == 4_533


def test_no_other_title_is_doubled_and_each_is_at_its_own_profile(links):
    assert all(len({name.casefold() for name in link.aliases}) == len(link.aliases) for link in links)
    (boats,) = (link for link in links if "/water-transportation-occupations.htm" in link.url)
    assert "Able Seaman" in boats.aliases
