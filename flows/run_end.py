"""The end of a run: results become a version of a dataset, or a preview, and the report is written."""

from collections import Counter
from datetime import datetime
from pathlib import Path

import orjson
from prefect import get_run_logger, task
from prefect.artifacts import create_markdown_artifact
from prefect.cache_policies import NO_CACHE

from flows.fetching.fetch_chunk import FetchOutcome
from flows.run_folder import RunFolder, read_lines, write_whole
from flows.run_source import source_of_run
from output.dataset_store import DatasetStore
from output.profile_statistics import Tally
from output.result_index import ResultIndex, index_results
from output.version import publish_version
from schemas.dataset import Changes, Publication
from schemas.run_plan import RunPlan
from schemas.run_report import Fetching, RunReport


@task(task_run_name="publish", cache_policy=NO_CACHE)
def publish_results(  # noqa: PLR0913  (named arguments, each a different thing)
    folder: Path,
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


def write_report(run: RunFolder, publication: Publication | None) -> RunReport:
    """Write report.json, which ends the run, and show it in Prefect.

    Without a publication the run was a preview: its profiles are written beside the report.
    """
    plan = run.read_plan()
    index = index_results(_result_files(run, plan))
    files = publication.files if publication else (_write_preview(run, index),)
    report = RunReport(
        request=plan.request,
        started=plan.started,
        outcome=publication.outcome if publication else "preview",
        version=publication.version if publication else None,
        links=sum(chunk.pages for chunk in plan.fetch),
        fetching=_fetching(run, plan),
        counts=publication.counts if publication else index.counts(),
        coverage=_coverage(index),
        changes=publication.changes if publication else Changes(),
        reasons=publication.reasons if publication else (),
        accepted=publication.accepted if publication else None,
        proposed=publication.proposed if publication else {},
        unlicensed=publication.unlicensed if publication else (),
        path=publication.path if publication else run.path,
        files=files,
    )
    create_markdown_artifact(report.markdown(), key=f"jobprofiles-{plan.request.source.replace('.', '-')}")
    write_whole(run.report, [report])
    get_run_logger().info("%s", report.headline())
    return report


def _fetching(run: RunFolder, plan: RunPlan) -> Fetching:
    outcomes = [o for chunk in plan.fetch for o in read_lines(run.fetched(chunk.number), FetchOutcome)]
    ends = Counter(outcome.outcome for outcome in outcomes)
    return Fetching(
        arrived=ends["ok"],
        gone=ends["gone"],
        refused=ends["refused"],
        failed=ends["failed"],
        unchanged=sum(outcome.is_unchanged for outcome in outcomes),
        stale=sum(outcome.is_stale for outcome in outcomes),
        causes=dict(sorted(Counter(outcome.cause for outcome in outcomes if outcome.cause).items())),
    )


def _write_preview(run: RunFolder, index: ResultIndex) -> Path:
    preview = run.path / "profiles.json"
    records = [result.profile.model_dump(mode="json") for result in index.in_order() if result.profile]
    preview.write_bytes(orjson.dumps(records, option=orjson.OPT_INDENT_2))
    return preview


def _result_files(run: RunFolder, plan: RunPlan) -> list[Path]:
    return [run.results(chunk.number) for chunk in plan.extract]


def _coverage(index: ResultIndex) -> dict[str, float]:
    tally = Tally()
    for result in index.in_order():
        if result.profile:
            tally.add(result.profile)
    return {name: fill.share for name, fill in tally.statistics(index.counts()).fields.items()}
