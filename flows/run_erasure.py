"""Taking a page out of the folders of earlier runs."""

import json
from collections.abc import Collection
from pathlib import Path
from typing import Any


def erase_from_runs(runs: Path, urls: Collection[str]) -> int:
    """Take every result of these URLs out of the run folders in `runs`, and return how many there were."""
    erased = 0
    for results in sorted(runs.glob("*/results/*.jsonl")):
        lines = results.read_bytes().splitlines(keepends=True)
        kept = [line for line in lines if not _speaks_of(json.loads(line), urls)]
        if len(kept) < len(lines):
            _replace(results, b"".join(kept))
            erased += len(lines) - len(kept)
    for preview in sorted(runs.glob("*/profiles.json")):
        records = json.loads(preview.read_bytes())
        kept_records = [record for record in records if record["url"] not in urls]
        if len(kept_records) < len(records):
            _replace(preview, json.dumps(kept_records, ensure_ascii=False, indent=2).encode())
    return erased


def _speaks_of(result: dict[str, Any], urls: Collection[str]) -> bool:
    profile = result.get("profile") or {}
    return any(url in urls for url in (result.get("url"), result.get("url_asked"), profile.get("url")))


def _replace(path: Path, content: bytes) -> None:
    unfinished = path.with_name(path.name + ".part")
    unfinished.write_bytes(content)
    unfinished.replace(path)
