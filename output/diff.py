"""What differs between two versions of a dataset, as an importer asks."""

import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from output.delta import RecordLine, side_by_side
from output.load_dataset import records_of
from output.published import DatasetUnreadable


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True)


class Named(_Part):
    """A record that only one of the versions has."""

    id: str
    title: str
    url: str


class FieldChange(_Part):
    """A field's value before and after; of lists only the items that the other one does not have."""

    before: Any
    after: Any


class Changed(Named):
    """A record that both versions have, and the fields in which they differ."""

    fields: dict[str, FieldChange]


class Difference(_Part):
    """Everything that differs, sorted by id."""

    before: str
    after: str
    added: list[Named] = Field(default_factory=list)
    removed: list[Named] = Field(default_factory=list)
    changed: list[Changed] = Field(default_factory=list)
    by_field: dict[str, int] = Field(default_factory=dict)
    """Field → how many records changed in it."""


def diff_versions(before: Path, after: Path) -> Difference:
    """Compare two versions: each a dataset's folder (its latest version), a version's, or a profiles.jsonl.

    Raises DatasetUnreadable where one of them cannot be read, is not what its checksums say, or not sorted by id.
    """
    difference = Difference(before=str(before), after=str(after))
    fields = Counter[str]()
    for old, new in _checked(side_by_side(records_of(before), records_of(after)), before, after):
        if new is None and old is not None:
            difference.removed.append(_named(old))
        elif old is None and new is not None:
            difference.added.append(_named(new))
        elif old and new and old.line != new.line and (changes := _changes(old.record, new.record)):
            difference.changed.append(Changed(**_named(new).model_dump(), fields=changes))
            fields.update(changes.keys())
    return difference.model_copy(update={"by_field": dict(sorted(fields.items()))})


Pair = tuple[RecordLine | None, RecordLine | None]


def _checked(pairs: Iterator[Pair], before: Path, after: Path) -> Iterator[Pair]:
    """Pass pairs on; records out of order would look as if they were removed and added."""
    last = ""
    try:
        for old, new in pairs:
            one = new or old
            if one is None or one.id <= last:
                raise DatasetUnreadable(
                    f"{before}, {after}: expected records sorted by id, found them out of order"
                )
            last = one.id
            yield old, new
    except (ValueError, KeyError, TypeError) as error:
        told = type(error).__name__ if isinstance(error, KeyError) else str(error)
        raise DatasetUnreadable(f"{before}, {after}: expected a job profile a line ({told})") from error


def _named(line: RecordLine) -> Named:
    return Named(id=line.id, title=str(line.record.get("title")), url=line.url)


def _changes(old: dict[str, Any], new: dict[str, Any]) -> dict[str, FieldChange]:
    names = sorted(old.keys() | new.keys())
    return {name: _change(old.get(name), new.get(name)) for name in names if old.get(name) != new.get(name)}


def _change(old: Any, new: Any) -> FieldChange:
    if not (isinstance(old, list) and isinstance(new, list)):
        return FieldChange(before=old, after=new)
    olds, news = ([json.dumps(item, sort_keys=True) for item in items] for items in (old, new))
    gone = [item for item, told in zip(old, olds, strict=True) if told not in news]
    come = [item for item, told in zip(new, news, strict=True) if told not in olds]
    # The same items in another order: both lists, since nothing else tells what changed.
    return FieldChange(before=gone, after=come) if gone or come else FieldChange(before=old, after=new)
