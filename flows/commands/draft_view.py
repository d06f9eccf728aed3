"""What was worked out for a new source, as a person reads it."""

from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import Path

from rich.console import Console
from rich.text import Text

from extractors.source_draft.example import Example
from flows.fetching.index_page import links_on_page
from flows.given_settings import given_settings
from flows.new_source import SourceDraft
from flows.source_files import SourceFolders
from schemas.discovery import IndexPage
from schemas.evidence import Evidence
from schemas.extraction import Extraction
from schemas.profile import JobProfile

_TEXT_LENGTH = 90
_LINKS_SHOWN = 3
_STEPS = 4
_SINGLE = ("title", "summary")
_ALIKE_SHOWN = 8
"""Doubts of one kind."""


def print_draft(draft: SourceDraft) -> None:
    """Print what is read of each page and by which rule, what the source needs for it, and what to look at."""
    console = Console(soft_wrap=True, highlight=False)
    for example, found in zip(draft.examples, draft.draft.found, strict=True):
        _print_page(console, example, found)
    enough = (
        "its settings are" if draft.before else "the generic extractor, which reads its pages as they are, is"
    )
    nothing = f"nothing: {enough} enough" if _is_whole(draft) else "no setting was found for what is missing"
    needs = [*given_settings(draft), *_needs(draft)] or [nothing]
    _print_list(console, "What the source needs" + (" besides" if draft.before else ""), needs)
    _print_list(
        console,
        "How its pages are found",
        list(_rediscovery(draft) if draft.before else _discovery(draft)),
    )
    _print_list(console, "Look at", _doubts(draft), "yellow")


def _print_list(console: Console, heading: str, lines: Sequence[str], style: str = "") -> None:
    if lines:
        console.print(Text(heading, "bold"))
    for line in lines:
        console.print(Text(f"  {line}", style))


def print_files(
    draft: SourceDraft, written: Sequence[Path], warnings: Sequence[str], folders: SourceFolders
) -> None:
    """Print which files were written, and what to do next."""
    console = Console(soft_wrap=True, highlight=False)
    for warning in warnings:
        console.print(Text(f"  {warning}", "yellow"))
    console.print(Text("Wrote", "bold"))
    for path in written:
        console.print(Text(f"  {path}"))
    console.print(Text("Next", "bold"))
    for line in _next_steps(draft, folders):
        console.print(Text(f"  {line}"))


def _print_page(console: Console, example: Example, found: Extraction) -> None:
    profile = found.profile
    if profile is None:
        console.print(Text.assemble((example.name, "bold"), f": no profile: {found.reason}\n"))
        return
    console.print(Text.assemble((profile.title, "bold"), (f"  {profile.language}  {profile.url}", "dim")))
    evidence = {each.field: each for each in found.evidence}
    for field, texts in _texts(profile).items():
        count = f": {len(texts)}" if field not in _SINGLE or not texts else ""
        console.print(Text(f"  {field}{count}", "" if texts else "yellow"))
        pointed = [(text, evidence.get(pointer)) for text, pointer in texts]
        for place, group in groupby(pointed, key=lambda each: _place(each[1])):
            console.print(Text(f"    {place}", "dim"))
            for text, _ in group:
                console.print(Text(f"    • {_cut(text)}"))
    console.print()


def _texts(profile: JobProfile) -> dict[str, list[tuple[str, str]]]:
    """Return the texts of each field with their JSON pointers."""
    return {
        "title": [(profile.title, "/title")],
        "other names": [(text, f"/aliases/{index}") for index, text in enumerate(profile.aliases)],
        "summary": [(profile.summary, "/summary")] if profile.summary else [],
        "tasks": [(task.text, f"/tasks/{index}/text") for index, task in enumerate(profile.tasks)],
        "requirements": [
            (asked.text, f"/requirements/{index}/text") for index, asked in enumerate(profile.requirements)
        ],
    }


def _place(evidence: Evidence | None) -> str:
    """Return by which rule a value was read, and around which element; values of one list have one place."""
    if evidence is None:
        return "no evidence"
    steps = (evidence.css or "").split(" > ")
    if evidence.field.count("/") > 1:  # one of several: they stand in one element
        steps = steps[:-1]
    around = " > ".join(steps if len(steps) <= _STEPS else [f"{steps[0]} …", *steps[-2:]])
    return f"{evidence.rule} {evidence.confidence:.2f}" + (f", in {around}" if around else "")


def _needs(draft: SourceDraft) -> list[str]:
    """Return the settings that were worked out, besides those that the source had or a person gave."""
    source, plain, lines = draft.source, draft.plain, []
    if source.content and source.content != plain.content:
        lines.append(f"content {source.content!r}: the profile stands there, and boilerplate around it")
    lines += [
        f"drop {selector!r}: it says the same on pages of unlike jobs"
        for selector in source.drop
        if selector not in plain.drop
    ]
    lines += [
        _told_heading(heading, field)
        for field, headings in source.headings.items()
        for heading in headings
        if heading not in plain.headings.get(field, ())
    ]
    return lines


