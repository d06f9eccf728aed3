"""`jobprofiles extract`: read pages, given as files or addresses, without publishing anything."""

import sys
from collections.abc import Iterator
from typing import Annotated

import orjson
from cyclopts import Parameter
from pydantic import TypeAdapter, ValidationError

from extractors.extract import extract as extract_page
from extractors.extract import file_url
from extractors.source import Source
from extractors.source_catalogue import canonical_source, shipped_sources, source_of
from flows.command_errors import InputError, UsageError, fault
from flows.commands.page_inputs import PageInput, PageInputs, UnreadableInput
from flows.commands.profile_view import print_profile
from flows.run_source import named_source
from schemas.extraction import Extraction
from schemas.text import WebAddress

_STAND_IN_HOST = "http://file.invalid/"
NOT_HTML = "not HTML"
"""What the extractor says of a file that is something else, such as an image."""

Flag = Annotated[bool, Parameter(negative=())]


def extract(
    *inputs: Annotated[str, Parameter(name="PATH_OR_URL")],
    jsonl: Flag = False,
    json: Flag = False,
    source: str | None = None,
    url: str | None = None,
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
    source
        Id of the source that the pages belong to, or "none" for the generic extractor alone. Without it, the
        page's address decides; for a file, its canonical link.
    url
        Address that a single file was saved from.
    """
    _check(inputs, url, both=jsonl and json)
    read = False
    for name, found in _extractions(inputs, source, url):
        read = read or isinstance(found, Extraction)
        if jsonl:
            _print_line(name, found)
        elif isinstance(found, Extraction):
            _print_one(name, found, as_json=json)
        elif len(inputs) == 1:
            raise InputError(f"{name}: {found}")
        else:
            print(f"jobprofiles: {name}: {found}", file=sys.stderr)
    if not read:
        raise InputError("none of the inputs could be read")


def _check(inputs: tuple[str, ...], url: str | None, *, both: bool) -> None:
    if not inputs:
        raise UsageError("expected a file or an address to read, found none: `jobprofiles extract PAGE.html`")
    if both:
        raise UsageError("--jsonl and --json exclude each other: a line for each input, or indented records")
    if url is not None and len(inputs) > 1:
        raise UsageError(f"--url says where one file was saved from, but there are {len(inputs)} inputs")
    if url is not None:
        try:
            TypeAdapter(WebAddress).validate_python(url)
        except ValidationError as error:
            raise UsageError(f"--url: {fault(error)}") from error


def _extractions(
    inputs: tuple[str, ...], source: str | None, url: str | None
) -> Iterator[tuple[str, Extraction | UnreadableInput]]:
    fixed = named_source(source) if source not in {None, "none"} else None
    with PageInputs() as pages:
        for name in inputs:
            try:
                page = pages.read(name)
            except UnreadableInput as unreadable:
                yield name, unreadable
                continue
            page = page.from_address(url) if url else page
            found = _extraction(page, fixed if source else _source_of(page))
            yield name, UnreadableInput(NOT_HTML) if found.reason == NOT_HTML else found


def _source_of(page: PageInput) -> Source | None:
    if page.url is None:
        return canonical_source(page.html, shipped_sources())
    return source_of(page.url, shipped_sources())


def _extraction(page: PageInput, source: Source | None) -> Extraction:
    found = extract_page(page.html, url=page.url, source=source, content_type=page.content_type)
    if found.profile and found.profile.url == _STAND_IN_HOST:
        # A file that does not say its address gets one by its name, so that two of them do not get one id.
        return extract_page(page.html, url=file_url(page.name), source=source, content_type=page.content_type)
    return found


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
