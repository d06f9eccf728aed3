"""The Occupational Outlook Handbook: some 340 profiles, and an A–Z index of some 4,500 other names for them."""

from extractors.source import Source
from schemas.bounds import Bounds
from schemas.discovery import IndexPage

SOURCE = Source(
    id="bls-ooh",
    name="Occupational Outlook Handbook",
    publisher="U.S. Bureau of Labor Statistics",
    licence="public domain",
    language="en",
    discover=IndexPage(
        url="https://www.bls.gov/ooh/a-z-index.htm",
        links="a[href]",
        entries=".a-z-list li",
        pattern=r"/ooh/[^/]+/[^/]+\.htm$",
        # The letters above the list lead to places on the same page.
        guess_pages=False,
    ),
    expect=Bounds(
        min_profiles=300, max_profiles=400, max_rejected=0.05, coverage={"title": 1, "tasks": 0.95}
    ),
)
