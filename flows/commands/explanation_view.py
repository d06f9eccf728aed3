"""How a page was read, as a person reads it in a terminal."""

from collections.abc import Mapping
from itertools import groupby

from rich.console import Console
from rich.text import Text

from schemas.evidence import Evidence
from schemas.explanation import Explanation
from schemas.profile import JobProfile

_TEXT_LENGTH = 100


def print_explanation(explanation: Explanation) -> None:
    """Print every value with its evidence, then what was left out and why, on stdout."""
    console = Console(soft_wrap=True, highlight=False)
    extraction = explanation.extraction
    if extraction.profile:
        _print_values(console, extraction.profile, {found.field: found for found in extraction.evidence})
    else:
        console.print(Text.assemble(("No profile: ", "bold"), extraction.reason or ""))
    _print_left_out(console, explanation)


def _print_values(console: Console, profile: JobProfile, evidence: Mapping[str, Evidence]) -> None:
    console.print(Text(profile.title, "bold"))
    _print_evidence(console, evidence.get("/title"))
    console.print(Text(f"{profile.id}  {profile.language}  {profile.url}", "dim"))
    _print_list(console, "Other names", "/aliases/{}", profile.aliases, evidence)
    summary = (profile.summary,) if profile.summary else ()
    _print_list(console, "Summary", "/summary", summary, evidence)
    tasks = tuple(task.text for task in profile.tasks)
    _print_list(console, "Tasks", "/tasks/{}/text", tasks, evidence)
    asked = tuple(
        f"{requirement.text} ({', '.join(filter(None, (requirement.kind, requirement.importance)))})"
        for requirement in profile.requirements
    )
    _print_list(console, "Requirements", "/requirements/{}/text", asked, evidence)
    if profile.codes:
        codes = tuple(f"{code.scheme} {code.code}" for code in profile.codes)
        _print_list(console, "Codes", "/codes/{}", codes, evidence)


def _print_list(
    console: Console, heading: str, pointer: str, values: tuple[str, ...], evidence: Mapping[str, Evidence]
) -> None:
    console.print(Text.assemble("\n", (heading, "bold"), "" if values else ": none found"))
    for index, value in enumerate(values):
        console.print(Text(f"  • {value}"))
        _print_evidence(console, evidence.get(pointer.format(index)))


def _print_evidence(console: Console, found: Evidence | None) -> None:
    if found is not None:
        place = f" at {found.css}" if found.css else ""
        console.print(Text(f"    {found.rule} {found.confidence:.2f}, {found.origin}{place}", "dim"))


def _print_left_out(console: Console, explanation: Explanation) -> None:
    """Print what was left out in reading order; neighbours with the same reason share it."""
    left_out = [passage for passage in explanation.passages if passage.reason]
    if left_out:
        console.print(Text("\nLeft out, in reading order", "bold"))
    for reason, passages in groupby(left_out, key=lambda passage: passage.reason):
        console.print(Text(f"  {reason}", "yellow"))
        for passage in passages:
            console.print(Text(f"    {_cut(passage.text)}", "dim"))
    if explanation.omitted:
        console.print(Text(f"  and {explanation.omitted} more passages: the page is too long to show them"))


def _cut(text: str) -> str:
    return text if len(text) <= _TEXT_LENGTH else f"{text[:_TEXT_LENGTH].rstrip()} …"
