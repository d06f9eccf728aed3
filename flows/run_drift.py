"""Whether a source has drifted: what a run reads of it, beside what the last version has."""

from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

import orjson

from output.published import read_latest
from schemas.dataset import Counts

NOTICEABLE = 0.05
"""A share that falls by more than that is no chance: of the profiles, or of those that have a field."""


class Before(NamedTuple):
    """The figures of the latest version."""

    profiles: int
    coverage: dict[str, float]


def figures_before(dataset: Path) -> Before | None:
    """Return the figures of a dataset's latest version, None where there is none or they cannot be read."""
    latest = read_latest(dataset)
    statistics = dataset / latest.path / "statistics.json" if latest else None
    if latest is None or statistics is None or not statistics.is_file():
        return None
    return Before(latest.counts.profiles, coverage_in(statistics))


def coverage_in(statistics: Path) -> dict[str, float]:
    """Return the share of profiles that have each field, as the statistics of a version tell."""
    fields = orjson.loads(statistics.read_bytes())["fields"]
    return {name: fill["share"] for name, fill in fields.items()}


def drift_since(before: Before, counts: Counts, coverage: Mapping[str, float]) -> tuple[str, ...]:
    """Return what got noticeably worse since the latest version, in words."""
    found = []
    read = counts.profiles - counts.kept
    if read < before.profiles * (1 - NOTICEABLE):
        found.append(f"profiles: {before.profiles} before, {read} read now")
    found += [
        f"{name}: {share:.0%} of the profiles had it before, {coverage.get(name, 0.0):.0%} now"
        for name, share in before.coverage.items()
        if coverage.get(name, 0.0) < share - NOTICEABLE
    ]
    return tuple(found)
