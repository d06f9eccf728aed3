"""A job profile as a person reads it in a terminal."""

from rich.console import Console
from rich.markup import escape

from schemas.profile import JobProfile, Requirement, Task


def print_profile(profile: JobProfile) -> None:
    """Print a profile on stdout, with emphasis where stdout is a terminal."""
    console = Console(soft_wrap=True, highlight=False)
    console.print(f"[bold]{escape(profile.title)}[/]")
    if profile.aliases:
        console.print(f"also: {escape(', '.join(profile.aliases))}")
    console.print(f"[dim]{escape(profile.id)}  {escape(profile.language)}  {escape(profile.url)}[/]")
    if profile.summary:
        console.print(f"\n{escape(profile.summary)}")
    _print_list(console, "Tasks", [_task(task) for task in profile.tasks])
    _print_list(console, "Requirements", [_requirement(requirement) for requirement in profile.requirements])


def _print_list(console: Console, heading: str, lines: list[str]) -> None:
    console.print(f"\n[bold]{heading}[/]" + ("" if lines else ": none found"))
    for line in lines:
        console.print(f"  • {line}")


def _task(task: Task) -> str:
    if task.label and task.text.startswith(task.label):
        return f"[bold]{escape(task.label)}[/]{escape(task.text.removeprefix(task.label))}"
    return escape(task.text)


def _requirement(requirement: Requirement) -> str:
    marks = ", ".join(filter(None, (requirement.kind, requirement.importance)))
    return f"{escape(requirement.text)} [dim]({marks})[/]"
