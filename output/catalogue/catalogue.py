"""Writes the catalogue of a dataset: all its pages beside the old ones, which they then replace at once."""

import logging
from importlib.resources import files
from pathlib import Path

from pydantic import BaseModel

from output.canonical_json import document
from output.catalogue.entry_list import EntryList
from output.catalogue.profile_pages import SINGLE_PAGES_UP_TO, write_profiles
from output.catalogue.search import write_search
from output.catalogue.statistics_page import write_statistics
from output.catalogue.templating import Templates
from output.journal import writing
from output.last_version import last_version
from output.published import DatasetUnreadable, read_document, read_latest
from output.storage import UnfinishedTree
from schemas.dataset import DatasetName, Sha256, VersionId

__all__ = ["SINGLE_PAGES_UP_TO", "index_page", "refresh_catalogue", "write_catalogue"]

_FOLDER = "catalogue"
_MARKER = "catalogue.json"
_ASSETS = ("catalogue.css", "catalogue.js", "icon.svg")
_LOG = logging.getLogger(__name__)


class _Marker(BaseModel):
    """catalogue.json: the version that the pages show."""

    dataset: DatasetName
    version: VersionId
    manifest_sha256: Sha256
    """A retraction changes a version under the same id."""


def index_page(dataset: Path) -> Path:
    """Return where the first page of a dataset's catalogue stands."""
    return dataset / _FOLDER / "index.html"


def write_catalogue(dataset: Path) -> Path:
    """Write the catalogue of the latest version in a dataset's folder anew, and return its first page.

    Readers see the old pages or the new ones, whenever the process dies. The same version gives the same bytes.
    A run that publishes into the same folder is waited for.

    Raises DatasetUnreadable where nothing was published, or where it was damaged since.
    """
    if read_latest(dataset) is None:
        raise DatasetUnreadable(f"{dataset}: expected a published version, found no latest.json")
    with writing(dataset):
        _write(dataset)
    return index_page(dataset)


def refresh_catalogue(dataset: Path) -> Path | None:
    """Write the catalogue if it is missing or shows another version; return its first page, None where that failed.

    What was published stays published whatever goes wrong here: the log says what did.
    """
    try:
        return index_page(dataset) if _is_up_to_date(dataset) else write_catalogue(dataset)
    except Exception:  # noqa: BLE001  (a fault of our own must not turn a good publication into a failed run)
        _LOG.exception("%s: the catalogue could not be written; `jobprofiles catalogue` tries again", dataset)
        return None


def _is_up_to_date(dataset: Path) -> bool:
    latest = read_latest(dataset)
    try:
        shown = read_document(dataset / _FOLDER / _MARKER, _Marker)
    except DatasetUnreadable:
        return False
    return (
        latest is not None
        and shown.manifest_sha256 == latest.manifest_sha256
        and index_page(dataset).exists()
    )


def _write(dataset: Path) -> None:
    version = last_version(dataset)
    if version is None:
        raise DatasetUnreadable(f"{dataset}: expected a published version, found no latest.json")
    latest = version.latest
    tree = UnfinishedTree(dataset, _FOLDER)
    templates = Templates(latest)
    with_pages = latest.counts.profiles <= SINGLE_PAGES_UP_TO
    with EntryList(write_profiles(tree, templates, version, with_pages=with_pages)) as entries:
        write_search(tree, templates, version, entries, with_pages=with_pages)
        write_statistics(tree, templates, version, entries, dataset)
    for name in _ASSETS:
        tree.write(name, files("output.catalogue").joinpath(name).read_bytes())
    marker = _Marker(dataset=latest.dataset, version=latest.version, manifest_sha256=latest.manifest_sha256)
    tree.write(_MARKER, document(marker))
    tree.swap(dataset / _FOLDER)
