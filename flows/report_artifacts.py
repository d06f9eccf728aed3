"""The report of a run as Prefect shows it: a page to read, and a table of what gave no profile."""

import re
from collections.abc import Iterable, Sequence
from html import escape
from urllib.parse import quote

from prefect.artifacts import create_markdown_artifact, create_table_artifact

from schemas.run_report import DoubtfulPage, RunReport

_MARKUP = re.compile(r"([\\`*_\[\]|#])")
_VERDICTS = {
    "published": "passed the quality gate",
    "unchanged": "passed the quality gate",
    "refused": "**refused by the quality gate**: nothing was published, and the version before stays the latest",
    "preview": "a preview: there is no gate, and nothing was published",
}


def show_report(report: RunReport) -> None:
    """Create the artifacts of a run; each run adds a version of them under the key of its source."""
    key = f"jobprofiles-{report.request.source.replace('.', '-')}"
    create_markdown_artifact(report_page(report), key=key, description=report.headline())
    if report.unread:
        rows = [{"outcome": page.outcome, "reason": page.reason, "page": page.url} for page in report.unread]
        left_out = report.unread_in_all - len(report.unread)
        note = f"; {left_out} more are in issues.json" if left_out else ""
        told = f"{report.unread_in_all} pages of {report.request.source} gave no profile{note}."
        create_table_artifact(rows, key=f"{key}-unread", description=told)


def report_page(report: RunReport) -> str:
    """Return the report as Markdown."""
    parts = [
        f"# {markdown_text(report.headline())}",
        f"The result {_VERDICTS[report.outcome]}." + _accepted(report),
        _list(markdown_text(str(reason)) for reason in report.reasons),
        _section("Drift since the last version", _list(map(markdown_text, report.drift))),
        _section("What became of the pages", _outcomes(report)),
        _section("Coverage", _coverage(report)),
        _section("Pages to look at first", _doubtful(report.doubtful)),
        _section("Files", _list(f"`{file}`" for file in report.files)),
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


def _accepted(report: RunReport) -> str:
    return f" It was published all the same: {markdown_text(report.accepted)}." if report.accepted else ""


def _section(heading: str, content: str) -> str:
    return content and f"## {heading}\n\n{content}"


def _list(items: Iterable[str]) -> str:
    return "\n".join(f"- {item}" for item in items)


def _table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = ["| " + " | ".join(cells) + " |" for cells in (header, *rows)]
    ruler = "| --- |" + " ---: |" * (len(header) - 1)
    return "\n".join([lines[0], ruler, *lines[1:]])


def _outcomes(report: RunReport) -> str:
    counts = {
        **report.counts.model_dump(),
        **report.fetching.causes,
        "unchanged at the site": report.fetching.unchanged,
    }
    rows = [(markdown_text(name), f"{count:,}") for name, count in counts.items() if count]
    changes = ", ".join(f"{count} {name}" for name, count in report.changes.model_dump().items())
    return f"{_table(('outcome', 'pages'), rows)}\n\nRecords since the last version: {changes}."


def _coverage(report: RunReport) -> str:
    if report.coverage_before is None:
        return _table(("field", "now"), ((name, f"{share:.1%}") for name, share in report.coverage.items()))
    before = report.coverage_before
    rows = (
        (
            name,
            f"{share:.1%}",
            f"{before.get(name, 0.0):.1%}",
            f"{100 * (share - before.get(name, 0.0)):+.1f}",
        )
        for name, share in report.coverage.items()
    )
    return _table(("field", "now", "last version", "points"), rows)


def _doubtful(pages: Sequence[DoubtfulPage]) -> str:
    if not pages:
        return ""
    rows = (
        (
            f"[{markdown_text(page.title)}]({_target(page.url)})",
            f"{page.confidence:.2f}",
            ", ".join(page.missing) or "nothing",
        )
        for page in pages
    )
    return _table(("page", "confidence", "lacks"), rows)


def markdown_text(text: str) -> str:
    """Return text of a page so that it stays text: no markup of it is taken for Markdown's or HTML's."""
    return _MARKUP.sub(r"\\\1", escape(" ".join(text.split()), quote=False))


def _target(url: str) -> str:
    return quote(url, safe="/:?&=%#+,;@~!$'*-._")
