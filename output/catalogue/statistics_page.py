"""The page of figures: how full the records are, how many tasks they have, what changed, and what was rejected."""

import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from output.catalogue.entry_list import EntryList
from output.catalogue.plots import Columns, Row, Stack, columns, rows
from output.catalogue.templating import Templates
from output.catalogue.wording import counted, day, field_name, short_day
from output.last_version import LastVersion
from output.published import read_versions
from output.storage import UnfinishedTree
from schemas.dataset import Issue, VersionEntry

VERSIONS_SHOWN = 30
REASONS_SHOWN = 12
_MANY_TASKS = 30
"""Profiles with so many tasks or more share the last column."""
_DISTINCT_REASONS = 1_000
"""Bound on memory: reasons that come after so many others are counted together."""
_ENDS = {"rejected": "Rejected", "gone": "Gone", "refused": "Not fetched", "failed": "Failed"}
"""Ends of a page that gives no record; a duplicate has given one."""


def write_statistics(
    tree: UnfinishedTree, templates: Templates, version: LastVersion, entries: EntryList, dataset: Path
) -> None:
    """Write statistics.html."""
    history = _history(dataset, version.latest.version)
    reasons, pages_without = _reasons(version.files.checked("issues.json"))
    page = templates.render(
        "statistics",
        statistics=version.statistics,
        sources=version.files.manifest.sources,
        coverage=_coverage(version),
        tasks=_tasks(entries),
        profiles_plot=_profiles_over_versions(history),
        changes_plot=_changes_over_versions(history),
        history=history,
        reasons=reasons,
        pages_without=pages_without,
    )
    tree.write("statistics.html", page)


def _history(dataset: Path, version: str) -> list[VersionEntry]:
    """Return what was published up to `version`, the oldest first: what came after is not part of its pages."""
    entries = read_versions(dataset).versions
    found = [number for number, entry in enumerate(entries) if entry.version == version]
    published = [entry for entry in entries[found[0] if found else 0 :] if entry.result == "published"]
    return published[:VERSIONS_SHOWN][::-1]


def _coverage(version: LastVersion) -> list[Row]:
    fields = version.statistics.fields.items()
    return rows([(field_name(name), fill.share, _percent(fill.share)) for name, fill in fields], longest=1)


def _percent(share: float) -> str:
    """Return the share in percent; 100 % only where nothing lacks, 0 % only where nothing is there."""
    shown = f"{100 * share:.0f}"
    if shown in ("0", "100") and share not in (0, 1):
        shown = f"{100 * share:.1f}"
    return f"{shown} %"


def _tasks(entries: EntryList) -> Columns:
    counts = Counter(min(entry.tasks, _MANY_TASKS) for entry in entries)
    most = max(counts, default=0)
    return columns(
        [
            Stack(
                label=f"{number}+" if number == _MANY_TASKS else str(number),
                told=f"{_tasks_told(number)}: {counted(counts[number], 'profile')}",
                values=[("fill", counts[number])],
            )
            for number in range(most + 1)
        ],
        labels=11,
    )


def _tasks_told(number: int) -> str:
    return f"{number} or more tasks" if number == _MANY_TASKS else counted(number, "task")


def _profiles_over_versions(history: list[VersionEntry]) -> Columns:
    return columns(
        [
            Stack(
                label=short_day(entry.at),
                told=f"{day(entry.at)}: {counted(entry.counts.profiles, 'profile')}",
                values=[("fill", entry.counts.profiles)],
            )
            for entry in history
        ],
        labels=4,
    )


def _changes_over_versions(history: list[VersionEntry]) -> Columns:
    return columns(
        [
            Stack(
                label=short_day(entry.at),
                told=f"{day(entry.at)}: {entry.changes.added:,} added, {entry.changes.modified:,} modified, "
                f"{entry.changes.deleted:,} deleted",
                values=[
                    ("deleted", entry.changes.deleted),
                    ("modified", entry.changes.modified),
                    ("added", entry.changes.added),
                ],
            )
            for entry in history
        ],
        labels=4,
    )


def _reasons(issues: Path) -> tuple[list[Row], int]:
    """Return the most frequent reasons why a page gave no record, and how many pages gave none."""
    counts: Counter[str] = Counter()
    for issue in _issues(issues):
        if issue.outcome in _ENDS:
            name = f"{_ENDS[issue.outcome]}: {_kind_of_reason(issue.reason)}"
            counts[name if name in counts or len(counts) < _DISTINCT_REASONS else "Other reasons"] += 1
    ordered = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    shown, rest = ordered[:REASONS_SHOWN], sum(count for _, count in ordered[REASONS_SHOWN:])
    if rest:
        shown.append(("All other reasons", rest))
    return rows([(name, count, f"{count:,}") for name, count in shown]), counts.total()


def _kind_of_reason(reason: str) -> str:
    """Return what a reason has in common with others: "vacancy" of "vacancy: an employer speaks"."""
    kind = reason.partition(": ")[0]
    return kind if len(kind) <= 80 else f"{kind[:79].rstrip()}…"  # noqa: PLR2004 - a line on a wide screen


def _issues(path: Path) -> Iterator[Issue]:
    """Yield the pages of issues.json, which stand one a line between the first line and the last."""
    with path.open("rb") as lines:
        next(lines)
        for line in lines:
            if line.startswith(b"{"):
                yield Issue.model_validate(json.loads(line.rstrip(b",\n")))
