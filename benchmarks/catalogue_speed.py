"""`make bench-catalogue`: how long the catalogue of many profiles takes to write, to open and to search."""

import argparse
import random
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from statistics import median

from benchmarks.fetch_speed import machine
from benchmarks.table import Table
from flows.fetching.browser import NoBrowser, browser_path
from output.catalogue.catalogue import write_catalogue
from output.version import publish_version
from schemas.page_result import PageResult
from schemas.profile import JobProfile, Requirement, SourceReference, Task

PROFILES = 10_000
MOST_MILLISECONDS = 50
"""From a key to the list that is painted: more is not instant."""
_WORDS = "baker smith cooper weaver tanner potter miller sawyer fuller mason glazier thatcher farrier fletcher".split()
_TYPED = ("master weaver", "glaz", "senior potter 42", "fletcher")
_SOURCE = SourceReference(id="made", name="Made up", publisher=None, licence="CC0-1.0", attribution=None)
_MEASURE = """
() => {
  window.taken = [];
  const query = document.getElementById('query');
  query.addEventListener('keydown', (event) => {
    if (event.key.length > 1) return;  // Delete, which empties the field
    const pressed = event.timeStamp;
    // The frame after the one in which the list changed: by then it is painted.
    query.addEventListener('input', () => requestAnimationFrame(() => {
      const channel = new MessageChannel();
      channel.port1.onmessage = () => window.taken.push(performance.now() - pressed);
      channel.port2.postMessage(null);
    }), { once: true });
  });
}
"""


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the table; 1 where the median key takes longer than is instant, 2 without a browser."""
    parser = argparse.ArgumentParser(prog="make bench-catalogue")
    parser.add_argument("--profiles", type=int, default=PROFILES)
    parser.add_argument("--markdown", action="store_true")
    options = parser.parse_args(arguments)
    try:
        program = browser_path()
    except NoBrowser as missing:
        print(missing, file=sys.stderr)
        return 2
    with tempfile.TemporaryDirectory() as folder:
        dataset = _published(Path(folder), options.profiles)
        start = time.perf_counter()
        index = write_catalogue(dataset)
        written = time.perf_counter() - start
        opened, keys = _searched(program, index)
    table = Table(f"The catalogue of {options.profiles:,} profiles", ["what", "figure"])
    table.rows += [
        ["writing all pages", f"{written:.1f} s"],
        ["opening the first page", f"{opened:.0f} ms"],
        ["a key, to the painted list: median", f"{median(keys):.0f} ms"],
        ["a key: the slowest", f"{max(keys):.0f} ms"],
        [
            f"keys within {MOST_MILLISECONDS} ms",
            f"{sum(key <= MOST_MILLISECONDS for key in keys)} of {len(keys)}",
        ],
    ]
    table.notes.append(machine())
    print(table.written(markdown=options.markdown))
    return 0 if median(keys) <= MOST_MILLISECONDS else 1


def _published(folder: Path, profiles: int) -> Path:
    results = folder / "results.jsonl"
    with results.open("w", encoding="utf-8") as lines:
        lines.writelines(f"{result.model_dump_json()}\n" for result in _results(profiles))
    publish_version(
        dataset="made",
        results=[results],
        datasets=folder / "datasets",
        sources=[_SOURCE],
        bounds={},
        now=datetime(2026, 11, 27, tzinfo=UTC),
    )
    return folder / "datasets/made"


def _results(profiles: int) -> Iterator[PageResult]:
    dice = random.Random(7)
    for number in range(profiles):
        word, rank = dice.choice(_WORDS), dice.choice(("master", "junior", "senior", "assistant"))
        url = f"https://made.example/jobs/{word}-{number}/"
        profile = JobProfile(
            id=f"made:{sha256(url.encode()).hexdigest()[:12]}",
            title=f"{rank.capitalize()} {word} {number}",
            aliases=(f"{word.capitalize()} of shop {number}", f"{rank} {dice.choice(_WORDS)} {number}"),
            summary=f"A {word} works in shop {number}.",
            tasks=tuple(
                Task(text=f"Doing the work of a {word}, part {n} of {number}.", label=None) for n in range(6)
            ),
            requirements=(
                Requirement(text=f"Training as a {word}.", kind="education", importance="required"),
            ),
            language=dice.choice(("en", "de", "fr")),
            codes=(),
            url=url,
            slug=f"{word}-{number}",
            source=_SOURCE,
            published=None,
            modified=None,
        )
        yield PageResult(source="made", url_asked=url, url=url, outcome="profile", profile=profile)


def _searched(program: Path, index: Path) -> tuple[float, list[float]]:
    """Open the catalogue from the disk and type; return milliseconds, of the opening and of each key."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, chromium_sandbox=False)
        page = browser.new_page()
        start = time.perf_counter()
        page.goto(index.as_uri())
        opened = 1e3 * (time.perf_counter() - start)
        page.evaluate(_MEASURE)
        for text in _TYPED:
            page.fill("#query", "")
            page.type("#query", text, delay=120)
            page.wait_for_timeout(300)
        keys: list[float] = page.evaluate("() => window.taken")
        browser.close()
    return opened, keys


if __name__ == "__main__":
    sys.exit(main())
