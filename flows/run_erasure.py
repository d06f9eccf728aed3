"""Taking a page out of the folders of earlier runs."""

import json
from collections.abc import Collection
from typing import Any

from flows.run_folder import RunFolder, run_names


def erase_from_runs(runs: str, urls: Collection[str]) -> int:
    """Take every result of these URLs out of the run folders in `runs`, and return how many there were."""
    return sum(_erase(RunFolder(f"{runs}/{name}"), urls) for name in run_names(runs))


def _erase(run: RunFolder, urls: Collection[str]) -> int:
    erased = 0
    for part in run.parts("results/*.jsonl"):
        lines = (run.noted(part) or "").splitlines(keepends=True)
        kept = [line for line in lines if not _speaks_of(json.loads(line), urls)]
        if len(kept) < len(lines):
            run.note(part, "".join(kept))
            erased += len(lines) - len(kept)
    for part in run.parts("results/*.summary"):
        _keep_others(run, part, urls)
    for part in (*run.parts("report.json"), *run.parts("profiles.json")):
        _keep_others(run, part, urls)
    return erased


def _keep_others(run: RunFolder, part: str, urls: Collection[str]) -> None:
    """Take whatever speaks of these URLs out of the lists of a JSON file."""
    found = json.loads(run.noted(part) or "null")
    kept = _without(found, urls)
    if kept != found:
        run.note(part, json.dumps(kept, ensure_ascii=False))


def _without(value: Any, urls: Collection[str]) -> Any:
    if isinstance(value, list):
        return [
            _without(item, urls) for item in value if not (isinstance(item, dict) and _speaks_of(item, urls))
        ]
    if isinstance(value, dict):
        return {name: _without(item, urls) for name, item in value.items()}
    return value


def _speaks_of(result: dict[str, Any], urls: Collection[str]) -> bool:
    profile = result.get("profile") or {}
    return any(url in urls for url in (result.get("url"), result.get("url_asked"), profile.get("url")))
