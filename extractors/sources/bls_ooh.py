"""The Occupational Outlook Handbook: some 340 profiles, and an A–Z index of some 4,500 other names for them."""

import re

from extractors.source import Source
from extractors.source_page import SourcePage
from schemas.bounds import Bounds
from schemas.discovery import IndexPage

_ALSO_CALLED = re.compile(
    r"(?:,|\s|\b(?:are|also|often|sometimes|commonly)\b)+(?:called|known as|referred to as)"
    r"(?P<names>(?:,? (?:and |or )?\*[^*]+\*)+)"
)
_SOC = re.compile(r"\d{2}-\d{4}")


def _aliases(page: SourcePage) -> list[str]:
    """Read the names in italics in a paragraph that begins "Glaziers, also called *glass fitters*, …".

    They end where the sentence goes on, which the words alone do not show ("…, measure, cut, and set panes"). Names
    without italics are left to the generic reader.
    """
    title = page.soup("h1").get_text(strip=True).casefold()
    for paragraph in page.soup("#tab-2 article > p").find_all("p"):
        for name in paragraph.find_all("em"):
            name.replace_with(f"*{name.get_text(strip=True)}*")
        text = " ".join(paragraph.get_text().split())
        said = _ALSO_CALLED.match(text, len(title))
        if said and text.casefold().startswith(title):
            return re.findall(r"\*([^*]+)\*", said["names"])
    return []


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
    readers={"aliases": _aliases, "codes": _codes},
    expect=Bounds(
        min_profiles=300, max_profiles=400, max_rejected=0.05, coverage={"title": 1, "tasks": 0.95}
    ),
)
