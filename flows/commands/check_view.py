"""A check of sources as a person reads it: a line a source, and below it what is wrong and where to look."""

import sys

from rich.console import Console
from rich.text import Text

from schemas.check_report import CheckReport, SourceCheck

_STYLES = {"fine": "green", "trouble": "bold red", "skipped": "dim"}


def print_checks(report: CheckReport, *, as_json: bool) -> None:
    """Print a report on stdout: as JSON, or in lines, with colours where stdout is a terminal."""
    if as_json:
        print(report.model_dump_json(indent=2))
        return
    console = Console(file=sys.stdout, soft_wrap=True, highlight=False)
    for source in report.sources:
        for line in _lines(source):
            console.print(line)


def _lines(source: SourceCheck) -> list[Text]:
    style = _STYLES[source.outcome]
    told = source.headline()
    name = Text(told[: len(source.source)], style="bold")
    lines = [name.append(told[len(source.source) :], style=style)]
    shown: set[str] = set()
    for trouble in source.troubles:
        lines.append(Text(f"  {trouble.about}: expected {trouble.expected}, found {trouble.found}"))
        # Once each: several troubles often show on the same pages, and have the same cure.
        where = [part for part in (f"see {trouble.look_at}", trouble.advice) if part not in shown]
        shown.update(where)
        lines += [Text(f"    {part}", "dim") for part in where]
    return lines
