"""The folder of a dataset for a command that changes its versions, in line with the object store if there is one."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from flows.command_errors import RefusedError
from flows.run_settings import RunSettings
from output.dataset_store import DatasetStore, LostRace


@contextmanager
def changing_dataset(settings: RunSettings, name: str) -> Iterator[Path]:
    """Give the folder of a dataset; what the block changes in it goes into the store behind it.

    Raises RefusedError where another run published there meanwhile.
    """
    folder = settings.data / "datasets" / name
    if settings.datasets is None:
        yield folder
        return
    try:
        with DatasetStore.at(settings.datasets).changing(folder):
            yield folder
    except LostRace as lost:
        raise RefusedError(f"{lost}; run it again") from lost


def dataset_names(settings: RunSettings) -> list[str]:
    """Return the names of all datasets, here and in the store."""
    here = {path.parent.name for path in (settings.data / "datasets").glob("*/versions.json")}
    there = DatasetStore.at(settings.datasets).names() if settings.datasets else []
    return sorted(here | set(there))
