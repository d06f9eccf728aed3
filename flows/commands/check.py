"""`jobprofiles check`: whether sources are still what they were, with a look at their sites."""

from datetime import UTC, datetime
from typing import Annotated

from cyclopts import Parameter
from pydantic import TypeAdapter, ValidationError

from flows.checking.source_check import check_each, write_checks
from flows.command_errors import RefusedError, UsageError, fault
from flows.commands.check_view import print_checks
from flows.run_settings import load_private_settings, load_settings
from flows.run_source import named_sources
from flows.terminal import terminal
from schemas.check_report import SAMPLE
from schemas.text import WebAddress


def check(
    *names: Annotated[str, Parameter(name="SOURCE")],
    pages: int = SAMPLE,
    start_url: str | None = None,
    data: str | None = None,
    json: Annotated[bool, Parameter(negative=())] = False,
) -> None:
    """Look at each source as it is today, and print what is wrong and where to look; exit code 1 where something is.

    Publishes nothing. What was found stands in data/checks as well, a file a source.

    Parameters
    ----------
    names
        Ids of sources; by default all of them. One without a known address is skipped.
    pages
        How many pages of each source are fetched and read.
    start_url
        Start page in place of the source's own; takes a single source.
    data
        Folder of archive, runs and datasets (setting: JOBPROFILES_DATA; by default ./data).
    json
        Print the report as JSON.
    """
    settings = load_settings(data=data)
    load_private_settings()
    sources = named_sources(names)
    if start_url is not None:
        _check_start(start_url, len(sources))
    with terminal().status("Looking at the sites …"):
        report = check_each(sources, settings, pages=pages, now=datetime.now(UTC), start_url=start_url)
    print_checks(report, as_json=json)
    folder = settings.data / "checks"
    try:
        write_checks(report, folder)
    except OSError as error:
        told = f"cannot write {error.filename or folder} ({error.strerror})"
        raise UsageError(f"{told}: name another folder with --data") from error
    if report.troubles:
        raise RefusedError(f"{report.verdict()}; {folder} has the whole report")


def _check_start(start_url: str, sources: int) -> None:
    if sources != 1:
        raise UsageError(f"--start-url is the start page of one source, but there are {sources}: name it")
    try:
        TypeAdapter(WebAddress).validate_python(start_url)
    except ValidationError as error:
        raise UsageError(f"--start-url: {fault(error)}") from error
