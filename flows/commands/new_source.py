"""`jobprofiles new-source`: from one to a few example pages to a source with its test."""

import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, get_args

from cyclopts import Parameter
from pydantic import TypeAdapter, ValidationError
from rich.prompt import Confirm, Prompt

from extractors.page_layout import is_selector
from extractors.parse import PageRejected, parse
from extractors.source import FieldName
from extractors.source_draft.example import Example
from extractors.source_draft.site_identity import SiteIdentity
from flows.command_errors import InputError, RefusedError, UsageError, fault
from flows.commands.draft_view import draft_as_json, print_draft, print_files
from flows.commands.page_inputs import PageInput, PageInputs, UnreadableInput
from flows.fetching.fetch_failures import DiscoveryFailed
from flows.new_source import SourceDraft, Wishes, identity_of, work_out
from flows.run_settings import load_settings
from flows.run_source import source_catalogue
from flows.source_files import SourceFolders, files_of
from schemas.page import Page
from schemas.text import WebAddress

Flag = Annotated[bool, Parameter(negative=())]
Words = Annotated[tuple[str, ...], Parameter(negative=(), show_default=False)]
_MOST_PAGES = 10


def new_source(  # noqa: PLR0913 - each option of the command is an argument
    *inputs: Annotated[str, Parameter(name="URL_OR_FILE")],
    listing: str | None = None,
    url: str | None = None,
    id: str | None = None,  # noqa: A002 - what the source's field is called
    name: str | None = None,
    publisher: str | None = None,
    licence: str | None = None,
    language: str | None = None,
    content: str | None = None,
    drop: Words = (),
    heading: Words = (),
    scrub: Flag = False,
    render: Flag = False,
    to: Path | None = None,
    pages: Path | None = None,
    force: Flag = False,
    yes: Flag = False,
    json: Flag = False,
) -> None:
    """Write a source file, the pages it was made from, and the records expected of them.

    Parameters
    ----------
    inputs
        One to three pages of the site, as addresses or saved files; pages of unlike jobs show more than one.
    listing
        Page that lists the profiles, as an address or a file: how they are found is worked out from it.
    url
        Address that a single file was saved from, where it has no canonical link.
    id
        Id of the source; by default after its host.
    name
        Name of the site; by default what its pages say.
    publisher
        Who publishes it.
    licence
        Licence of its texts, such as CC-BY-4.0; by default the one that its pages link to.
    language
        Language of its pages where they do not say it, such as en.
    content
        CSS of the element in which the profile stands, if it is not found by itself.
    drop
        CSS of elements that are no part of the profile; as often as needed.
    heading
        What the site calls a field, such as tasks="A day at the bench"; as often as needed.
    scrub
        Replace the words of the saved pages by made-up ones, where their licence allows no copy.
    render
        Fetch pages through a browser, for a site that is empty without scripts (extra: render).
    to
        Folder of the source file; by default this project's, else the first of --sources, else ./sources.
    pages
        Folder of saved pages, in which the source gets its own; by default tests/pages.
    force
        Write files anew that are there already.
    yes
        Ask nothing, also on a terminal.
    json
        Print what was found and written as JSON.
    """
    _check(inputs, url)
    _check_selectors(content=() if content is None else (content,), drop=drop)
    asks = not (yes or json) and sys.stdin.isatty() and sys.stdout.isatty()
    with PageInputs(render=render) as reader:
        examples = [_example(_read(reader, each), url) for each in inputs]
        listed = _listing(_read(reader, listing)) if listing else None
    identity = identity_of(examples)
    wishes = Wishes(id, name, publisher, licence, language, content, drop, _headings(heading))
    if asks:
        wishes = _asked(wishes, identity)
    try:
        draft = work_out(examples, identity, wishes, listed)
    except DiscoveryFailed as error:
        raise InputError(str(error)) from error
    if not json:
        print_draft(draft)
    _refuse_unread(draft)
    _refuse_taken(draft, force=force)
    folders = SourceFolders.chosen(to, pages, load_settings().sources)
    files = files_of(draft, folders, scrubbed=scrub)
    if asks and not Confirm.ask(f"Write {len(files.contents)} files?", default=True):
        return
    written = files.write(force=force)
    if json:
        print(draft_as_json(draft, written, files.warnings))
    else:
        print_files(draft.source, written, files.warnings, folders)


