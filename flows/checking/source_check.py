"""A check of sources: look at each site, read a sample of its pages, and tell what is not as it was."""

import asyncio
import logging
from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import chain
from pathlib import Path

from extractors.source import Source
from flows.checking.address_troubles import address_troubles
from flows.checking.comparison import Comparison
from flows.checking.field_troubles import field_troubles
from flows.checking.known_source import KnownSource
from flows.checking.layout_drift import layout_troubles
from flows.checking.listing_troubles import listing_troubles
from flows.checking.page_troubles import page_troubles
from flows.checking.read_sample import ENDS, read_sample
from flows.checking.site_today import SiteToday, look_at_site
from flows.command_errors import UsageError
from flows.run_settings import RunSettings
from flows.run_source import has_address, starting_at
from output.storage import replace_file
from schemas.check_report import CheckReport, SourceCheck, Trouble

logger = logging.getLogger(__name__)

_AT_ONCE = 8
"""Sites looked at at a time; each has its own pace."""


def check_each(
    sources: Sequence[Source],
    settings: RunSettings,
    *,
    pages: int,
    now: datetime,
    start_url: str | None = None,
) -> CheckReport:
    """Return what became of each source, in their order; `pages` is the size of the sample.

    Needs the network and writes nothing. What goes wrong at a site, in its pages or in the data of a source is trouble
    of that source; raises UsageError for `pages` or settings that make no sense.
    """
    if pages < 1:
        raise UsageError(f"the number of pages to look at is {pages}: expected at least 1")
    polite = settings.fetch_settings()
    starts = {one.id: start_url or settings.start_urls.get(one.id) for one in sources}
    to_check = [one for one in sources if start_url or has_address(one, settings)]

    async def look() -> list[SiteToday]:
        places = asyncio.Semaphore(_AT_ONCE)

        async def at(source: Source) -> SiteToday:
            async with places:
                dataset = settings.data / "datasets" / source.id
                return await look_at_site(
                    source, polite, start_url=starts[source.id], pages=pages, dataset=dataset
                )

        return await asyncio.gather(*map(at, to_check))

    seen = dict(zip((one.id for one in to_check), asyncio.run(look()), strict=True))
    return CheckReport(
        checked=now,
        sources=tuple(
            _told(starting_at(source, starts[source.id]), settings, starts[source.id], seen[source.id])
            if source.id in seen
            else _skipped(source)
            for source in sources
        ),
    )


def write_checks(report: CheckReport, folder: Path) -> list[Path]:
    """Write what became of each source into a file of its own, each in one step; returns their paths."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    for source in report.sources:
        path = folder / f"{source.source}.json"
        one = report.model_copy(update={"sources": (source,)})
        replace_file(path, one.model_dump_json(indent=2).encode())
        paths.append(path)
    return paths


def _skipped(source: Source) -> SourceCheck:
    url = source.start
    told = f"no site has the address {url}" if url else "its address is not known"
    note = f"{told}: give --start-url URL, or set JOBPROFILES_START_URLS"
    return SourceCheck(source=source.id, outcome="skipped", notes=(note,))


def _told(source: Source, settings: RunSettings, start_url: str | None, today: SiteToday) -> SourceCheck:
    try:
        return _checked(source, settings, start_url, today)
    except Exception as error:  # a fault of ours that one source shows: the others are told all the same
        logger.exception("Checking %s failed.", source.id)
        trouble = Trouble(
            source=source.id,
            about="check",
            expected="an end of the check",
            found=f"internal error: {type(error).__name__}: {error}",
            look_at=start_url or source.id,
            advice="please report it",
        )
        return SourceCheck(source=source.id, outcome="trouble", troubles=(trouble,))


def _checked(source: Source, settings: RunSettings, start_url: str | None, today: SiteToday) -> SourceCheck:
    known = KnownSource(source, settings)
    listing = start_url or source.start
    sample = read_sample(source, today, known.published, listing)
    start = listing or f"the addresses of {source.id}"
    seen = Comparison(source, start, today, sample, known.published, known.picture)
    troubles = (*known.troubles, *_troubles(seen))
    ends, profiles = sample.ends(), len(sample.profiles())
    filled = sample.tally().filled
    return SourceCheck(
        source=source.id,
        outcome="trouble" if troubles else "fine",
        start_url=listing,
        compared_with=known.published.name if known.published else None,
        links=len(today.links),
        pages={end: ends[end] for end in ENDS},
        coverage={name: round(count / profiles, 4) for name, count in filled.items()},
        learned_from=known.picture.pages if known.picture.tells else 0,
        troubles=troubles,
        notes=tuple(known.notes),
    )


def _troubles(seen: Comparison) -> Iterator[Trouble]:
    checks = (listing_troubles, address_troubles, page_troubles, field_troubles, layout_troubles)
    return chain.from_iterable(check(seen) for check in checks)
