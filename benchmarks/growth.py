"""Whether time grows with a page's length alone: one page, its content repeated."""

import re
import time
from pathlib import Path

from benchmarks.gold import OWN_PAGES
from benchmarks.table import Table
from extractors.extract import extract

PAGE = OWN_PAGES / "generic/nested-and-several-lists.html"
COPIES = (1, 2, 5, 10, 20)
TOLERATED = 1.2
"""Times as long as its length explains: ten times the page may take twelve times as long."""
_ROUNDS, _AT_LEAST = 5, 0.1


def growth_table(page: Path = PAGE) -> Table:
    """Return the seconds that a page takes whose content stands in it 1 to 20 times, each time in other words."""
    table = Table(
        f"Growth: {page.stem}, its content repeated",
        ["copies", "bytes", "statements", "ms", "ms per 10 kB", "times as long", "times as many bytes", ""],
    )
    html = page.read_text("utf-8")
    one = repeated(html, 1)
    first = _seconds(one)
    for copies in COPIES:
        body = repeated(html, copies)
        profile, seconds = extract(body).profile, _seconds(body)
        statements = len(profile.tasks) + len(profile.requirements) if profile else 0
        longer, larger = seconds / first, len(body) / len(one)
        per_size = f"{1e3 * seconds / len(body) * 1e4:.2f}"
        figures = [f"{1e3 * seconds:.1f}", per_size, f"{longer:.1f}", f"{larger:.1f}"]
        table.rows.append(
            [str(copies), len(body), statements, *figures, "!!" if longer > TOLERATED * larger else ""]
        )
    table.notes.append(f"!! takes more than {TOLERATED} times as long as its length explains.")
    return table


def repeated(html: str, copies: int) -> bytes:
    """Return a page whose body holds its content `copies` times, each statement in words of its own."""
    head, start, rest = re.split(r"(<body[^>]*>)", html, maxsplit=1)
    content, end, _ = re.split(r"(</body>)", rest, maxsplit=1)
    parts = [
        re.sub(r"\s*(</(?:li|p|td|dd)>)", rf", in workshop {number}\1", content) for number in range(copies)
    ]
    return "".join([head, start, *parts, end, "</html>"]).encode()


def _seconds(html: bytes) -> float:
    """Return the least CPU seconds of several rounds, each long enough to be measured."""
    extract(html)
    best = float("inf")
    for _ in range(_ROUNDS):
        times, start = 0, time.process_time()
        while (passed := time.process_time() - start) < _AT_LEAST:
            extract(html)
            times += 1
        best = min(best, passed / times)
    return best
