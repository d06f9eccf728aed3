"""The same job without the network: the archive in, a published dataset out."""

from datetime import UTC, datetime

from prefect import flow

from flows.run_settings import load_settings
from flows.run_source import run_request
from flows.run_stages import go_through


@flow(name="reextract-profiles", flow_run_name="reextract-{source}")
def reextract_profiles(  # noqa: PLR0913, PLR0917  (Prefect shows them as a form)
    source: str,
    start_url: str | None = None,
    data: str | None = None,
    now: datetime | None = None,
    accept: str | None = None,
    parquet: bool = False,  # noqa: FBT001, FBT002  (Prefect shows them as a form)
) -> str:
    """Extract the profiles of a source anew from the newest captures in its archive, check and publish them.

    The links are those of the newest archived listing; without one, every archived page of the source. Returns
    the path of the run's report. Raises RefusedError if the quality gate refuses the result.

    Args:
        source: Id of the source, such as "demo"; `jobprofiles sources` lists them.
        start_url: Start page in place of the source's own.
        data: Folder of archive, runs and datasets; by default the setting JOBPROFILES_DATA, or ./data.
        now: Time of the run, which names the version; by default the time at which it starts.
        accept: Why the result is to be published whatever the quality gate finds.
        parquet: Write the records as Parquet, too (extra: parquet).
    """
    settings = load_settings(data=data)
    start_url = start_url or settings.start_urls.get(source)
    request = run_request(source, start_url=start_url, offline=True)
    return go_through(
        request, settings, now=now or datetime.now(UTC), fresh=True, accept=accept, parquet=parquet
    )
