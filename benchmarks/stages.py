"""Where the extractor's time goes, step by step."""

import time
from collections.abc import Callable, Sequence
from typing import Any

from benchmarks.table import Table
from extractors.extract import ParsedPage, extract, parse_page, read_page
from extractors.page_bounds import beyond_bounds
from extractors.parse import PageRejected, decode, parse

_ROUNDS = 3


def stages_table(pages: Sequence[bytes]) -> Table:
    """Return the milliseconds a page that each step takes, the least of three rounds.

    A step's time is that of the steps up to it, less that of the steps before.
    """
    readable = [html for html in pages if _parsed(html)]
    decoded = [decode(html) for html in readable]
    parsed = [page for html in readable if (page := _parsed(html))]
    bounds, tree = _timed(beyond_bounds, decoded), _timed(parse, readable)
    metadata = _timed(_parsed, readable)
    blocks, reading = _timed(_blocks, parsed), _timed(_reading, parsed)
    whole = _timed(extract, readable)
    steps = {
        "bounds": bounds,
        "encoding and parsing": tree - bounds,
        "metadata": metadata - tree,
        "blocks": blocks,
        "outline and readers": reading - blocks,
        "record and evidence": whole - metadata - reading,
        "all": whole,
    }
    table = Table("Where the time goes", ["step", "ms a page", "share"])
    table.rows = [
        [step, f"{1e3 * seconds / len(readable):.2f}", f"{seconds / whole:.0%}"]
        for step, seconds in steps.items()
    ]
    return table


def _parsed(html: bytes) -> ParsedPage | None:
    try:
        return parse_page(html, None, None, None)
    except PageRejected:
        return None


def _blocks(page: ParsedPage) -> object:
    return page.blocks()


def _reading(page: ParsedPage) -> object:
    return read_page(page)


def _timed(step: Callable[[Any], object], inputs: Sequence[Any]) -> float:
    best = float("inf")
    for _ in range(_ROUNDS):
        start = time.process_time()
        for each in inputs:
            step(each)
        best = min(best, time.process_time() - start)
    return best
