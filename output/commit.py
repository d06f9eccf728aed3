"""Makes a draft a version that readers see, or keeps it apart; latest.json changes last."""

from pathlib import Path
from typing import Literal

from output.canonical_json import document
from output.dataset_index import write_index
from output.draft import Draft
from output.journal import Journal
from output.published import read_versions
from output.run import Run
from output.storage import replace_file
from schemas.dataset import Latest, VersionEntry
from schemas.profile import SCHEMA_ID, SCHEMA_VERSION


def commit_published(dataset: Path, run: Run, draft: Draft, previous: str | None, journal: Journal) -> Path:
    """Publish the draft, by way of versions.json and index.json, with latest.json last; return its folder."""
    path = f"v/{run.version}"
    latest = Latest(
        dataset=run.dataset,
        version=run.version,
        path=path,
        published=run.now,
        checked=run.now,
        schema_version=SCHEMA_VERSION,
        schema_id=SCHEMA_ID,
        counts=draft.counts,
        manifest=f"{path}/datapackage.json",
        manifest_sha256=draft.manifest_sha256,
    )
    journal.note(run.version)
    draft.folder.finish(dataset / path)
    _list_version(dataset, _entry(run, draft, previous, path, "published"))
    _replace_latest(dataset, latest)
    return dataset / path


def commit_refused(dataset: Path, run: Run, draft: Draft, previous: str | None, journal: Journal) -> Path:
    """Keep the draft under refused/ and return its folder; what is published stays as it was."""
    path = f"refused/{run.version}"
    journal.note(run.version)
    draft.folder.finish(dataset / path)
    _list_version(dataset, _entry(run, draft, previous, path, "refused"))
    return dataset / path


def commit_unchanged(dataset: Path, run: Run, latest: Latest) -> Path:
    """Say that the latest version still holds, and return its folder."""
    _replace_latest(dataset, latest.model_copy(update={"checked": run.now}))
    return dataset / latest.path


def _replace_latest(dataset: Path, latest: Latest) -> None:
    write_index(dataset.parent, latest)
    replace_file(dataset / "latest.json", document(latest))


def _entry(
    run: Run, draft: Draft, previous: str | None, path: str, result: Literal["published", "refused"]
) -> VersionEntry:
    return VersionEntry(
        version=run.version,
        result=result,
        path=path,
        at=run.now,
        previous=previous,
        counts=draft.counts,
        changes=draft.changes,
        manifest_sha256=draft.manifest_sha256,
        reasons=draft.refusals,
        accepted=run.accept if draft.refusals else None,
    )


def _list_version(dataset: Path, entry: VersionEntry) -> None:
    versions = read_versions(dataset)
    listed = versions.model_copy(update={"versions": (entry, *versions.versions)})
    replace_file(dataset / "versions.json", document(listed))
