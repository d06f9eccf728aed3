"""`make bench`: how fast pages are read, beside other libraries, in one run on one core."""

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections import defaultdict
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path
from statistics import fmean

from benchmarks.contenders import CONTENDERS, REFERENCE, label_of
from benchmarks.gold import GoldFile, GoldPage, own_html, own_pages
from benchmarks.growth import growth_table
from benchmarks.quality import CORPUS
from benchmarks.stages import stages_table
from benchmarks.stopwatch import pin_to
from benchmarks.table import Table

PAGES = CORPUS / "bls-ooh"
_ROUNDS = 3


def pages_to_read(folder: Path | None) -> list[GoldPage]:
    """Return the pages of a folder with their gold records; the repository's own pages where there is no folder."""
    if folder is None:
        known = {page.html: page for page in own_pages()}
        return [known.get(html) or GoldPage(html, "own", GoldFile()) for html in own_html()]
    return [GoldPage(html, folder.name, _gold_beside(html)) for html in sorted(folder.glob("*.html"))]


def _gold_beside(html: Path) -> GoldFile:
    gold = html.with_suffix(".gold.json")
    return GoldFile.model_validate_json(gold.read_bytes()) if gold.exists() else GoldFile()


def race(pages: Sequence[GoldPage], cpu: int) -> Table:
    """Return the best of three rounds of each contender; each round runs all of them, one after the other."""
    results: defaultdict[str, list[dict[str, float]]] = defaultdict(list)
    with tempfile.TemporaryDirectory() as folder:
        plan = Path(folder) / "plan.json"
        plan.write_text(json.dumps([_planned(page) for page in pages]), "utf-8")
        for turn in range(_ROUNDS):
            for name in CONTENDERS:
                print(f"round {turn + 1} of {_ROUNDS}: {name}", file=sys.stderr)
                results[name].append(_run(name, plan, cpu))
    return _race_table(pages, results)


def _planned(page: GoldPage) -> dict[str, object]:
    return {"html": str(page.html), "statements": page.gold.tasks.must if page.gold.tasks else []}


def _run(name: str, plan: Path, cpu: int) -> dict[str, float]:
    command = [sys.executable, "-m", "benchmarks.stopwatch", name, str(plan), str(cpu)]
    done = subprocess.run(command, stdout=subprocess.PIPE, check=True)  # noqa: S603  (our own module)
    figures: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return figures


def _race_table(pages: Sequence[GoldPage], results: dict[str, list[dict[str, float]]]) -> Table:
    size = fmean(page.html.stat().st_size for page in pages)
    heads = ["contender", "pages/s", f"times {REFERENCE}", "peak memory, MB", "tasks found"]
    table = Table(f"Speed on one core: {len(pages)} pages, {size / 1e3:.0f} kB on average", heads)
    best = {name: min(rounds, key=lambda figures: figures["seconds"]) for name, rounds in results.items()}
    for name, figures in best.items():
        rate, ratio = len(pages) / figures["seconds"], best[REFERENCE]["seconds"] / figures["seconds"]
        memory = f"{max(figures['megabytes'] for figures in results[name]):.0f}"
        table.rows.append([label_of(name), f"{rate:.1f}", f"{ratio:.1f}", memory, figures["share"]])
    table.notes.append(
        "Best of three rounds, CPU time. Memory: what the process took at most besides the bare interpreter and the"
        " pages.\nTasks found: share of the gold records' task statements that stand in the output letter by letter."
    )
    return table


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the tables; 0, or 2 where the pages asked for cannot be read."""
    options = _options(arguments)
    folder = options.pages or (PAGES if PAGES.is_dir() else None)
    if options.pages and not any(options.pages.glob("*.html")):
        print(f"No page at {options.pages}: BENCH_PAGES names a folder of *.html.", file=sys.stderr)
        return 2
    if folder is None:
        print(f"No pages at {os.path.relpath(PAGES)}: the repository's own pages take their place.\n")
    if missing := [
        name for name in ("trafilatura", "resiliparse", "readability", "newspaper") if not find_spec(name)
    ]:
        print(f"Not installed: {', '.join(missing)}. `make bench` installs them.", file=sys.stderr)
        return 2
    cpu = max(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else 0
    pin_to(cpu)
    pages = pages_to_read(folder)
    for table in (race(pages, cpu), growth_table(), stages_table([page.html.read_bytes() for page in pages])):
        print(table.written(markdown=options.markdown), flush=True)
    return 0


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument("--pages", type=Path, help="folder of PAGE.html, if need be beside PAGE.gold.json")
    parser.add_argument("--markdown", action="store_true", help="write the tables in Markdown")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main())
