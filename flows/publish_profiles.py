"""The main job: a career site in, a published dataset out."""

from datetime import UTC, datetime

from prefect import flow

from flows.chunk_order import work_through
from flows.chunk_tasks import discover_links, extract_chunk, fetch_chunk
from flows.command_errors import RefusedError
from flows.run_end import publish_results, write_report
from flows.run_folder import RunFolder, new_run, only_run, unfinished_run
from flows.run_settings import RunSettings, load_settings
from flows.run_source import run_request
from flows.stopping import ending_tasks
from flows.task_runners import chosen_task_runner
from schemas.run_plan import RunRequest


@flow(
    name="publish-profiles", flow_run_name="publish-{source}", task_runner=chosen_task_runner(load_settings())
)
def publish_profiles(  # noqa: PLR0913, PLR0917  (Prefect shows them as a form)
    source: str,
    limit: int | None = None,
    start_url: str | None = None,
    data: str | None = None,
    fresh: bool = False,  # noqa: FBT001, FBT002  (as above)
    now: datetime | None = None,
) -> str:
    """Discover the pages of a source, fetch them, extract their profiles, check and publish them.

    Returns the path of the run's report. Raises RefusedError if the quality gate refuses the result.

    Args:
        source: Id of the source, such as "demo"; `jobprofiles sources` lists them.
        limit: Read only so many pages, as a preview that is not published.
        start_url: Start page in place of the source's own.
        data: Folder of archive, runs and datasets; by default the setting JOBPROFILES_DATA, or ./data.
        fresh: Begin anew, even if a run of the last 24 hours is unfinished.
        now: Time of the run, which names the version; by default the time at which it starts.
    """
    settings = load_settings(data=data)
    request = run_request(source, limit, start_url or settings.start_urls.get(source))
    now = now or datetime.now(UTC)
    root = settings.data / "preview" if limit else settings.data
    with only_run(root / "runs" / source) as runs:
        run = (None if fresh else unfinished_run(runs, request, now)) or new_run(runs, now)
        with ending_tasks(run):
            _discover(run, request, settings, now)
            _fetch_and_extract(run, settings)
            publication = None if limit else publish_results(run.path, root / "datasets", now=now)
            report = write_report(run, publication)
    if report.outcome == "refused":
        raise RefusedError(str(run.report))
    return str(run.report)


def _discover(run: RunFolder, request: RunRequest, settings: RunSettings, now: datetime) -> None:
    if not run.plan.exists():
        discover_links(
            run.path,
            request,
            settings.fetch_settings(),
            started=now,
            chunk_sizes=(settings.fetch_chunk_size, settings.extract_chunk_size),
        )


def _fetch_and_extract(run: RunFolder, settings: RunSettings) -> None:
    polite = settings.fetch_settings()
    work_through(
        run.read_plan(),
        fetch=lambda chunk: fetch_chunk.submit(run.path, chunk.number, polite),
        extract=lambda chunk: extract_chunk.submit(run.path, chunk.number, chunk.fetched),
    )