def _check(inputs: Sequence[str], url: str | None) -> None:
    if not inputs:
        raise UsageError("expected a page of the site, found none: `jobprofiles new-source URL_OR_FILE`")
    if len(inputs) > _MOST_PAGES:
        raise UsageError(
            f"expected one to three pages, found {len(inputs)}: more than a few show nothing new"
        )
    if url is not None:
        if len(inputs) > 1:
            raise UsageError(f"--url says where one file was saved from, but there are {len(inputs)} pages")
        try:
            TypeAdapter(WebAddress).validate_python(url)
        except ValidationError as error:
            raise UsageError(f"--url: {fault(error)}") from error


def _check_selectors(**selectors: Sequence[str]) -> None:
    for option, said in selectors.items():
        if broken := [css for css in said if not is_selector(css)]:
            raise UsageError(f"--{option} {broken[0]!r}: expected a CSS selector")


def _read(reader: PageInputs, name: str) -> PageInput:
    try:
        return reader.read(name)
    except UnreadableInput as unreadable:
        raise InputError(f"{name}: {unreadable}") from unreadable


def _example(page: PageInput, url: str | None) -> Example:
    return Example(page.html, page.url or url, page.content_type, page.name)


def _listing(page: PageInput) -> Page:
    try:
        parse(page.html, page.content_type)
    except PageRejected as error:
        raise InputError(f"{page.name}: {error}") from error
    url = _example(page, None).address()
    if url is None:
        raise UsageError(
            f"--listing {page.name} does not say its address (no canonical link): give the address instead"
        )
    headers = (("Content-Type", page.content_type),) if page.content_type else ()
    return Page(url, url, 200, headers, page.html, datetime.now(UTC))


def _headings(said: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """Return the headings of each field, as they were said: field=words."""
    headings: dict[str, tuple[str, ...]] = {}
    for each in said:
        field, equals, words = each.partition("=")
        if not equals or field not in get_args(FieldName) or not words.strip():
            fields = ", ".join(get_args(FieldName))
            raise UsageError(f"--heading {each!r}: expected FIELD=WORDS, where FIELD is one of {fields}")
        headings[field] = (*headings.get(field, ()), words.strip())
    return headings


def _asked(wishes: Wishes, identity: SiteIdentity) -> Wishes:
    """Return the wishes with what a person at the terminal answers; Enter takes what was worked out."""
    unknown = "none known"
    licence = wishes.licence or Prompt.ask("Licence of its texts", default=identity.licence or unknown)
    return Wishes(
        id=wishes.id or Prompt.ask("Id of the source", default=identity.id),
        name=wishes.name or Prompt.ask("Name of the site", default=identity.name),
        publisher=wishes.publisher or Prompt.ask("Publisher", default="") or None,
        licence=None if licence == unknown else licence,
        language=wishes.language,
        content=wishes.content,
        drop=wishes.drop,
        headings=wishes.headings,
    )


def _refuse_unread(draft: SourceDraft) -> None:
    """Raise RefusedError where a page is read as no profile: a test that expects that of it helps nobody."""
    for example, found in zip(draft.examples, draft.draft.found, strict=True):
        if found.profile is None:
            raise RefusedError(
                f'{example.name}: no profile: {found.reason}; name what its headings say with --heading tasks="…",'
                " or the element in which the profile stands with --content CSS, or leave the page out"
            )


def _refuse_taken(draft: SourceDraft, *, force: bool) -> None:
    catalogue = source_catalogue()
    if draft.source.id in catalogue.by_id and not force:
        place = catalogue.places[draft.source.id]
        raise UsageError(
            f"{place} has the id {draft.source.id!r}: --id names another, --force writes it anew"
        )
