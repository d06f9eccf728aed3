"""`jobprofiles new-source`: from one to a few example pages to a source with its test."""

import sys
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from itertools import zip_longest
from pathlib import Path
from typing import Annotated, get_args

from cyclopts import Parameter
from pydantic import TypeAdapter, ValidationError
from rich.prompt import Confirm, Prompt

from extractors.parse import PageRejected, parse
from extractors.source import HeadedField, Source
from extractors.source_draft.example import Example
from extractors.source_draft.site_identity import SiteIdentity
from flows.command_errors import InputError, RefusedError, UsageError, fault
from flows.commands.draft_report import draft_report
from flows.commands.draft_view import print_draft, print_files
from flows.commands.page_inputs import PageInput, PageInputs, UnreadableInput
from flows.fetching.fetch_failures import DiscoveryFailed
from flows.new_source import SourceDraft, Wishes, identity_of, work_on, work_out
from flows.run_settings import load_settings
from flows.run_source import named_source, source_catalogue
from flows.source_files import SourceFolders, files_of
from schemas.page import Page
from schemas.text import WebAddress

Flag = Annotated[bool, Parameter(negative=())]
Words = Annotated[tuple[str, ...], Parameter(negative=(), show_default=False)]
_MOST_PAGES = 10


def new_source(  # noqa: PLR0913 - each option of the command is an argument
    *inputs: Annotated[str, Parameter(name="URL_OR_FILE")],
    listing: str | None = None,
    listing_url: str | None = None,
    url: Words = (),
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
    pages_only: Flag = False,
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
        One to three pages of the site, as addresses or saved files, at most ten; pages of unlike jobs show more than
        one.
    listing
        Page that lists the profiles, as an address or a file: how they are found is worked out from it.
    listing_url
        Address that the list was saved from, if it is a file without a canonical link.
    url
        Addresses that the pages were saved from, if they are files without canonical links: one for each, in order.
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
    pages_only
        Save pages for the source of this --id, which is there already, as after a change of its site: what they need
        besides its settings is shown, and its file stays as it is.
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
    wishes = Wishes(id, name, publisher, licence, language, render, content, drop, _headings(heading))
    before = _known(wishes) if pages_only else None
    asks = not (yes or json) and sys.stdin.isatty() and sys.stdout.isatty()
    with PageInputs(render=render or (before is not None and before.render)) as reader:
        examples = [
            _example(_read(reader, each), address)
            for each, address in zip_longest(inputs, url)  # --url is for each of the pages, or for none
        ]
        listed = _listing(_read(reader, listing), listing_url) if listing else None
    try:
        draft = (
            work_on(before, examples, wishes, listed)
            if before
            else _from_scratch(examples, wishes, listed, asks=asks)
        )
        if not json:
            print_draft(draft)
        _refuse_unread(draft)
        if not pages_only:
            _refuse_taken(draft, force=force)
        own = load_settings().sources
        folders = (
            SourceFolders.of_known(source_catalogue().places[before.id], pages, own)
            if before
            else SourceFolders.chosen(to, pages, own)
        )
        files = files_of(draft, folders, scrubbed=scrub)
    except DiscoveryFailed as error:
        raise InputError(str(error)) from error
    if asks and not Confirm.ask(f"Write {len(files.contents)} files?", default=True):
        return
    written = files.write(force=force)
    if json:
        print(draft_report(draft, written, files.warnings).model_dump_json(indent=2))
    else:
        print_files(draft, written, files.warnings, folders)


def _from_scratch(
    examples: Sequence[Example], wishes: Wishes, listed: Page | None, *, asks: bool
) -> SourceDraft:
    identity = identity_of(examples)
    return work_out(examples, identity, _asked(wishes, identity) if asks else wishes, listed)


def _known(wishes: Wishes) -> Source:
    """Return the source to which pages are added; raises UsageError where it is not clear, or for other options."""
    if wishes.id is None:
        raise UsageError("--pages-only adds to a source that is there already: name it with --id")
    for option in ("name", "publisher", "licence", "language"):
        if getattr(wishes, option) is not None:
            raise UsageError(
                f"--pages-only leaves the file of {wishes.id} as it is: write its {option} there"
            )
    return named_source(wishes.id)


def _check(inputs: Sequence[str], url: Sequence[str]) -> None:
    if not inputs:
        raise UsageError("expected a page of the site, found none: `jobprofiles new-source URL_OR_FILE`")
    if len(inputs) > _MOST_PAGES:
        raise UsageError(f"expected at most {_MOST_PAGES} pages, found {len(inputs)}: a few show it all")
    if url and len(url) != len(inputs):
        raise UsageError(
            f"--url is for each of the pages, in their order: {len(inputs)} pages, {len(url)} addresses"
        )
    for address in url:
        _check_address("--url", address)


def _check_address(option: str, address: str) -> None:
    try:
        TypeAdapter(WebAddress).validate_python(address)
    except ValidationError as error:
        raise UsageError(f"{option}: {fault(error)}") from error


def _read(reader: PageInputs, name: str) -> PageInput:
    try:
        return reader.read(name)
    except UnreadableInput as unreadable:
        raise InputError(f"{name}: {unreadable}") from unreadable


def _example(page: PageInput, url: str | None) -> Example:
    return Example(page.html, page.url or url, page.content_type, page.name)


def _listing(page: PageInput, url: str | None) -> Page:
    if url is not None:
        _check_address("--listing-url", url)
    try:
        parse(page.html, page.content_type)
    except PageRejected as error:
        raise InputError(f"{page.name}: {error}") from error
    address = _example(page, url).address()
    if address is None:
        raise UsageError(
            f"--listing {page.name} does not say its address (no canonical link): give it with --listing-url URL"
        )
    headers = (("Content-Type", page.content_type),) if page.content_type else ()
    return Page(address, address, 200, headers, page.html, datetime.now(UTC))


def _headings(said: Sequence[str]) -> dict[HeadedField, tuple[str, ...]]:
    """Return the headings of each field, as they were said: field=words."""
    headings: dict[HeadedField, tuple[str, ...]] = {}
    fields: tuple[HeadedField, ...] = get_args(HeadedField)
    for each in said:
        name, equals, words = each.partition("=")
        field = next((field for field in fields if field == name and equals and words.strip()), None)
        if field is None:
            raise UsageError(
                f"--heading {each!r}: expected FIELD=WORDS, where FIELD is one of {', '.join(fields)}"
            )
        headings[field] = (*headings.get(field, ()), words.strip())
    return headings


def _asked(wishes: Wishes, identity: SiteIdentity) -> Wishes:
    """Return the wishes with what a person at the terminal answers; Enter takes what was worked out."""
    unknown = "none known"
    licence = wishes.licence or Prompt.ask("Licence of its texts", default=identity.licence or unknown)
    return replace(
        wishes,
        id=wishes.id or Prompt.ask("Id of the source", default=identity.id),
        name=wishes.name or Prompt.ask("Name of the site", default=identity.name),
        publisher=wishes.publisher or Prompt.ask("Publisher", default="") or None,
        licence=None if licence == unknown else licence,
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
