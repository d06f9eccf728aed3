"""The stages of a run, in their order: discover, fetch, extract, check and publish."""

import logging
import time
from concurrent.futures.process import BrokenProcessPool
from datetime import datetime
from typing import Any

from prefect import Task

from flows.chunk_order import Finished, Future, work_through
from flows.command_errors import RefusedError
from flows.discover_links import discover_links
from flows.extract_profiles import extract_profiles
from flows.fetch_pages import fetch_pages
from flows.log_fields import log_fields
from flows.orphaned_runs import ending_with_parent
from flows.run_drift import figures_before
from flows.run_end import publish_results, write_preview, write_report
from flows.run_folder import PLAN, REPORT, RunFolder, new_run, only_run, unfinished_run
from flows.run_progress import RunProgress, showing
from flows.run_settings import RunSettings
from flows.stopping import ending_tasks
from flows.task_runners import chosen_task_runner, ending_in_time, holding_interrupts
from output.identities import retracted_urls
from schemas.run_plan import RunPlan, RunRequest
from schemas.run_report import RunReport

logger = logging.getLogger(__name__)

_POOLS = 5
"""So many times worker processes may die before a run gives up: each time, what they had under way is done again."""


def go_through(  # noqa: PLR0913  (named arguments, each a different thing)
    request: RunRequest,
    settings: RunSettings,
    *,
    now: datetime,
    fresh: bool,
    accept: str | None = None,
    parquet: bool = False,
) -> str:
    """Do what is asked for, stage by stage, and return the path or address of the run's report.

    An unfinished run of the last 24 hours that was asked for the same is continued, unless `fresh`. Raises
    RefusedError if the quality gate refuses the result, and nobody gave a reason to `accept` it.
    """
    root = settings.data / "preview" if request.limit else settings.data
    archive = settings.archive_url(root)
    runs = f"{settings.runs_url(root)}/{request.source}"
    with log_fields(source=request.source), ending_with_parent(), only_run(root / "runs" / request.source):
        run = (None if fresh else unfinished_run(runs, request, now)) or new_run(runs, now)
        with ending_tasks(run):
            if not run.has(PLAN):
                _discover(run, request, settings, archive, now)
            _fetch_and_extract(run, settings, archive)
            if request.limit:
                write_preview(run)
            else:
                _publish(run, settings, now=now, accept=accept, parquet=parquet)
            run.forget_copies()
    return f"{run.url}/{REPORT}"


def _discover(
    run: RunFolder, request: RunRequest, settings: RunSettings, archive: str, now: datetime
) -> None:
    discover_links(
        run.url,
        request,
        settings.fetch_settings(),
        archive,
        started=now,
        chunk_sizes=(settings.fetch_chunk_size, settings.extract_chunk_size),
        withheld=retracted_urls(settings.data / "datasets" / request.source),
    )


def _fetch_and_extract(run: RunFolder, settings: RunSettings, archive: str) -> None:
    """Do every chunk that is not done yet; where worker processes died, with new ones."""
    plan = run.read_plan()
    for pools_left in reversed(range(_POOLS)):
        try:
            _do_chunks(run, plan, settings, archive)
        except BrokenProcessPool:
            if not pools_left:
                raise
            logger.warning("A worker process died; its work is done again.")
        else:
            return


def _do_chunks(run: RunFolder, plan: RunPlan, settings: RunSettings, archive: str) -> None:
    polite, finished = settings.fetch_settings(), _finished(run, plan)
    progress = RunProgress.of(run, plan, finished)
    with (
        ending_in_time(chosen_task_runner(settings)) as runner,
        ending_tasks(run),
        showing(progress),
    ):

        def submit(task: Task[..., int], chunk: int, **parameters: Any) -> Future:
            with holding_interrupts():  # the first chunks start the processes of the runner
                future: Future = runner.submit(
                    task, {"folder": run.url, "chunk": chunk, "archive": archive, **parameters}
                )
            return future

        work_through(
            plan,
            fetch=lambda chunk: submit(fetch_pages, chunk.number, settings=polite),
            extract=lambda chunk: submit(extract_profiles, chunk.number, fetched=chunk.fetched),
            finished=finished,
            observer=progress,
        )


def _finished(run: RunFolder, plan: RunPlan) -> Finished:
    return Finished(
        frozenset(chunk.number for chunk in plan.fetch if run.has(run.fetched(chunk.number))),
        frozenset(chunk.number for chunk in plan.extract if run.has(run.results(chunk.number))),
    )


def _publish(
    run: RunFolder, settings: RunSettings, *, now: datetime, accept: str | None, parquet: bool
) -> RunReport:
    datasets = settings.data / "datasets"
    before = figures_before(datasets / run.read_plan().request.source)
    begun = time.thread_time()
    publication = publish_results(
        run.url, datasets, now=now, accept=accept, parquet=parquet, store_url=settings.datasets
    )
    report = write_report(run, publication, before, publishing=time.thread_time() - begun)
    if report.outcome == "refused":
        raise RefusedError(f"{run.url}/{REPORT}")
    return report
