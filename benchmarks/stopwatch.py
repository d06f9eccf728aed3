"""One contender in a process of its own: `python -m benchmarks.stopwatch NAME PLAN CPU` prints its figures as JSON.

PLAN is a JSON file: a list of pages, each {"html": path, "statements": [gold statements]}.
"""

import json
import logging
import os
import sys
import time
import warnings
from pathlib import Path

from benchmarks.contenders import CONTENDERS, Contender
from benchmarks.process_memory import peak_mb

Page = tuple[bytes, list[str]]


def main() -> None:
    """Read the pages into memory, warm up with all of them once, then take the time of reading them all again."""
    name, plan, cpu = sys.argv[1:]
    pin_to(int(cpu))
    warnings.simplefilter("ignore")
    logging.disable()
    pages = [
        (Path(page["html"]).read_bytes(), page["statements"]) for page in json.loads(Path(plan).read_bytes())
    ]
    before = peak_mb()
    contender = CONTENDERS[name][1]()
    share = _share_found(contender, pages)
    start = time.process_time()
    for html, _ in pages:
        contender.read(html)
    seconds = time.process_time() - start
    print(json.dumps({"seconds": seconds, "megabytes": peak_mb() - before, "share": share}))


def pin_to(cpu: int) -> None:
    """Keep this process on one CPU, where the system can do that."""
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {cpu})


def _share_found(contender: Contender, pages: list[Page]) -> float | None:
    """Return the share of the statements that stand in what is read, letter by letter but for white space."""
    found = asked = 0
    for html, statements in pages:
        output = contender.read(html)
        if contender.text is not None:
            text = _squeezed(contender.text(output))
            found += sum(_squeezed(statement) in text for statement in statements)
            asked += len(statements)
    return found / asked if asked else None


def _squeezed(text: str) -> str:
    return " ".join(text.split())


if __name__ == "__main__":
    main()
