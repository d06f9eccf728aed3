"""`jobprofiles publish`: run the main job for one source."""

from typing import Annotated

from cyclopts import Parameter

from flows.command_errors import RefusedError, UsageError
from flows.run_fetcher import check_rendering
from flows.run_settings import load_private_settings, load_settings
from flows.run_source import run_request
from output.parquet import NoParquet, check_parquet
from schemas.run_report import RunReport


def publish(  # noqa: PLR0913  (they are options of a command)
    source: str,
    /,
    *,
    limit: int | None = None,
    start_url: str | None = None,
    data: str | None = None,
    fresh: Annotated[bool, Parameter(negative=())] = False,
    render: Annotated[bool, Parameter(negative=())] = False,
    accept: str | None = None,
    parquet: Annotated[bool, Parameter(negative=())] = False,
    json: Annotated[bool, Parameter(negative=())] = False,
) -> None:
    """Run the flow for a source and print what became of it.

    Parameters
    ----------
    source
        Id of the source; `jobprofiles sources` lists them.
    limit
        Read only so many pages, as a preview under data/preview that is not published.
    start_url
        Start page in place of the source's own.
    data
        Folder of archive, runs and datasets (setting: JOBPROFILES_DATA; by default ./data).
    fresh
        Begin anew. Without it, an interrupted run of the last 24 hours is continued.
    render
        Fetch pages through a browser, for a site that is empty without scripts (extra: render).
    accept
        Publish whatever the quality gate finds, and record this reason for it.
    parquet
        Write the records as Parquet, too (extra: parquet).
    json
        Print the report of the run as JSON.
    """
    report = run_publish(
        source,
        limit=limit,
        start_url=start_url,
        data=data,
        fresh=fresh,
        render=render,
        accept=accept,
        parquet=parquet,
    )
    print_report(report, as_json=json)


def check_reason(accept: str | None) -> None:
    """Raise UsageError where a reason to accept a run is no reason."""
    if accept is not None and not accept.strip():
        raise UsageError("--accept says why the run is published in spite of the gate: expected a reason")


def check_columns(*, parquet: bool) -> None:
    """Raise UsageError where Parquet is asked for and cannot be written."""
    if parquet:
        try:
            check_parquet()
        except NoParquet as error:
            raise UsageError(f"--parquet: {error}") from error


def print_report(report: RunReport, *, as_json: bool) -> None:
    """Print what became of a run; raises RefusedError if the quality gate refused it."""
    if as_json:
        print(report.model_dump_json(indent=2))
    else:
        print_summary(report)
    raise_if_refused(report)


def raise_if_refused(report: RunReport) -> None:
    """Raise RefusedError if the quality gate refused the run."""
    if report.outcome == "refused":
        raise RefusedError(
            f"{report.request.source}: the quality gate refused the run; see {report.path},"
            " and publish it all the same with --accept REASON if it is right"
        )


def print_summary(report: RunReport) -> None:
    """Print what became of a run, and the files to open."""
    print(report.headline())
    for reason in report.reasons:
        print(f"  {reason}")
    if report.accepted:
        print(f"  published all the same: {report.accepted}")
    for name, bounds in report.proposed.items():
        print(f"  {name} has no bounds yet; these fit what was read: {bounds}")
    for name in report.unlicensed:
        print(f"  the licence of {name} is not known: ask before you pass its texts on")
    for file in report.files:
        print(f"  {file}")


def run_publish(  # noqa: PLR0913  (as above)
    source: str,
    *,
    limit: int | None = None,
    start_url: str | None = None,
    data: str | None = None,
    fresh: bool = False,
    render: bool = False,
    accept: str | None = None,
    parquet: bool = False,
) -> RunReport:
    """Run the flow with a Prefect server to report to, and return its report, also where the gate refused."""
    # What can be wrong with the command is told before a server is started for it.
    check_reason(accept)
    check_columns(parquet=parquet)
    settings = load_settings(data=data)
    load_private_settings()
    request = run_request(
        source, limit=limit, start_url=start_url or settings.start_urls.get(source), render=render
    )
    check_rendering(settings.fetch_settings(), render=request.render)
    # These import Prefect.
    from flows.commands.prefect_run import run_under_prefect  # noqa: PLC0415
    from flows.publish_profiles import publish_profiles  # noqa: PLC0415

    return run_under_prefect(
        settings,
        source,
        lambda: publish_profiles(
            source,
            limit,
            start_url,
            str(settings.data),
            fresh=fresh,
            render=render,
            accept=accept,
            parquet=parquet,
        ),
    )
