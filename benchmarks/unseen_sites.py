"""What `new-source` makes of invented sites: drafted from two pages and the listing, measured on the pages behind them.

`tests/pages/sites` holds a folder a site: four pages of one template, a listing, and gold.json.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from pydantic import BaseModel

from benchmarks.gold import OWN_PAGES, FieldGold, GoldFile, GoldPage
from benchmarks.score import PageScore, score_page
from benchmarks.table import Table
from extractors.extract import extract
from extractors.source import Source
from extractors.source_draft.example import Example
from flows.new_source import SourceDraft, Wishes, identity_of, work_out
from schemas.page import Page

SITES = OWN_PAGES / "sites"
EXAMPLES = 2
"""Pages that a draft is made of; the others are measured."""
_LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)


Scored = tuple[GoldPage, PageScore]


class PageGold(BaseModel):
    """What a careful person reads off a page, and its address."""

    url: str
    title: str
    aliases: tuple[str, ...]
    tasks: tuple[str, ...]
    requirements: tuple[str, ...]


class SiteGold(BaseModel):
    """What stands in gold.json."""

    listing_url: str
    links: frozenset[str]
    """Addresses of the profiles that the listing leads to."""
    pages: dict[str, PageGold]


@dataclass(frozen=True, slots=True)
class DraftedSite:
    """A site, the source drafted for it, and how the pages were read that the draft was not made of."""

    name: str
    draft: SourceDraft
    missing: frozenset[str]
    """Profiles that the source does not find on the listing."""
    besides: frozenset[str]
    """Other pages that it finds."""
    generic: Sequence[Scored]
    drafted: Sequence[Scored]


def drafted_sites(folder: Path = SITES) -> Iterator[DraftedSite]:
    """Draft a source for each site of a folder, by name, and score it."""
    for file in sorted(folder.glob("*/gold.json")):
        yield _drafted(file.parent, SiteGold.model_validate_json(file.read_bytes()))


def drafts_of_sites(sites: Sequence[DraftedSite]) -> Table:
    """Return which settings each site got, and what of its profiles the listing leads to with them."""
    table = Table(
        "Drafts from two pages and the listing", ["site", "drop", "headings", "links", "missing", "besides"]
    )
    for site in sites:
        source = site.draft.source
        links = len(site.draft.listed.links) if site.draft.listed else 0
        headings = sum(map(len, source.headings.values()))
        table.rows.append(
            [site.name, len(source.drop), headings, links, len(site.missing), len(site.besides)]
        )
    return table


def _drafted(folder: Path, gold: SiteGold) -> DraftedSite:
    examples = [
        Example((folder / name).read_bytes(), url=page.url, name=name)
        for name, page in list(gold.pages.items())[:EXAMPLES]
    ]
    html = (folder / "listing.html").read_bytes()
    listing = Page(gold.listing_url, gold.listing_url, 200, (), html, _LONG_AGO)
    draft = work_out(examples, identity_of(examples), Wishes(), listing)
    found = frozenset(link.url for link in draft.listed.links) if draft.listed else frozenset()
    unseen = list(gold.pages.items())[EXAMPLES:]
    return DraftedSite(
        folder.name,
        draft,
        missing=gold.links - found,
        besides=found - gold.links,
        generic=[_score(folder / name, page, None) for name, page in unseen],
        drafted=[_score(folder / name, page, draft.source) for name, page in unseen],
    )


def _score(html: Path, page: PageGold, source: Source | None) -> Scored:
    gold = GoldFile(
        title=page.title,
        aliases=page.aliases,
        tasks=FieldGold(must=page.tasks),
        requirements=FieldGold(must=page.requirements),
    )
    found = extract(html.read_bytes(), url=page.url, source=source)
    scored = GoldPage(html, html.parent.name, gold)
    return scored, score_page(scored, found)
