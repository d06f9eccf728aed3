"""Publishes what a run has read as a new version of a dataset, if it passes the gate."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from itertools import chain, count
from pathlib import Path
from typing import Literal

from pydantic import TypeAdapter, ValidationError

from output.catalogue.catalogue import refresh_catalogue
from output.commit import commit_published, commit_refused, commit_unchanged
from output.draft import Draft, equals, write_draft
from output.identities import read_identities, seen_in, stage_identities
from output.journal import Journal, writing
from output.kept_records import missed_records, published_profiles
from output.last_version import LastVersion, last_version
from output.moved_pages import moved_pages
from output.proposed_bounds import as_code, proposed_bounds
from output.result_index import index_results
from output.run import Run
from output.storage import UnfinishedFolder
from schemas.bounds import Bounds
from schemas.dataset import DatasetName, Publication
from schemas.profile import SourceReference

_DATASET_NAME: TypeAdapter[str] = TypeAdapter(DatasetName)


def publish_version(  # noqa: PLR0913 - named arguments, each a different thing, given once by the flow
    *,
    dataset: str,
    results: Sequence[Path],
    datasets: Path,
    sources: Sequence[SourceReference],
    bounds: Mapping[str, Bounds],
    now: datetime,
    accept: str | None = None,
    parquet: bool = False,
) -> Publication:
    """Publish the results of a run as a version of `datasets`/`dataset`, and return what became of it.

    `results` are JSON Lines files of PageResult, `bounds` stand by source id, `now` has a time zone. The
    outcome is "published", "unchanged" (profiles, schema and licences equal the latest version's) or
    "refused" (by the quality gate; kept under refused/, with the reasons). With a reason to `accept`, what the
    gate would refuse is published, and the reason with it. Whenever the process dies, readers
    of latest.json see a whole version, and the next run clears what is left over. A second run on one dataset
    waits for the first. The catalogue follows the publication; where it cannot be written, the log says so.

    `parquet` writes the records as Parquet, too; it needs pyarrow.

    Raises ResultsUnreadable, DatasetUnreadable (the latest version was damaged) and ValueError (a name that
    cannot be a dataset's, a time without time zone).
    """
    folder = datasets / dataset_name(dataset)
    with index_results(results) as index, writing(folder) as journal:
        run = Run(
            dataset, _free_version(folder, now), index, sources, bounds, now.astimezone(UTC), accept, parquet
        )
        last = last_version(folder)
        with read_identities(folder, published_profiles(last)) as identities:
            index.rename(identities.assign(index))
            index.withhold(identities.retracted())
            index.rename(moved_pages(last, index, identities))
            missed = missed_records(last, index, identities, run.every_bounds())
            index.kept = missed.kept
            draft = write_draft(UnfinishedFolder(folder, run.version), run, last)
            seen = seen_in(draft.folder.path / "profiles.jsonl", without=missed.kept)
            stage_identities(folder, identities, seen, missed, run.now)
        publication = _settle(folder, run, draft, last, journal)
    return _with_catalogue(publication, folder)


def _settle(folder: Path, run: Run, draft: Draft, last: LastVersion | None, journal: Journal) -> Publication:
    previous = last.latest.version if last else None
    outcome: Literal["published", "unchanged", "refused"]
    if draft.refusals and not run.accept:
        outcome, path = "refused", commit_refused(folder, run, draft, previous, journal)
    elif last and not draft.refusals and equals(draft, run, last):
        outcome, path = "unchanged", commit_unchanged(folder, run, last.latest)
    else:
        outcome, path = "published", commit_published(folder, run, draft, previous, journal)
    telling = ["profiles.json", "statistics.json", "issues.json"]
    return Publication(
        dataset=run.dataset,
        outcome=outcome,
        # Not the folder's name: a version that was written anew keeps its id.
        version=last.latest.version if last and outcome == "unchanged" else run.version,
        path=path,
        counts=draft.counts,
        changes=draft.changes,
        reasons=draft.refusals,
        accepted=run.accept if draft.refusals else None,
        proposed=_proposed(run, draft) if last is None and outcome == "published" else {},
        unlicensed=tuple(sorted(source.id for source in run.sources if source.licence is None)),
        files=tuple(path / name for name in (reversed(telling) if draft.refusals else telling)),
    )


def _with_catalogue(publication: Publication, folder: Path) -> Publication:
    """Bring the catalogue up to date, now that the version is published and the folder free, and name its page."""
    page = refresh_catalogue(folder) if publication.outcome != "refused" else None
    return publication.model_copy(update={"files": (page, *publication.files)}) if page else publication


def _proposed(run: Run, draft: Draft) -> dict[str, str]:
    """Return bounds for each source that declares none, as they stand in a source file."""
    found = draft.statistics.sources.items()
    return {
        name: as_code(proposed_bounds(figures))
        for name, figures in found
        if run.bounds.get(name, Bounds()) == Bounds() and figures.outcomes.profiles
    }


def dataset_name(name: str) -> str:
    """Return `name` if a dataset can have it; raises ValueError."""
    try:
        _DATASET_NAME.validate_python(name)
    except ValidationError as error:
        raise ValueError(
            f"expected a dataset name of small letters, digits, dots and hyphens, found {name!r}"
        ) from error
    if name == "index.json":
        raise ValueError("expected another dataset name than index.json: that file lists the datasets")
    return name


def _free_version(folder: Path, now: datetime) -> str:
    """Return the time of the run as a version id, with a number behind it where that id is taken."""
    if now.tzinfo is None:
        raise ValueError(f"expected a time with a time zone, found {now.isoformat()}")
    stamp = now.astimezone(UTC).strftime("%Y-%m-%dT%H%M%SZ")
    ids = chain([stamp], (f"{stamp}-{number}" for number in count(2)))
    return next(name for name in ids if not any((folder / kind / name).exists() for kind in ("v", "refused")))
