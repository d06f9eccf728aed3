"""What changed between two versions, read from both side by side: both are sorted by id."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from output.canonical_json import canonical
from output.profile_statistics import SAMPLES
from output.storage import UnfinishedFolder
from schemas.dataset import Change, Changes
from schemas.profile import JobProfile


@dataclass(slots=True)
class Delta:
    """The counts of delta.jsonl, and by source a few pages whose record is gone."""

    changes: Changes = field(default_factory=Changes)
    lost: dict[str, list[str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class RecordLine:
    """A published record: not as a model, because the version before may follow an older schema."""

    line: bytes
    record: dict[str, Any]

    @property
    def id(self) -> str:
        """The record's id."""
        return str(self.record["id"])

    @property
    def url(self) -> str:
        """The address of its page."""
        return str(self.record["url"])

    @property
    def source(self) -> str:
        """The id of its source."""
        return str(self.record["source"]["id"])


def write_delta(
    folder: UnfinishedFolder, version: str, previous: str | None, previous_records: Path | None
) -> Delta:
    """Write delta.jsonl: an ADD, MOD or DEL for each record that differs from the version before."""
    counted = {"ADD": 0, "MOD": 0, "DEL": 0}
    lost: dict[str, list[str]] = {}
    with folder.open("delta.jsonl") as write:
        for before, after in side_by_side(previous_records, folder.path / "profiles.jsonl"):
            if before and after and before.line == after.line:
                continue
            change = _change(before, after, version, previous)
            write(canonical(change) + b"\n")
            counted[change.op] += 1
            if before and not after and len(lost.setdefault(before.source, [])) < SAMPLES:
                lost[before.source].append(before.url)
    changes = Changes(added=counted["ADD"], modified=counted["MOD"], deleted=counted["DEL"])
    return Delta(changes, lost)


def _change(
    before: RecordLine | None, after: RecordLine | None, version: str, previous: str | None
) -> Change:
    old, new = (before.record if before else {}), (after.record if after else {})
    changed = tuple(name for name in JobProfile.model_fields if old.get(name) != new.get(name))
    return Change(
        op="ADD" if before is None else "DEL" if after is None else "MOD",
        id=str((new or old)["id"]),
        previous=previous,
        version=version,
        fields=changed if before and after else (),
        profile=JobProfile.model_validate_json(after.line) if after else None,
    )


def side_by_side(before: Path | None, after: Path) -> Iterator[tuple[RecordLine | None, RecordLine | None]]:
    """Yield the records of two files of the same id together, and those that only one has; both sorted by id."""
    olds, news = _lines(before), _lines(after)
    old, new = next(olds, None), next(news, None)
    while old or new:
        if new is None or (old is not None and old.id < new.id):
            yield old, None
            old = next(olds, None)
        elif old is None or new.id < old.id:
            yield None, new
            new = next(news, None)
        else:
            yield old, new
            old, new = next(olds, None), next(news, None)


def _lines(path: Path | None) -> Iterator[RecordLine]:
    if path is None:
        return
    with path.open("rb") as lines:
        for line in lines:
            yield RecordLine(line, json.loads(line))
