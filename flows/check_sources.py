"""The evening's job: whether the sources are still what they were, before the night publishes them."""

from datetime import UTC, datetime

from prefect import flow

from flows.check_artifact import show_checks
from flows.checking.source_check import check_each, write_checks
from flows.command_errors import RefusedError
from flows.orphaned_runs import ending_with_parent
from flows.prefect_api import telling
from flows.run_settings import load_settings
from flows.run_source import named_sources
from schemas.check_report import SAMPLE


@flow(name="check-sources")
def check_sources(
    sources: list[str] | None = None,
    pages: int = SAMPLE,
    data: str | None = None,
    now: datetime | None = None,
) -> str:
    """Look at sources as they are today, and say what is wrong and where to look; nothing is published.

    Returns the folder of the reports, one a source. Raises RefusedError where something is wrong: the run fails,
    and its message names the sources.

    Args:
        sources: Ids of sources; by default all of them. One without a known address is skipped.
        pages: How many pages of each source are fetched and read.
        data: Folder of archive, runs and datasets; by default the setting JOBPROFILES_DATA, or ./data.
        now: Time of the check, for its report; by default the time at which it starts.
    """
    settings = load_settings(data=data)
    checked = named_sources(sources or [])
    with ending_with_parent():  # a `serve` that was killed leaves no check behind
        report = check_each(checked, settings, pages=pages, now=now or datetime.now(UTC))
    folder = settings.data / "checks"
    write_checks(report, folder)
    with telling("The report"):
        show_checks(report)
    if report.troubles:
        raise RefusedError(
            f"{report.verdict()}; {folder} and the artifact jobprofiles-check have the details"
        )
    return str(folder)
