"""`jobprofiles catalogue`: make the pages of a dataset anew."""

from flows.command_errors import InputError, UsageError
from flows.run_settings import load_settings
from output.catalogue.catalogue import write_catalogue
from output.published import DatasetUnreadable
from output.version import dataset_name


def catalogue(dataset: str, /, *, data: str | None = None) -> None:
    """Write the catalogue of a dataset's latest version and print the page to open.

    Parameters
    ----------
    dataset
        Name of the dataset: a folder below data/datasets.
    data
        Folder of archive, runs and datasets (setting: JOBPROFILES_DATA; by default ./data).
    """
    datasets = load_settings(data=data).data / "datasets"
    try:
        folder = datasets / dataset_name(dataset)
    except ValueError as error:
        raise UsageError(str(error)) from error
    try:
        print(write_catalogue(folder))
    except DatasetUnreadable as error:
        raise InputError(str(error)) from error
