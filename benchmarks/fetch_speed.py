"""`make bench-fetch`: how fast pages are fetched and archived, beside Scrapy, from a server on loopback."""

import argparse
import os
import platform
import re
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
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
MOST_BYTES, MOST_CPU = 0.02, 0.5
"""Of the first crawl's, where nothing changed since."""
SCRAPY_PYTHON = ROOT / ".venv-scrapy/bin/python"
_CEILING_PAGES = 2_000


@dataclass(frozen=True, slots=True)
class Contender:
    """One way to fetch pages and keep them: a module that takes URLS FOLDER CONCURRENCY."""

    label: str
    python: Path
    module: str
    label_again: str | None = None
    """Where it knows what it fetched before, and is sent a second time to the same pages."""


@dataclass(frozen=True, slots=True)
class Crawl:
    """What one crawl cost, what the server sent for it, and what it left on the disk."""

    cost: ProcessCost
    sent: Sent
    kept_bytes: int


Rounds = Sequence[Crawl]
OURS = Contender(
    "jobprofiles: WARC segments",
    Path(sys.executable),
    "benchmarks.fetch_and_archive",
    label_again="jobprofiles again: nothing changed",
)
SCRAPY = Contender("Scrapy: a gzip file a page", SCRAPY_PYTHON, "benchmarks.scrapy_to_gzip")


def race(
    contenders: Sequence[Contender], server: PageServer, pages: int, *, rounds: int, concurrency: int
) -> dict[str, list[Crawl]]:
    """Let every contender fetch all pages in each round, in turns; return the crawls by label.

    Raises CalledProcessError where one fails, or does not get all pages.
    """
    crawls: dict[str, list[Crawl]] = {}
    for turn in range(rounds):
        # Who goes first changes, so that neither has the warmer machine.
        for contender in contenders if turn % 2 == 0 else reversed(contenders):
            print(f"round {turn + 1} of {rounds}: {contender.label}", file=sys.stderr)
            with tempfile.TemporaryDirectory() as folder:
                (Path(folder) / "urls").write_text("\n".join(server.urls(pages)), "ascii")
                for label in filter(None, (contender.label, contender.label_again)):
                    done = crawl(contender, server, concurrency, Path(folder))
                    crawls.setdefault(label, []).append(done)
    return crawls


def crawl(contender: Contender, server: PageServer, concurrency: int, folder: Path) -> Crawl:
    """Let `contender` fetch the pages that `folder` lists in the file "urls" into its folder "kept"."""
    urls, kept = folder / "urls", folder / "kept"
    server.sent()
    before = _kept_bytes(kept)
    command = [str(contender.python), "-m", contender.module, str(urls), str(kept), str(concurrency)]
    cost = run_and_measure(command, ROOT)
    return Crawl(cost, server.sent(), _kept_bytes(kept) - before)


def _kept_bytes(folder: Path) -> int:
    return sum(file.stat().st_size for file in folder.rglob("*.gz"))


def race_table(crawls: Mapping[str, Rounds], pages: int) -> Table:
    """Return a row for each label, in medians over the rounds."""
    heads = ["contender", "pages/s", "CPU s", "CPU ms a page", "peak MB", "MB received", "MB kept"]
    table = Table(f"Fetching and archiving {pages:,} pages", heads)
    for label, rounds in crawls.items():
        cpu = median(crawl.cost.cpu_seconds for crawl in rounds)
        figures = [
            f"{median(pages / crawl.cost.seconds for crawl in rounds):.1f}",
            f"{cpu:.1f}",
            f"{1e3 * cpu / pages:.2f}",
            f"{median(crawl.cost.megabytes for crawl in rounds):.0f}",
            f"{median(crawl.sent.bytes for crawl in rounds) / 1e6:.1f}",
            f"{median(crawl.kept_bytes for crawl in rounds) / 1e6:.1f}",
        ]
        table.rows.append([label, *figures])
    return table


@dataclass(frozen=True, slots=True)
class Goal:
    """A figure that is to be reached, and the words for it."""

    said: str
    is_met: bool


def goals(crawls: Mapping[str, Rounds]) -> Iterator[Goal]:
    """Yield each goal; a share is the median of the rounds, each crawl against the other of its round."""
    first, again = crawls[OURS.label], crawls[str(OURS.label_again)]
    if SCRAPY.label in crawls:
        times = _share(crawls[SCRAPY.label], first, lambda crawl: crawl.cost.seconds)
        said = f"{times:.2f} times as fast as Scrapy; the goal is {LEAST_RATIO} times or more."
        yield Goal(said, times >= LEAST_RATIO)
    received = _share(again, first, lambda crawl: crawl.sent.bytes)
    said = f"Where nothing changed: {received:.2%} of the bytes; the goal is {MOST_BYTES:.0%} at most."
    yield Goal(said, received <= MOST_BYTES)
    cpu = _share(again, first, lambda crawl: crawl.cost.cpu_seconds)
    yield Goal(f"And {cpu:.0%} of the CPU time; the goal is {MOST_CPU:.0%} at most.", cpu <= MOST_CPU)


def _share(these: Rounds, of_those: Rounds, figure: Callable[[Crawl], float]) -> float:
    return median(figure(this) / figure(that) for this, that in zip(these, of_those, strict=True))


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the table; 1 where a goal is missed, 2 where Scrapy is not installed."""
    options = _options(arguments)
    if not options.alone and not SCRAPY_PYTHON.exists():
        print(
            f"No Scrapy at {os.path.relpath(SCRAPY_PYTHON)}: `make bench-fetch` installs it.", file=sys.stderr
        )
        return 2
    contenders = [OURS] if options.alone else [OURS, SCRAPY]
    with running_server(compressed=options.gzip) as server:
        ceiling = pages_a_second(server.urls(_CEILING_PAGES), options.concurrency)
        crawls = race(
            contenders, server, options.pages, rounds=options.rounds, concurrency=options.concurrency
        )
    table, reached = race_table(crawls, options.pages), list(goals(crawls))
    table.notes += [goal.said if goal.is_met else f"!! {goal.said}" for goal in reached]
    table.notes += [_conditions(options, ceiling), machine(scrapy=not options.alone)]
    print(table.written(markdown=options.markdown))
    return 0 if all(goal.is_met for goal in reached) else 1


def _conditions(options: argparse.Namespace, ceiling: float) -> str:
    return (
        f"Medians of {options.rounds} rounds in turns, each a process from its start to its end."
        f" {options.concurrency} requests at once, pages {'gzipped' if options.gzip else 'plain'} on the wire."
        f" The server alone gives {ceiling:.0f} pages/s."
    )


def machine(*, scrapy: bool = False) -> str:
    """Return the day, the machine and the versions that figures were measured with."""
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
