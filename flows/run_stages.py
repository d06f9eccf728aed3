"""The stages of a run, in their order: discover, fetch, extract, check and publish."""

from datetime import datetime
from pathlib import Path

from flows.chunk_order import work_through
from flows.command_errors import RefusedError
from flows.discover_links import discover_links
from flows.extract_profiles import extract_profiles
from flows.fetch_pages import fetch_pages
from flows.run_end import publish_results, write_report
from flows.run_folder import RunFolder, new_run, only_run, unfinished_run
from flows.run_settings import RunSettings
from flows.stopping import ending_tasks
from output.identities import retracted_urls
from schemas.run_plan import RunRequest


def go_through(  # noqa: PLR0913  (named arguments, each a different thing)
    request: RunRequest,
    settings: RunSettings,
    *,
    now: datetime,
    fresh: bool,
    accept: str | None = None,
    parquet: bool = False,
) -> Path:
    """Do what is asked for, stage by stage, and return the path of the run's report.

    An unfinished run of the last 24 hours that was asked for the same is continued, unless `fresh`. Raises
    RefusedError if the quality gate refuses the result, and nobody gave a reason to `accept` it.
    """
    root = settings.data / "preview" if request.limit else settings.data
    archive = settings.archive_url(root)
    with only_run(root / "runs" / request.source) as runs:
        run = (None if fresh else unfinished_run(runs, request, now)) or new_run(runs, now)
        with ending_tasks(run):
            _discover(run, request, settings, archive, now)
            _fetch_and_extract(run, settings, archive)
            publication = (
                None
                if request.limit
                else publish_results(
                    run.path,
                    root / "datasets",
                    now=now,
                    accept=accept,
                    parquet=parquet,
                    store_url=settings.datasets,
                )
            )
            report = write_report(run, publication)
    if report.outcome == "refused":
        raise RefusedError(str(run.report))
    return run.report


def _discover(
    run: RunFolder, request: RunRequest, settings: RunSettings, archive: str, now: datetime
) -> None:
    if not run.plan.exists():
        discover_links(
            run.path,
            request,
            settings.fetch_settings(),
            archive,
            started=now,
            chunk_sizes=(settings.fetch_chunk_size, settings.extract_chunk_size),
            withheld=retracted_urls(settings.data / "datasets" / request.source),
        )


def _fetch_and_extract(run: RunFolder, settings: RunSettings, archive: str) -> None:
    polite = settings.fetch_settings()
    work_through(
        run.read_plan(),
        fetch=lambda chunk: fetch_pages.submit(run.path, chunk.number, polite, archive),
        extract=lambda chunk: extract_profiles.submit(run.path, chunk.number, chunk.fetched, archive),
    )
