"""A check of sources as Prefect shows it: a page to read."""

from collections.abc import Iterator

from prefect.artifacts import create_markdown_artifact

from flows.report_artifacts import markdown_text
from schemas.check_report import CheckReport, SourceCheck, Trouble


def show_checks(report: CheckReport) -> None:
    """Create the artifact of a check; each check adds a version of it."""
    create_markdown_artifact(check_page(report), key="jobprofiles-check", description=_told(report))


def _told(report: CheckReport) -> str:
    if report.troubles:
        return report.verdict()
    skipped = sum(source.outcome == "skipped" for source in report.sources)
    return f"{len(report.sources) - skipped} sources fine, {skipped} skipped."


def check_page(report: CheckReport) -> str:
    """Return the report as Markdown."""
    parts = [f"# Sources on {report.checked:%Y-%m-%d, %H:%M %Z}"]
    for source in report.sources:
        parts += _source(source)
    return "\n\n".join(parts) + "\n"


def _source(source: SourceCheck) -> Iterator[str]:
    yield f"## {markdown_text(source.headline())}"
    if source.troubles:
        yield "\n".join(map(_trouble, source.troubles))


def _trouble(trouble: Trouble) -> str:
    expected, found = markdown_text(trouble.expected), markdown_text(trouble.found)
    told = f"- **{trouble.about}**: expected {expected}, found {found}."
    return f"{told} See {markdown_text(trouble.look_at)}; {markdown_text(trouble.advice)}."
