"""`make bench-fetch`: how fast pages are fetched and archived, beside Scrapy, from a server on loopback."""

import argparse
import os
import platform
import re
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from statistics import median

from benchmarks.gold import ROOT
from benchmarks.page_server import PageServer, Sent, running_server
from benchmarks.process_cost import ProcessCost, run_and_measure
from benchmarks.server_ceiling import pages_a_second
from benchmarks.table import Table

PAGES, ROUNDS, CONCURRENCY = 5_000, 3, 8
LEAST_RATIO = 0.8
"""Of Scrapy's pages a second."""
SCRAPY_PYTHON = ROOT / ".venv-scrapy/bin/python"
_CEILING_PAGES = 2_000


@dataclass(frozen=True, slots=True)
class Contender:
    """One way to fetch pages and keep them: a module that takes URLS FOLDER CONCURRENCY."""

    label: str
    python: Path
    module: str


@dataclass(frozen=True, slots=True)
class Crawl:
    """What one crawl cost, what the server sent for it, and what it left on the disk."""

    cost: ProcessCost
    sent: Sent
    kept_bytes: int


OURS = Contender("jobprofiles: WARC segments", Path(sys.executable), "benchmarks.fetch_and_archive")
SCRAPY = Contender("Scrapy: a gzip file a page", SCRAPY_PYTHON, "benchmarks.scrapy_to_gzip")


def race(
    contenders: Sequence[Contender], server: PageServer, pages: int, *, rounds: int, concurrency: int
) -> list[list[Crawl]]:
    """Let every contender fetch all pages in each round, in turns; return the crawls of each contender.

    Raises CalledProcessError where one fails, or does not get all pages.
    """
    crawls: list[list[Crawl]] = [[] for _ in contenders]
    for turn in range(rounds):
        # Who goes first changes, so that neither has the warmer machine.
        for at in sorted(range(len(contenders)), reverse=turn % 2 == 1):
            print(f"round {turn + 1} of {rounds}: {contenders[at].label}", file=sys.stderr)
            with tempfile.TemporaryDirectory() as folder:
                crawls[at].append(_crawl(contenders[at], server, pages, concurrency, Path(folder)))
    return crawls


def _crawl(contender: Contender, server: PageServer, pages: int, concurrency: int, folder: Path) -> Crawl:
    urls, kept = folder / "urls", folder / "kept"
    urls.write_text("\n".join(server.urls(pages)), "ascii")
    server.sent()
    command = [str(contender.python), "-m", contender.module, str(urls), str(kept), str(concurrency)]
    cost = run_and_measure(command, ROOT)
    return Crawl(cost, server.sent(), sum(file.stat().st_size for file in kept.iterdir()))


def race_table(contenders: Sequence[Contender], crawls: Sequence[Sequence[Crawl]], pages: int) -> Table:
    """Return a row for each contender, in medians over the rounds."""
    heads = ["contender", "pages/s", "CPU s", "CPU ms a page", "peak MB", "MB received", "MB kept"]
    table = Table(f"Fetching and archiving {pages:,} pages", heads)
    for contender, rounds in zip(contenders, crawls, strict=True):
        cpu = median(crawl.cost.cpu_seconds for crawl in rounds)
        figures = [
            f"{median(pages / crawl.cost.seconds for crawl in rounds):.1f}",
            f"{cpu:.1f}",
            f"{1e3 * cpu / pages:.2f}",
            f"{median(crawl.cost.megabytes for crawl in rounds):.0f}",
            f"{median(crawl.sent.bytes for crawl in rounds) / 1e6:.0f}",
            f"{median(crawl.kept_bytes for crawl in rounds) / 1e6:.0f}",
        ]
        table.rows.append([contender.label, *figures])
    return table


def ratio(ours: Sequence[Crawl], theirs: Sequence[Crawl]) -> float:
    """Return how many times as fast we were: the median of the rounds, each against the other of its round."""
    return median(other.cost.seconds / own.cost.seconds for own, other in zip(ours, theirs, strict=True))


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the table; 1 where we are slower than we may be, 2 where Scrapy is not installed."""
    options = _options(arguments)
    contenders = [OURS] if options.alone else [OURS, SCRAPY]
    if not options.alone and not SCRAPY_PYTHON.exists():
        print(
            f"No Scrapy at {os.path.relpath(SCRAPY_PYTHON)}: `make bench-fetch` installs it.", file=sys.stderr
        )
        return 2
    with running_server(compressed=options.gzip) as server:
        ceiling = pages_a_second(server.urls(_CEILING_PAGES), options.concurrency)
        crawls = race(
            contenders, server, options.pages, rounds=options.rounds, concurrency=options.concurrency
        )
    table = race_table(contenders, crawls, options.pages)
    times = None if options.alone else ratio(crawls[0], crawls[1])
    if times is not None:
        table.notes.append(f"{times:.2f} times as fast as Scrapy; the goal is {LEAST_RATIO} times or more.")
    table.notes += [_conditions(options, ceiling), _machine(scrapy=not options.alone)]
    print(table.written(markdown=options.markdown))
    return 1 if times is not None and times < LEAST_RATIO else 0


def _conditions(options: argparse.Namespace, ceiling: float) -> str:
    return (
        f"Medians of {options.rounds} rounds in turns, each a process from its start to its end."
        f" {options.concurrency} requests at once, pages {'gzipped' if options.gzip else 'plain'} on the wire."
        f" The server alone gives {ceiling:.0f} pages/s."
    )


def _machine(*, scrapy: bool) -> str:
    versions = f"Python {platform.python_version()}"
    if scrapy:
        versions += f", Scrapy {_scrapy_version()}"
    now = datetime.now(UTC)
    return f"{now:%Y-%m-%d}, {os.cpu_count()} cores of {_processor()}, {platform.system()}, {versions}."


def _scrapy_version() -> str:
    asked = "from importlib.metadata import version; print(version('scrapy'))"
    done = subprocess.run([SCRAPY_PYTHON, "-c", asked], capture_output=True, text=True, check=True)  # noqa: S603
    return done.stdout.strip()


def _processor() -> str:
    with suppress(OSError):
        if named := re.search(
            r"^model name\s*: (.+)$", Path("/proc/cpuinfo").read_text("utf-8"), re.MULTILINE
        ):
            return named[1]
    return platform.machine()


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make bench-fetch", description=__doc__)
    parser.add_argument("--pages", type=int, default=PAGES)
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    parser.add_argument("--concurrency", type=int, default=CONCURRENCY, help="requests at once, at most 100")
    parser.add_argument("--gzip", action="store_true", help="serve pages gzipped to who accepts it")
    parser.add_argument("--alone", action="store_true", help="without Scrapy")
    parser.add_argument("--markdown", action="store_true", help="write the table in Markdown")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main())
