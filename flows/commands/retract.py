"""`jobprofiles retract`: take a record out of everything that was published and archived."""

from collections.abc import Iterator
from datetime import UTC, datetime

from pydantic import TypeAdapter, ValidationError

from flows.archive.archive import Archive
from flows.archive.compaction import erase
from flows.command_errors import InputError, UsageError
from flows.dataset_folder import changing_dataset, dataset_names
from flows.fetching.fetch_failures import ArchiveUnreadable
from flows.run_erasure import erase_from_runs
from flows.run_folder import only_run
from flows.run_settings import RunSettings, load_settings
from output.published import DatasetUnreadable
from output.retraction import Retracted
from output.retraction import retract as retract_record
from schemas.profile import ProfileId

_ID: TypeAdapter[str] = TypeAdapter(ProfileId)


def retract(profile_id: str, /, *, reason: str, data: str | None = None) -> None:
    """Take a record out of every version, the archive and the folders of runs; no later run publishes it again.

    Parameters
    ----------
    profile_id
        The record's id, such as demo:5ba58b5ceaef.
    reason
        Why, for versions.json.
    data
        Folder of archive, runs and datasets (setting: JOBPROFILES_DATA; by default ./data).
    """
    settings, now = load_settings(data=data), datetime.now(UTC)
    source = _source_of(profile_id)
    if not reason.strip():
        raise UsageError("--reason stands in versions.json: expected one")
    with only_run(settings.data / "runs" / source):
        try:
            told = dict(_retracted(settings, profile_id, reason, now))
            if not told:
                raise InputError(f"no dataset in {settings.data / 'datasets'} has had a record {profile_id}")
            urls = {url for one in told.values() for url in one.urls}
            captures, results = _erase(settings, source, urls, now)
        except (ArchiveUnreadable, DatasetUnreadable) as error:
            raise InputError(f"{profile_id}: {error}; the record is not out of everything yet") from error
    for dataset, one in told.items():
        print(f"{dataset}: {profile_id} is out of {len(one.versions)} versions")
    print(f"{source}: {captures} captures and {results} results of runs removed")


def _source_of(profile_id: str) -> str:
    try:
        return _ID.validate_python(profile_id).partition(":")[0]
    except ValidationError as error:
        raise UsageError(
            f"expected the id of a record, such as demo:5ba58b5ceaef, found {profile_id!r}"
        ) from error


def _retracted(
    settings: RunSettings, profile_id: str, reason: str, now: datetime
) -> Iterator[tuple[str, Retracted]]:
    for name in dataset_names(settings):
        with changing_dataset(settings, name) as folder:
            told = retract_record(folder, profile_id, reason=reason, now=now)
        if told:
            yield name, told


def _erase(settings: RunSettings, source: str, urls: set[str], now: datetime) -> tuple[int, int]:
    captures = results = 0
    for root in (settings.data, settings.data / "preview"):
        captures += erase(Archive.of_source(settings.archive_url(root), source), urls, now=now)
        results += erase_from_runs(f"{settings.runs_url(root)}/{source}", urls)
    return captures, results
