"""`jobprofiles diff`: what differs between two versions of a dataset."""

import json as json_format
from pathlib import Path
from typing import Annotated, Any

from cyclopts import Parameter

from flows.command_errors import InputError
from output.diff import Changed, Difference, diff_versions
from output.published import DatasetUnreadable

_LONGEST = 100


def diff(before: str, after: str, /, *, json: Annotated[bool, Parameter(negative=())] = False) -> None:
    """Print the records that were added, removed and changed, and how.

    Parameters
    ----------
    before
        A dataset's folder (its latest version), a version's folder, or a profiles.jsonl.
    after
        The same, to compare with.
    json
        Print everything as JSON.
    """
    try:
        difference = diff_versions(Path(before), Path(after))
    except DatasetUnreadable as error:
        raise InputError(str(error)) from error
    if json:
        print(difference.model_dump_json(indent=2))
    else:
        _print(difference)


def _print(difference: Difference) -> None:
    counts = {name: len(getattr(difference, name)) for name in ("added", "removed", "changed")}
    print(", ".join(f"{count} {name}" for name, count in counts.items()))
    for record in difference.added:
        print(f"+ {record.id}  {record.title}")
    for record in difference.removed:
        print(f"- {record.id}  {record.title}")
    for changed in difference.changed:
        _print_changed(changed)
    if difference.by_field:
        print(
            "changed by field: " + ", ".join(f"{name} {count}" for name, count in difference.by_field.items())
        )


def _print_changed(changed: Changed) -> None:
    print(f"~ {changed.id}  {changed.title}")
    for name, change in changed.fields.items():
        gone, come, reread = _apart(_items(change.before), _items(change.after))
        for old, new in reread:
            told = ", ".join(
                f"{key} {_in_short(old.get(key))} → {_in_short(value)}"
                for key, value in new.items()
                if old.get(key) != value
            )
            print(f"    {name} ~ {_in_short(new)}: {told}")
        for sign, items in (("-", gone), ("+", come)):
            for item in items:
                print(f"    {name} {sign} {_in_short(item)}")


def _items(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _apart(
    before: list[Any], after: list[Any]
) -> tuple[list[Any], list[Any], list[tuple[dict[str, Any], dict[str, Any]]]]:
    """Return what is gone, what has come, and the statements that say the same and are read otherwise."""
    told = {item["text"]: item for item in before if isinstance(item, dict) and "text" in item}
    reread = [
        (told[item["text"]], item)
        for item in after
        if isinstance(item, dict) and item.get("text") in told and told[item["text"]] != item
    ]
    olds, news = [old for old, _ in reread], [new for _, new in reread]
    return [item for item in before if item not in olds], [item for item in after if item not in news], reread


def _in_short(value: Any) -> str:
    if isinstance(value, dict) and "text" in value:
        value = value["text"]
    text = value if isinstance(value, str) else json_format.dumps(value, ensure_ascii=False)
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"
