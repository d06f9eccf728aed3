"""The UK's National Careers Service: profiles in one template, whose sections have had the same ids for years."""

from extractors.source import Source
from extractors.source_page import SourcePage
from schemas.bounds import Bounds
from schemas.discovery import IndexPage


def _alternative_titles(page: SourcePage) -> list[str]:
    """Read the line under the title: names between commas, behind words that only screen readers say."""
    line = page.soup(".job-profile-hero h1 + h2")
    for spoken in line.find_all("span"):
        spoken.decompose()
    return [name.strip() for name in line.get_text().split(",")]


SOURCE = Source(
    id="national-careers-service",
    name="National Careers Service",
    publisher="Department for Education",
    licence="OGL-UK-3.0",
    attribution="Contains public sector information licensed under the Open Government Licence v3.0.",
    language="en",
    discover=IndexPage(
        url="https://nationalcareers.service.gov.uk/explore-careers/all-careers",
        links="a[href]",
        pattern=r"/job-profiles/[a-z0-9-]+/?$",
        # Each page of the list names the next by rel="next".
        guess_pages=False,
    ),
    content="main",
    # Vacancies and courses of the day, and other careers.
    drop=("#current-opportunities", ".job-profile-related"),
    readers={"aliases": _alternative_titles},
    # How many profiles there are is not known here: the first run proposes it.
    expect=Bounds(max_rejected=0.05, coverage={"title": 1, "tasks": 0.95, "requirements": 0.95}),
)
