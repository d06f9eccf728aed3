"""`make quality`: how well pages are read, by the generic extractor alone."""

import argparse
import os
import sys
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from statistics import fmean

from benchmarks.calibration import Judged, by_confidence, by_rule, judge
from benchmarks.gold import HELD_OUT, ROOT, GoldPage, corpus_pages, own_pages
from benchmarks.new_sources import drafts_table, scrubbed_table
from benchmarks.requirement_kinds import kinds_table
from benchmarks.score import COLUMNS, PageScore, score_page
from benchmarks.table import Table
from benchmarks.unseen_sites import drafted_sites, drafts_of_sites
from extractors.extract import extract

CORPUS = ROOT.parent / "shared/corpus"
_FAULTS = 12


@dataclass(slots=True)
class Reading:
    """Every page of a collection with its scores, and every value that was read."""

    pages: list[tuple[GoldPage, PageScore]] = field(default_factory=list)
    values: list[Judged] = field(default_factory=list)


def read_pages(pages: Iterable[GoldPage]) -> Reading:
    """Return the scores of pages that the generic extractor reads, without any source."""
    reading = Reading()
    for page in pages:
        extraction = extract(page.html.read_bytes())
        reading.pages.append((page, score_page(page, extraction)))
        reading.values += judge(page, extraction)
    return reading


def score_table(title: str, pages: Sequence[tuple[GoldPage, PageScore]]) -> Table:
    """Return the means of each site, the mean over sites, and that over all pages."""
    by_site: defaultdict[str, list[PageScore]] = defaultdict(list)
    for page, score in pages:
        by_site[page.site].append(score)
    means = {site: _means(scores) for site, scores in sorted(by_site.items())}
    over_sites = {
        name: _mean([values[name] for values in means.values() if values[name] is not None])
        for name in COLUMNS
    }
    table = Table(title, ["site", "pages", *COLUMNS.values()])
    table.rows = [[site, len(by_site[site]), *values.values()] for site, values in means.items()]
    table.rows.append(["mean over sites", len(pages), *over_sites.values()])
    table.rows.append(["pooled over pages", len(pages), *_means([score for _, score in pages]).values()])
    return table


def _means(scores: Iterable[PageScore]) -> dict[str, float | None]:
    found: dict[str, list[float]] = {name: [] for name in COLUMNS}
    for score in scores:
        for name, value in score.values.items():
            found[name].append(value)
    return {name: _mean(values) for name, values in found.items()}


def _mean(values: Sequence[float | None]) -> float | None:
    known = [value for value in values if value is not None]
    return fmean(known) if known else None


def worst_pages(pages: Iterable[tuple[GoldPage, PageScore]], count: int) -> list[str]:
    """Return the faults of the worst pages as lines; pages held out are not told."""
    shown = [(page, score) for page, score in pages if score.worst < 1 and page.site != HELD_OUT]
    lines = []
    for page, score in sorted(shown, key=lambda entry: entry[1].worst)[:count]:
        lines += [
            f"{page.name}  {score.worst:.3f}",
            *(f"    {fault[:200]}" for fault in score.faults[:_FAULTS]),
        ]
    return lines


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the tables; 0, or 2 where the corpus asked for cannot be read."""
    options = _options(arguments)
    corpus = options.corpus or CORPUS
    if not corpus.is_dir() and options.corpus:
        print(f"No corpus at {corpus}: CORPUS names a folder of SITE/PAGE.html beside SITE/PAGE.gold.json.")
        return 2
    collections = {}
    if corpus.is_dir():
        collections["Corpus: saved pages of real sites"] = read_pages(corpus_pages(corpus))
    else:
        print(f"No corpus at {os.path.relpath(corpus)}: a clone has none of its own. CORPUS=DIR names one.\n")
    collections["The repository's own pages (tests/pages)"] = read_pages(own_pages())
    _print(collections, worst=options.worst, markdown=options.markdown)
    pages = [page for reading in collections.values() for page, _ in reading.pages]
    sites = list(drafted_sites())
    unseen = {
        "Pages that a draft was not made of, read without it": [
            page for site in sites for page in site.generic
        ],
        "The same pages, read with the drafted source": [page for site in sites for page in site.drafted],
    }
    tables = [score_table(title, scored) for title, scored in unseen.items()]
    for table in (drafts_table(pages), drafts_of_sites(sites), *tables, scrubbed_table(pages)):
        print(table.written(markdown=options.markdown))
    return 0


def _print(collections: dict[str, Reading], *, worst: int, markdown: bool) -> None:
    tables: list[Table] = [score_table(title, reading.pages) for title, reading in collections.items()]
    values = [value for reading in collections.values() for value in reading.values]
    tables += [by_confidence(values), by_rule(values), kinds_table()]
    for table in tables:
        print(table.written(markdown=markdown))
    for reading in collections.values():
        print(*worst_pages(reading.pages, worst), sep="\n", end="\n" if worst else "")


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make quality", description=__doc__)
    parser.add_argument("--corpus", type=Path, help="folder of SITE/PAGE.html beside SITE/PAGE.gold.json")
    parser.add_argument(
        "--worst", type=int, default=0, metavar="N", help="tell what is wrong on the N worst pages"
    )
    parser.add_argument("--markdown", action="store_true", help="write the tables in Markdown")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main())