def _told_heading(heading: str, field: str) -> str:
    if field == "other":
        return f"heading {heading!r} for other things: what is below it says the same on pages of unlike jobs"
    return f"heading {heading!r} for the {field}, to judge by what is below it: look at that"


def _is_whole(draft: SourceDraft) -> bool:
    """Tell whether every page is a profile with tasks and requirements, and none holds boilerplate."""
    found = [each.profile for each in draft.draft.found]
    return not draft.draft.leaks and all(each and each.tasks and each.requirements for each in found)


def _doubts(draft: SourceDraft) -> list[str]:
    lines = _some(
        [
            f"{_cut(leak)!r} stands on pages of unlike jobs: if it is boilerplate, --drop CSS"
            for leak in draft.draft.leaks
        ]
    )
    lines += _some(
        [
            f"{each.heading!r} names no known field, with {_counted(len(each.statements), 'statement')} below it:"
            f' if it names one, --heading FIELD="{each.heading}"'
            for each in draft.draft.unknown
        ]
    )
    if draft.listed:
        lines += [f"the listing does not lead to {url}" for url in draft.listed.missing]
    lines += [
        f"the pages link to {name}: if it is the licence of their texts, --licence {name}"
        for name in draft.other_licences
    ]
    if draft.source.licence is None:
        lines.append("no licence is known: --licence names it; until then every run says so")
    if draft.source.language is None:
        languages = {found.profile.language for found in draft.draft.found if found.profile}
        told = (
            "its pages are in several languages"
            if len(languages) > 1
            else "the language of its pages is not known"
        )
        lines.append(f"{told}: --language names that of pages which do not say theirs")
    return [*_empty_fields(draft), *lines]


def _empty_fields(draft: SourceDraft) -> Iterator[str]:
    for name in ("tasks", "requirements"):
        empty = [
            found.profile.title
            for found in draft.draft.found
            if found.profile and not getattr(found.profile, name)
        ]
        if empty:
            yield f'no {name} are read of {", ".join(empty)}: if the page tells some, --heading {name}="…"'


def _some(lines: list[str]) -> list[str]:
    more = len(lines) - _ALIKE_SHOWN
    return [*lines[:_ALIKE_SHOWN], f"and {more} more like these"] if more > 0 else lines


def _discovery(draft: SourceDraft) -> Iterator[str]:
    discover = draft.source.discover
    if draft.listed is None:
        yield f"by the sitemaps that {draft.source.start} names: nobody has looked whether they list them"
        yield "a page that lists the profiles is surer: --listing URL"
    else:
        yield f"{len(draft.listed.links)} pages from {draft.listed.discover.url}, such as"
        yield from (f"  {link.url}" for link in draft.listed.links[:_LINKS_SHOWN])
    yield f"addresses match {discover.pattern}"


def _rediscovery(draft: SourceDraft) -> Iterator[str]:
    """Yield how the list of a site that changed is found, where the source does not find it as well."""
    if draft.listed is None or draft.listing is None or not isinstance(draft.source.discover, IndexPage):
        return
    own = len(links_on_page(draft.source.discover, draft.listing))
    if own < len(draft.listed.links):
        settings = draft.listed.discover.model_dump(exclude_defaults=True)
        told = ", ".join(f"{name}={value!r}" for name, value in settings.items())
        yield f"the source finds {_counted(own, 'page')} from {draft.listing.url}"
        yield f"IndexPage({told}) finds {len(draft.listed.links)}"


def _next_steps(draft: SourceDraft, folders: SourceFolders) -> Iterator[str]:
    source = draft.source
    option = f" --sources {folders.named}" if folders.named else ""
    setting = f"JOBPROFILES_SOURCES={folders.named} " if folders.named else ""
    elsewhere = "" if folders.pages_are_found else f" -o jobprofiles_pages={folders.pages}"
    pages = folders.pages / source.id
    if _needs(draft) and draft.before:
        yield f"write what the source {source.id} needs besides into its file"
    yield f"read {pages}/*.json: is it what a careful person reads off the pages?"
    yield f"{setting}pytest{elsewhere} {pages}"
    yield f"jobprofiles publish {source.id} --limit 5{option}"
    if folders.within_project and draft.before is None:
        yield "jobprofiles deployments > prefect.yaml"


def _counted(count: int, what: str) -> str:
    return f"{count} {what}" if count == 1 else f"{count} {what}s"


def _cut(text: str) -> str:
    return text if len(text) <= _TEXT_LENGTH else f"{text[:_TEXT_LENGTH].rstrip()} …"
