"""The bundled demo site: an invented careers guide in five layouts, with the traps that real ones set."""

from extractors.source import Source
from schemas.bounds import Bounds
from schemas.discovery import IndexPage

SOURCE = Source(
    id="demo",
    name="Northlight Careers Guide",
    publisher="jobprofiles",
    licence="CC0-1.0",
    language="en",
    discover=IndexPage(url="http://demo.jobprofiles.example/careers/", links=".az-list a[href]"),
    expect=Bounds(
        min_profiles=13,
        max_profiles=13,
        # The list also leads to a vacancy, a news article, an empty shell and more that is no profile.
        max_rejected=0.4,
        coverage={"title": 1, "summary": 0.9, "tasks": 1, "requirements": 1, "aliases": 0.7},
    ),
)
