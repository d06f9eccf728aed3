"""Taking a record out of every version that is kept, for a rights holder who asks.

Versions never change where they stand: each one that holds the record is written anew under another folder name, its
entry in versions.json and latest.json lead there, and then the old folder goes.
"""

import json
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import datetime
from itertools import count
from pathlib import Path
from typing import Any

from output.canonical_json import canonical, document
from output.catalogue.catalogue import write_catalogue
from output.datapackage import resources_of
from output.dataset_index import write_index
from output.identities import read_identities, write_retraction
from output.issues import open_issues
from output.journal import writing
from output.kept_records import published_profiles
from output.last_version import last_version
from output.occupation_jsonld import HEAD, TAIL, occupation
from output.parquet import FILE as PARQUET
from output.parquet import write_parquet
from output.profile_statistics import SourceStatistics, Statistics, Tally
from output.published import PublishedVersion, open_version, read_document, read_latest, read_versions
from output.storage import UnfinishedFolder, remove_folder, replace_file
from schemas.dataset import Counts, Gate, Issue, Refusal, Retraction, VersionEntry
from schemas.profile import JobProfile


@dataclass(frozen=True, slots=True)
class Retracted:
    """What was done, and which addresses the record had: for the archive, and whatever else holds the page."""

    versions: tuple[str, ...]
    """Ids of the versions that were written anew."""
    urls: tuple[str, ...]


def retract(dataset: Path, profile_id: str, *, reason: str, now: datetime) -> Retracted | None:
    """Take a record out of every version of a dataset's folder; None where the dataset never had it.

    No later run publishes it again. versions.json says which record went, when and why. Whenever the process dies,
    readers see whole versions; calling it again finishes the work. Raises DatasetUnreadable where a version that
    holds the record is damaged.
    """
    with writing(dataset):
        _remove_left_over(dataset)
        with read_identities(dataset, published_profiles(last_version(dataset))) as identities:
            identity = identities.get(profile_id)
            if identity is None:
                return None
            write_retraction(dataset, identities, identity, now)
        _record(dataset, Retraction(id=profile_id, at=now, reason=reason))
        urls = (identity.url, *identity.urls)
        standing = [entry for entry in read_versions(dataset).versions if entry.pruned is None]
        changed = [entry.version for entry in standing if _take_out(dataset, entry, profile_id, set(urls))]
    if read_latest(dataset):
        write_catalogue(dataset)  # not only refreshed: where it cannot be written, the record is not out yet
    return Retracted(tuple(changed), urls)


def _remove_left_over(dataset: Path) -> None:
    """Remove folders that nothing leads to: an earlier call died before it could."""
    latest = read_latest(dataset)
    known = {entry.path for entry in read_versions(dataset).versions} | ({latest.path} if latest else set())
    for kind in ("v", "refused"):
        for folder in (dataset / kind).glob("*"):
            if f"{kind}/{folder.name}" not in known:
                remove_folder(folder)


def _record(dataset: Path, retraction: Retraction) -> None:
    versions = read_versions(dataset)
    if retraction.id not in {known.id for known in versions.retractions}:
        told = versions.model_copy(update={"retractions": (retraction, *versions.retractions)})
        replace_file(dataset / "versions.json", document(told))


def _take_out(dataset: Path, entry: VersionEntry, profile_id: str, urls: set[str]) -> bool:
    """Write a version anew without the record; False where it does not hold it."""
    old = open_version(dataset / entry.path)
    if not any(_holds(old.checked(name), profile_id) for name in ("profiles.jsonl", "delta.jsonl")):
        return False
    folder = UnfinishedFolder(dataset, f"without-{entry.version}")
    statistics = _write_files(folder, old, profile_id, urls)
    path = _free_path(dataset, entry.path)
    folder.finish(dataset / path)
    told = {
        "path": path,
        "manifest_sha256": folder.files["datapackage.json"].sha256,
        "counts": entry.counts.model_copy(update={"profiles": statistics.outcomes.profiles}),
    }
    _replace_entry(dataset, entry, told)
    remove_folder(dataset / entry.path)
    return True


