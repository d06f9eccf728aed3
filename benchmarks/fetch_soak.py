"""`make soak-fetch`: the memory of fetching and archiving does not grow with the number of pages."""

import argparse
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from benchmarks.fetch_speed import CONCURRENCY, OURS, Crawl, crawl, machine
from benchmarks.page_server import PageServer, running_server
from benchmarks.table import Table

FEW, MANY = 1_000, 20_000
MOST_GROWTH = 1.1
"""Times the peak of the few pages that the many may take."""


def peaks(server: PageServer, sizes: Sequence[int]) -> dict[int, Crawl]:
    """Fetch so many pages, each time into an archive of its own, and return the crawls by their size."""
    crawls = {}
    for pages in sizes:
        print(f"{pages:,} pages", file=sys.stderr)
        with tempfile.TemporaryDirectory() as folder:
            (Path(folder) / "urls").write_text("\n".join(server.urls(pages)), "ascii")
            crawls[pages] = crawl(OURS, server, CONCURRENCY, Path(folder))
    return crawls


def soak_table(crawls: dict[int, Crawl]) -> Table:
    """Return a row for each size."""
    table = Table("Memory", ["pages", "peak MB", "pages/s", "MB kept"])
    for pages, one in crawls.items():
        figures = (one.cost.megabytes, pages / one.cost.seconds, one.kept_bytes / 1e6)
        table.rows.append([f"{pages:,}", *(f"{figure:.0f}" for figure in figures)])
    return table


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the table; 1 where memory grows."""
    parser = argparse.ArgumentParser(prog="make soak-fetch")
    parser.add_argument("--few", type=int, default=FEW)
    parser.add_argument("--many", type=int, default=MANY)
    parser.add_argument("--markdown", action="store_true")
    options = parser.parse_args(arguments)
    with running_server(compressed=False) as server:
        crawls = peaks(server, (options.few, options.many))
    growth = crawls[options.many].cost.megabytes / crawls[options.few].cost.megabytes
    table = soak_table(crawls)
    said = f"{growth:.2f} times the memory for {options.many / options.few:g} times the pages"
    table.notes += [f"{'' if growth <= MOST_GROWTH else '!! '}{said}; the goal is {MOST_GROWTH} at most."]
    table.notes += [machine()]
    print(table.written(markdown=options.markdown))
    return 0 if growth <= MOST_GROWTH else 1


if __name__ == "__main__":
    sys.exit(main())
