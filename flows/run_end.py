"""The end of a run: results become a version of a dataset, or a preview, and the report is written."""

from collections import Counter
from datetime import datetime
from pathlib import Path
from typing import Any

import orjson
from prefect import get_run_logger, task
from prefect.cache_policies import NO_CACHE

from flows.chunk_summary import joined
from flows.fetching.fetch_chunk import FetchOutcome
from flows.prefect_api import telling
from flows.report_artifacts import show_report
from flows.run_drift import Before, coverage_in, drift_since
from flows.run_events import emit_outcome
from flows.run_folder import REPORT, RunFolder
from flows.run_source import source_of_run
from output.dataset_store import DatasetStore
from output.profile_statistics import Tally
from output.result_index import ResultIndex, index_results
from output.version import publish_version
from schemas.dataset import Changes, Publication
from schemas.run_plan import RunPlan
from schemas.run_report import ChunkSummary, Fetching, RunReport


@task(task_run_name="publish", cache_policy=NO_CACHE)
def publish_results(  # noqa: PLR0913  (named arguments, each a different thing)
    folder: str,
    datasets: Path,
    *,
    now: datetime,
    accept: str | None = None,
    parquet: bool = False,
    store_url: str | None = None,
) -> Publication:
    """Publish the results of a run as a version of its source's dataset, if they pass the quality gate.

    With a reason to `accept` them they are published in any case; `parquet` writes them as columns, too.
    With a `store_url`, the folder `datasets` is a working copy of what stands there; raises LostRace where another
    run published there meanwhile.
    """
    run = RunFolder(folder)
    plan = run.read_plan()
    source = source_of_run(plan.request.source, plan.request.start_url)
    store = DatasetStore.at(store_url) if store_url else None
    pulled = store.pull(datasets / source.id) if store else None
    publication = publish_version(
        dataset=source.id,
        results=_result_files(run, plan),
        datasets=datasets,
        sources=[source.reference()],
        bounds={source.id: source.expect},
        now=now,
        accept=accept,
        parquet=parquet,
    )
    if store and pulled:
        store.push(datasets / source.id, publication, pulled)
    return publication


def write_report(
    run: RunFolder, publication: Publication, before: Before | None, *, publishing: float
) -> RunReport:
    """Write report.json, which ends a run that published, or tried to, and show it in Prefect.

    `before` are the figures of the version that was the latest until then, `publishing` the CPU seconds that it took.
    """
    pages = _pages_of(run)
    pages["cpu_seconds"]["publish"] = round(publishing, 3)
    coverage = coverage_in(publication.path / "statistics.json")
    return _end(
        run,
        RunReport(
            **pages,
            outcome=publication.outcome,
            version=publication.version,
            counts=publication.counts,
            coverage=coverage,
            coverage_before=before.coverage if before else None,
            drift=drift_since(before, publication.counts, coverage) if before else (),
            changes=publication.changes,
            reasons=publication.reasons,
            accepted=publication.accepted,
            proposed=publication.proposed,
            unlicensed=publication.unlicensed,
            path=publication.path,
            files=publication.files,
        ),
    )


def write_preview(run: RunFolder) -> RunReport:
    """Write the profiles of a preview, then report.json, which ends the run, and show it in Prefect."""
    folder = run.on_disk("")
    with index_results(_result_files(run, run.read_plan())) as index:
        report = RunReport(
            **_pages_of(run),
            outcome="preview",
            version=None,
            counts=index.counts(),
            coverage=_coverage(index),
            changes=Changes(),
            path=folder,
            files=(_write_profiles(index, folder / "profiles.json"),),
        )
    return _end(run, report)


def _end(run: RunFolder, report: RunReport) -> RunReport:
    with telling("The report"):
        show_report(report)
        emit_outcome(report)
    run.write(REPORT, [report])
    get_run_logger().info("%s", report.headline())
    return report


def _pages_of(run: RunFolder) -> dict[str, Any]:
    """Return what the report tells of the run's pages, whatever becomes of them."""
    plan = run.read_plan()
    told = joined([next(run.read(run.summary(chunk.number), ChunkSummary)) for chunk in plan.extract])
    return {
        "request": plan.request,
        "started": plan.started,
        "links": sum(chunk.pages for chunk in plan.fetch),
        "fetching": _fetching(run, plan),
        "cpu_seconds": {"extract": told.cpu_seconds},
        "doubtful": told.doubtful,
        "unread": told.unread,
        "unread_in_all": told.unread_in_all,
    }


def _fetching(run: RunFolder, plan: RunPlan) -> Fetching:
    ends, causes = Counter[str](), Counter[str]()
    unchanged = stale = 0
    for chunk in plan.fetch:
        for outcome in run.read(run.fetched(chunk.number), FetchOutcome):
            ends[outcome.outcome] += 1
            unchanged += outcome.is_unchanged
            stale += outcome.is_stale
            if outcome.cause:
                causes[outcome.cause] += 1
    return Fetching(
        arrived=ends["ok"],
        gone=ends["gone"],
        refused=ends["refused"],
        failed=ends["failed"],
        unchanged=unchanged,
        stale=stale,
        causes=dict(sorted(causes.items())),
    )


def _write_profiles(index: ResultIndex, path: Path) -> Path:
    records = [result.profile.model_dump(mode="json") for result in index.in_order() if result.profile]
    path.write_bytes(orjson.dumps(records, option=orjson.OPT_INDENT_2))
    return path


def _result_files(run: RunFolder, plan: RunPlan) -> list[Path]:
    return [run.fetch(run.results(chunk.number)) for chunk in plan.extract]


def _coverage(index: ResultIndex) -> dict[str, float]:
    tally = Tally()
    for result in index.in_order():
        if result.profile:
            tally.add(result.profile)
    return {name: fill.share for name, fill in tally.statistics(index.counts()).fields.items()}
