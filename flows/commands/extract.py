"""`jobprofiles extract`: read pages, given as files or addresses, without publishing anything."""

import sys
from collections.abc import Callable, Collection, Iterator
from pathlib import Path
from typing import Annotated

import orjson
from cyclopts import Parameter
from pydantic import TypeAdapter, ValidationError

from extractors.source import Source
from flows.command_errors import InputError, UsageError, fault
from flows.commands.explanation_view import print_explanation
from flows.commands.page_inputs import PageInput, PageInputs, UnreadableInput
from flows.commands.page_outcome import explanation, extraction, likely_source
from flows.commands.profile_view import print_profile
from flows.commands.review_file import review_path, write_review
from flows.run_source import known_sources, named_source
from schemas.explanation import Explanation
from schemas.extraction import Extraction
from schemas.text import WebAddress

NOT_HTML = "not HTML"
"""What the extractor says of a file that is something else, such as an image."""

Outcome = Extraction | Explanation | UnreadableInput
Reader = Callable[[PageInput, Source | None], Extraction | Explanation]
Flag = Annotated[bool, Parameter(negative=())]


def extract(  # noqa: PLR0913 - each option of the command is an argument
    *inputs: Annotated[str, Parameter(name="PATH_OR_URL")],
    jsonl: Flag = False,
    json: Flag = False,
    explain: Flag = False,
    review: str | None = None,
    source: str | None = None,
    url: str | None = None,
    render: Flag = False,
) -> None:
    """Print the profile of each page, or why it has none.

    Parameters
    ----------
    inputs
        HTML files, or addresses that begin with http:// or https://.
    jsonl
        Print one line of JSON for each input, in order: file, profile, reason, evidence.
    json
        Print each record as indented JSON.
    explain
        Print where on the page each value stands and which rule read it, and what was left out and why.
    review
        Write an HTML file of this name that shows a page and its record side by side; takes a single page.
    source
        Id of the source that the pages belong to, or "none" for the generic extractor alone. Without it, the
        page's address decides; for a file, its canonical link.
    url
        Address that a single file was saved from.
    render
        Fetch addresses through a browser, for a site that is empty without scripts (extra: render).
    """
    _check(inputs, url, forms=(jsonl, json, explain, review is not None))
    if review is not None and len(inputs) > 1:
        raise UsageError(f"--review shows a single page, but there are {len(inputs)} inputs")
    report = review_path(review) if review is not None else None
    read = False
    reader = explanation if explain or report else extraction
    for name, found in _outcomes(PageInputs(render=render), inputs, source, url, reader):
        read = read or not isinstance(found, UnreadableInput)
        if isinstance(found, Explanation):
            _show(name, found, report)
        elif jsonl:
            _print_line(name, found)
        elif isinstance(found, Extraction):
            _print_one(name, found, as_json=json)
        elif len(inputs) == 1:
            raise InputError(f"{name}: {found}")
        else:
            print(f"jobprofiles: {name}: {found}", file=sys.stderr)
    if not read:
        raise InputError("none of the inputs could be read")


def _check(inputs: tuple[str, ...], url: str | None, forms: Collection[bool]) -> None:
    if not inputs:
        raise UsageError("expected a file or an address to read, found none: `jobprofiles extract PAGE.html`")
    if sum(forms) > 1:
        raise UsageError("--jsonl, --json, --explain and --review exclude each other: choose one")
    if url is not None and len(inputs) > 1:
        raise UsageError(f"--url says where one file was saved from, but there are {len(inputs)} inputs")
    if url is not None:
        try:
            TypeAdapter(WebAddress).validate_python(url)
        except ValidationError as error:
            raise UsageError(f"--url: {fault(error)}") from error


def _outcomes(
    pages: PageInputs, inputs: tuple[str, ...], source: str | None, url: str | None, read: Reader
) -> Iterator[tuple[str, Outcome]]:
    fixed = named_source(source) if source not in {None, "none"} else None
    known = {} if source else known_sources()
    with pages:
        for name in inputs:
            try:
                page = pages.read(name)
            except UnreadableInput as unreadable:
                yield name, unreadable
                continue
            page = page.from_address(url) if url else page
            found = read(page, fixed if source else likely_source(page, known))
            told = found.extraction if isinstance(found, Explanation) else found
            yield name, UnreadableInput(NOT_HTML) if told.reason == NOT_HTML else found


def _show(name: str, found: Explanation, report: Path | None) -> None:
    if report is None:
        print_explanation(found)
        return
    if found.extraction.profile is None:
        print(f"jobprofiles: {name}: no profile: {found.extraction.reason}", file=sys.stderr)
    write_review(report, found)
    print(report)


def _print_line(name: str, found: Extraction | UnreadableInput) -> None:
    if isinstance(found, UnreadableInput):
        reason = str(found) if str(found) == NOT_HTML else f"unreadable: {found}"
        found = Extraction(profile=None, reason=reason, evidence=())
    # Names of files can hold bytes that are no UTF-8, JSON cannot.
    line = {"file": name.encode(errors="replace").decode(), **found.model_dump(mode="json")}
    fields = ("file", "profile", "reason", "evidence")
    sys.stdout.buffer.write(
        orjson.dumps({field: line[field] for field in fields}, option=orjson.OPT_APPEND_NEWLINE)
    )
    sys.stdout.buffer.flush()


def _print_one(name: str, found: Extraction, *, as_json: bool) -> None:
    if found.profile is None:
        print(f"jobprofiles: {name}: no profile: {found.reason}", file=sys.stderr)
    elif as_json:
        print(found.profile.model_dump_json(indent=2), flush=True)
    else:
        print_profile(found.profile)
