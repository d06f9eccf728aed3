"""`jobprofiles serve`: the schedules of all sources, in one process that stays."""

from typing import Annotated

from cyclopts import Parameter
from cyclopts.types import ResolvedPath

from flows.commands.publish import check_columns
from flows.run_settings import load_private_settings, load_settings
from flows.run_source import named_sources


def serve(
    *names: str,
    data: ResolvedPath | None = None,
    at_once: int | None = None,
    port: int = 4200,
    parquet: Annotated[bool, Parameter(negative=())] = False,
) -> None:
    """Publish sources on their schedules until it is stopped; a run that is under way then is ended.

    Each evening it checks whether they are still what they were.

    Where PREFECT_API_URL names a server, runs are scheduled and shown there; otherwise this process starts one.

    Parameters
    ----------
    names
        Ids of sources; by default all of them.
    data
        Folder of archive, runs and datasets (setting: JOBPROFILES_DATA; by default ./data).
    at_once
        Most sources published at a time; by default one a core.
    port
        Port on 127.0.0.1 of the Prefect server that is started, and of its pages for people.
    parquet
        Write the records as Parquet, too (extra: parquet).
    """
    settings = load_settings(data=data)
    sources = named_sources(names)
    load_private_settings()
    check_columns(parquet=parquet)
    # These import Prefect.
    from flows.deployments import evening_check, nightly_runs  # noqa: PLC0415
    from flows.serving import serve_runs  # noqa: PLC0415

    runs = [*nightly_runs(sources, settings), evening_check(names, settings)]
    serve_runs(runs, settings, at_once=at_once, port=port, parquet=parquet)