def _holds(file: Path, profile_id: str) -> bool:
    with file.open("rb") as lines:
        return any(json.loads(line)["id"] == profile_id for line in lines)


def _free_path(dataset: Path, path: str) -> str:
    paths = (f"{path}-{number}" for number in count(2))
    return next(free for free in paths if not (dataset / free).exists())


def _replace_entry(dataset: Path, entry: VersionEntry, told: dict[str, Any]) -> None:
    # First where readers look; as long as versions.json names the old folder, another call does it all again.
    latest = read_latest(dataset)
    if latest and latest.version == entry.version:
        moved = latest.model_copy(update={**told, "manifest": f"{told['path']}/datapackage.json"})
        write_index(dataset.parent, moved)
        replace_file(dataset / "latest.json", document(moved))
    versions = read_versions(dataset)
    changed = tuple(
        known.model_copy(update=told) if known.version == entry.version else known
        for known in versions.versions
    )
    replace_file(dataset / "versions.json", document(versions.model_copy(update={"versions": changed})))


def _write_files(
    folder: UnfinishedFolder, old: PublishedVersion, profile_id: str, urls: set[str]
) -> Statistics:
    statistics = _write_records(folder, old, profile_id)
    for name in ("evidence.jsonl", "delta.jsonl"):
        with folder.open(name) as write:
            for line in _without(old.checked(name), profile_id):
                write(line)
    folder.write("schema.json", old.checked("schema.json").read_bytes())
    folder.write("statistics.json", document(statistics))
    _write_issues(folder, old, urls)
    if old.has(PARQUET):
        write_parquet(folder)
    manifest = json.loads((old.folder / "datapackage.json").read_bytes())
    folder.write("datapackage.json", document({**manifest, "resources": resources_of(folder.files)}))
    return statistics


def _write_issues(folder: UnfinishedFolder, old: PublishedVersion, urls: set[str]) -> None:
    issues = json.loads(old.checked("issues.json").read_bytes())
    gate = Gate(accepted=issues["accepted"], gate=tuple(map(Refusal.model_validate, issues["gate"])))
    named = [
        refusal.model_copy(update={"pages": tuple(p for p in refusal.pages if p not in urls)})
        for refusal in gate.gate
    ]
    with open_issues(folder, gate.model_copy(update={"gate": tuple(named)})) as append:
        for page in map(Issue.model_validate, issues["pages"]):
            if page.url not in urls:
                append(canonical(page))


def _write_records(folder: UnfinishedFolder, old: PublishedVersion, profile_id: str) -> Statistics:
    """Write the records that stay; return the version's figures, counted anew."""
    before = read_document(old.checked("statistics.json"), Statistics)
    whole, sources = Tally(), {name: Tally() for name in before.sources}
    with ExitStack() as files:
        lines = files.enter_context(folder.open("profiles.jsonl"))
        array = files.enter_context(folder.open_array("profiles.json"))
        graph = files.enter_context(folder.open_array("occupations.jsonld", HEAD, TAIL))
        for line in _without(old.checked("profiles.jsonl"), profile_id):
            profile = JobProfile.model_validate_json(line)
            lines(line)
            array(line.rstrip(b"\n"))
            graph(occupation(profile))
            for tally in (whole, sources[profile.source.id]):
                tally.add(profile)
    counted = {name: tally.statistics(_less(before.sources[name], tally)) for name, tally in sources.items()}
    return Statistics(**dict(whole.statistics(_less(before, whole))), sources=counted)


def _less(before: SourceStatistics, now: Tally) -> Counts:
    return before.outcomes.model_copy(update={"profiles": now.profiles})


def _without(file: Path, profile_id: str) -> Iterator[bytes]:
    with file.open("rb") as lines:
        for line in lines:
            if json.loads(line)["id"] != profile_id:
                yield line
