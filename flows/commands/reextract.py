"""`jobprofiles reextract`: the main job out of the archive."""

from typing import Annotated

from cyclopts import Parameter

from flows.commands.publish import check_columns, check_reason, print_report
from flows.run_settings import load_settings
from flows.run_source import run_request


def reextract(  # noqa: PLR0913  (they are options of a command)
    source: str,
    /,
    *,
    start_url: str | None = None,
    data: str | None = None,
    accept: str | None = None,
    parquet: Annotated[bool, Parameter(negative=())] = False,
    json: Annotated[bool, Parameter(negative=())] = False,
) -> None:
    """Read the newest captures of a source with today's extractor and print what became of them.

    Parameters
    ----------
    source
        Id of the source; `jobprofiles sources` lists them.
    start_url
        Start page in place of the source's own: the listing to look for in the archive.
    data
        Folder of archive, runs and datasets (setting: JOBPROFILES_DATA; by default ./data).
    accept
        Publish whatever the quality gate finds, and record this reason for it.
    parquet
        Write the records as Parquet, too (extra: parquet).
    json
        Print the report of the run as JSON.
    """
    check_reason(accept)
    check_columns(parquet=parquet)
    settings = load_settings(data=data)
    run_request(source, start_url=start_url or settings.start_urls.get(source), offline=True)
    # These import Prefect.
    from flows.commands.prefect_run import run_under_prefect  # noqa: PLC0415
    from flows.reextract_profiles import reextract_profiles  # noqa: PLC0415

    report = run_under_prefect(
        settings,
        source,
        lambda: reextract_profiles(source, start_url, str(settings.data), accept=accept, parquet=parquet),
    )
    print_report(report, as_json=json)
