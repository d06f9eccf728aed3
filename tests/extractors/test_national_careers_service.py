"""The list of all careers, twenty to a page, as its template lays it out."""

import asyncio
from datetime import UTC, datetime

from extractors.source_catalogue import read_sources
from flows.fetching.discovery import discover
from schemas.page import Page

START = "https://nationalcareers.service.gov.uk/explore-careers/all-careers"
ENTRY = """<div class="course-item"><div class="govuk-heading-m"><a class="govuk-link" href="../../job-profiles/{slug}">
{slug}</a></div><span class="govuk-caption-m">Somebody else</span></div>"""
LIST = """<html lang="en"><a href="/explore-careers">Explore careers</a><a href="/job-profiles/search?term=x">Search</a>
<div id="fac-result-list">{entries}<nav role="navigation"><ul>{steps}</ul></nav></div></html>"""
PAGES = {
    START: LIST.format(
        entries=ENTRY.format(slug="bell-hanger") + ENTRY.format(slug="marsh-warden"),
        steps='<li><a href="?page=1">1</a></li><li><a href="?page=2">2</a></li><li><a href="?page=2" rel="next">Next</a></li>',
    ),
    f"{START}?page=2": LIST.format(
        entries=ENTRY.format(slug="tide-table-clerk"),
        steps='<li><a href="?page=1" rel="prev">Previous</a></li><li><a href="?page=1">1</a></li>',
    ),
}


class Saved:
    """A fetcher that knows the list's two pages, and nothing else."""

    async def fetch(self, url, kind=None):
        del kind
        return Page(url, url, 200, (("Content-Type", "text/html"),), PAGES[url].encode(), datetime.now(UTC))


def test_every_page_of_the_list_is_followed_and_nothing_but_profiles_is_found():
    links = asyncio.run(discover(read_sources().by_id["national-careers-service"].discover, Saved()))
    assert [link.url for link in links] == [
        f"https://nationalcareers.service.gov.uk/job-profiles/{slug}"
        for slug in ("bell-hanger", "marsh-warden", "tide-table-clerk")
    ]
