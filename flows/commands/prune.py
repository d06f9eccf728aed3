"""`jobprofiles prune`: remove old versions of a dataset."""

from datetime import UTC, datetime

from flows.command_errors import InputError, UsageError
from flows.dataset_folder import changing_dataset, dataset_names
from flows.run_settings import load_settings
from output.pruning import prune as prune_versions
from output.published import DatasetUnreadable


def prune(dataset: str, /, *, keep: int, data: str | None = None) -> None:
    """Remove all but the newest versions; the latest always stays.

    Parameters
    ----------
    dataset
        Name of the dataset.
    keep
        How many published versions stay.
    data
        Folder of archive, runs and datasets (setting: JOBPROFILES_DATA; by default ./data).
    """
    if keep < 1:
        raise UsageError(f"--keep is {keep}: expected 1 or more, because the latest version always stays")
    settings = load_settings(data=data)
    try:
        if dataset not in dataset_names(settings):
            raise InputError(
                f"{settings.data / 'datasets' / dataset}: expected a published dataset, found none"
            )
        with changing_dataset(settings, dataset) as folder:
            told = prune_versions(folder, keep=keep, now=datetime.now(UTC))
    except DatasetUnreadable as error:
        raise InputError(str(error)) from error
    for path in told.removed:
        print(f"removed {path}")
    print(f"{dataset}: {len(told.removed)} removed, {len(told.kept)} kept")
