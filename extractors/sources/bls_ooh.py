"""The Occupational Outlook Handbook: some 340 profiles, and an A–Z index of some 4,500 other names for them."""

import re

from extractors.source import Source
from extractors.source_page import SourcePage
from schemas.bounds import Bounds
from schemas.discovery import IndexPage

_SOC = re.compile(r"\d{2}-\d{4}")


def _codes(page: SourcePage) -> list[str]:
    """Read the codes in the table of projections, in which every row is the occupation or a part of it."""
    cells = page.soup("#tab-6 table").find_all("td")
    return [f"SOC {text}" for text in (cell.get_text(strip=True) for cell in cells) if _SOC.fullmatch(text)]


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
    content="#main-content-full-width",
    # Paragraphs that open with the name of a type of the occupation: its other names are not those of the whole.
    drop=("#tab-2 p:has(> strong:first-child > em)",),
    readers={"codes": _codes},
    expect=Bounds(
        min_profiles=300, max_profiles=400, max_rejected=0.05, coverage={"title": 1, "tasks": 0.95}
    ),
)
