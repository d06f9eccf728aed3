"""`make fuzz`: reads pages broken in a million ways, and stops at the first that breaks a promise."""

import argparse
import logging
import multiprocessing
import os
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from benchmarks.gold import ROOT, own_html
from benchmarks.mutations import broken_page
from benchmarks.process_memory import peak_mb
from benchmarks.promises import broken_promise
from extractors.extract import extract

INPUTS = 1_000_000
KEPT = ROOT / ".fuzz"
_AT_ONCE = 500
_TWICE_IN = 20
_BETWEEN_LINES = 20.0


@dataclass(frozen=True, slots=True)
class Result:
    """What came of some inputs, up to the first that broke a promise."""

    read: int = 0
    slowest: tuple[float, int] = (0.0, 0)
    """CPU seconds and number of the input that took longest."""
    megabytes: float = 0.0
    broken: tuple[int, str] | None = None
    """Number of the input, and the promise."""

    def with_more(self, other: "Result") -> "Result":
        """Return both together."""
        return Result(
            self.read + other.read,
            max(self.slowest, other.slowest),
            max(self.megabytes, other.megabytes),
            self.broken or other.broken,
        )

    def told(self) -> str:
        """Return one line about it."""
        seconds, number = self.slowest
        return f"{self.read:,} read; slowest {seconds:.2f} s (input {number}); peak {self.megabytes:.0f} MB"


def read_inputs(numbers: range, seed: int) -> Result:
    """Read the inputs with these numbers, in order, and stop at the first that breaks a promise."""
    result = Result()
    for number in numbers:
        broken, seconds = broken_promise(broken_page(seed, number), twice=number % _TWICE_IN == 0)
        result = result.with_more(Result(1, (seconds, number), broken=(number, broken) if broken else None))
        if broken:
            break
    return replace(result, megabytes=peak_mb())


def _warm_up() -> None:
    """Read a page of every language, so that no input is charged for loading what all of them use."""
    logging.disable()
    for page in own_html():
        extract(page.read_bytes())


def read_all(numbers: range, seed: int) -> Result:
    """Read the inputs over all cores, tell how far it is, and stop at the first that breaks a promise."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    chunks = [numbers[start : start + _AT_ONCE] for start in range(0, len(numbers), _AT_ONCE)]
    result, told = Result(), time.monotonic()
    with multiprocessing.get_context("spawn").Pool(cores, _warm_up) as pool:
        for part in pool.imap(partial(read_inputs, seed=seed), chunks):
            result = result.with_more(part)
            if result.broken:
                pool.terminate()
                break
            if time.monotonic() - told > _BETWEEN_LINES:
                told = time.monotonic()
                print(f"{result.read / len(numbers):4.0%}  {result.told()}", flush=True)
    return result


def keep(seed: int, number: int, promise: str) -> Path:
    """Write an input down with what is wrong with it; return its file."""
    page = broken_page(seed, number)
    KEPT.mkdir(exist_ok=True)
    file = KEPT / f"{seed}-{number}.html"
    file.write_bytes(page.html)
    about = f"{promise}\nurl: {page.url}\ncontent type: {page.content_type}\n"
    file.with_suffix(".txt").write_text(about, "utf-8", "backslashreplace")
    return file


def main(arguments: Sequence[str] | None = None) -> int:
    """Return 0 where every promise was kept, else 1."""
    parser = argparse.ArgumentParser(prog="make fuzz", description=__doc__)
    parser.add_argument("--inputs", type=int, default=INPUTS)
    parser.add_argument("--from", type=int, default=0, dest="first", help="number of the first input")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args(arguments)
    start = time.monotonic()
    result = read_all(range(options.first, options.first + options.inputs), options.seed)
    print(f"seed {options.seed}, {time.monotonic() - start:.0f} s: {result.told()}")
    if result.broken is None:
        print("Every promise was kept.")
        return 0
    number, promise = result.broken
    file = os.path.relpath(keep(options.seed, number, promise))
    print(f"Input {number} breaks a promise: {promise[:2_000]}\nIt is kept in {file}.")
    return 1


if __name__ == "__main__":
    sys.exit(main())
