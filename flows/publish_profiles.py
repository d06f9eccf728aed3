"""The main job: a career site in, a published dataset out."""

from datetime import UTC, datetime

from prefect import flow

from flows.run_settings import load_settings
from flows.run_source import run_request
from flows.run_stages import go_through


@flow(name="publish-profiles", flow_run_name="publish-{source}")
def publish_profiles(  # noqa: PLR0913, PLR0917  (Prefect shows them as a form)
    source: str,
    limit: int | None = None,
    start_url: str | None = None,
    data: str | None = None,
    fresh: bool = False,  # noqa: FBT001, FBT002  (as above)
    now: datetime | None = None,
    render: bool = False,  # noqa: FBT001, FBT002  (as above)
    accept: str | None = None,
    parquet: bool = False,  # noqa: FBT001, FBT002  (Prefect shows them as a form)
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
        render: Fetch pages through a browser, for sites that are empty without scripts.
        accept: Why the result is to be published whatever the quality gate finds.
        parquet: Write the records as Parquet, too (extra: parquet).
    """
    settings = load_settings(data=data)
    start_url = start_url or settings.start_urls.get(source)
    request = run_request(source, limit=limit, start_url=start_url, render=render)
    return go_through(
        request, settings, now=now or datetime.now(UTC), fresh=fresh, accept=accept, parquet=parquet
    )
