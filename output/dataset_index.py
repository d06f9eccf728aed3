"""index.json: every dataset of a folder, with its latest version."""

from pathlib import Path

from output.canonical_json import document
from output.exclusive import exclusive
from output.published import DatasetUnreadable, read_latest
from output.storage import replace_file
from schemas.dataset import DatasetIndex, Latest


def write_index(datasets: Path, changed: Latest | None = None) -> None:
    """Write index.json from what each latest.json says, and `changed` in place of its dataset's."""
    with exclusive(datasets / ".index"):
        entries = {latest.dataset: latest for latest in _all_latest(datasets)}
        if changed:
            entries[changed.dataset] = changed
        index = DatasetIndex(datasets=tuple(entries[name] for name in sorted(entries)))
        replace_file(datasets / "index.json", document(index))


def _all_latest(datasets: Path) -> list[Latest]:
    found = []
    for path in datasets.glob("*/latest.json"):
        try:
            latest = read_latest(path.parent)
        except DatasetUnreadable:
            continue  # another dataset's fault: its own next run says so
        if latest:
            found.append(latest)
    return found
