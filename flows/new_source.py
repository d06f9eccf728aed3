"""The main road of a new source: example pages in, a draft and its files out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from pydantic import ValidationError

from extractors.source import HeadedField, Source
from extractors.source_draft.draft import Draft, draft_source
from extractors.source_draft.example import Example
from extractors.source_draft.heading_words import with_words
from extractors.source_draft.site_identity import SiteIdentity, read_identity
from extractors.source_values import told_faults
from flows.command_errors import UsageError
from flows.draft_discovery import ListingDraft, draft_listing, sitemap_of
from schemas.discovery import IndexPage, Sitemap
from schemas.page import Page

NO_LICENCE = "its pages name none: ask before you pass texts on"
LINKED_LICENCE = "so its pages say"


@dataclass(frozen=True, slots=True)
class Wishes:
    """What a person says of a source; whatever is None or empty is worked out."""

    id: str | None = None
    name: str | None = None
    publisher: str | None = None
    licence: str | None = None
    language: str | None = None
    render: bool = False
    content: str | None = None
    drop: tuple[str, ...] = ()
    headings: Mapping[HeadedField, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class SourceDraft:
    """A source that was worked out, and what it was worked out from."""

    draft: Draft
    plain: Source
    """The source before anything was worked out from its pages: as it was, and as a person wished."""
    examples: tuple[Example, ...]
    listing: Page | None
    listed: ListingDraft | None
    licence_comment: str | None
    other_licences: tuple[str, ...] = ()
    """Licences that the pages link to without calling them their own."""
    before: Source | None = None
    """The source as it is, where pages are added to one that is there already."""

    @property
    def source(self) -> Source:
        """The source."""
        return self.draft.source


def identity_of(examples: Sequence[Example]) -> SiteIdentity:
    """Return what the pages say of their site; raises UsageError where one does not say its address."""
    read = [example.read(None) for example in examples]
    languages = [found.profile.language for found in read if found.profile]
    return read_identity(examples, urls_of(examples), languages)


def urls_of(examples: Sequence[Example]) -> list[str]:
    """Return the address of each page: the one it was fetched from, else its canonical link.

    Raises UsageError where a file names none.
    """
    urls = [example.address() for example in examples]
    if missing := next((example for example, url in zip(examples, urls, strict=True) if url is None), None):
        raise UsageError(
            f"{missing.name} does not say its address (no canonical link): give the page's address instead of a file,"
            " or --url URL for each of the pages"
        )
    return [url for url in urls if url]


def work_out(
    examples: Sequence[Example], identity: SiteIdentity, wishes: Wishes, listing: Page | None
) -> SourceDraft:
    """Return the source that the pages need, with what a person said of it.

    Raises UsageError where something said makes no sense, and DiscoveryFailed where the listing cannot be read.
    """
    urls = urls_of(examples)
    listed = draft_listing(listing, urls) if listing else None
    discover: IndexPage | Sitemap = listed.discover if listed else sitemap_of(urls)
    licence = wishes.licence or identity.licence
    plain = _source(
        {
            "id": wishes.id or identity.id,
            "name": wishes.name or identity.name,
            "publisher": wishes.publisher,
            "licence": licence,
            "language": wishes.language or identity.language,
            "hosts": _other_hosts(urls, discover.url),
            "discover": discover,
            "render": wishes.render,
        },
        wishes,
    )
    comment = (NO_LICENCE if licence is None else LINKED_LICENCE) if wishes.licence is None else None
    others = identity.other_licences if licence is None else ()
    return SourceDraft(
        draft_source(plain, examples), plain, tuple(examples), listing, listed, comment, other_licences=others
    )


def work_on(before: Source, examples: Sequence[Example], wishes: Wishes, listing: Page | None) -> SourceDraft:
    """Return the source that is there with what the pages need besides, for a site that has changed.

    Raises UsageError where a page does not say its address, or something said makes no sense, and DiscoveryFailed where
    the listing cannot be read.
    """
    urls = urls_of(examples)
    listed = draft_listing(listing, urls) if listing else None
    plain = _source({name: getattr(before, name) for name in before.model_fields_set}, wishes)
    draft = draft_source(plain, examples)
    return SourceDraft(draft, plain, tuple(examples), listing, listed, None, before=before)


def _source(fields: Mapping[str, Any], wishes: Wishes) -> Source:
    """Return the source of these fields with the settings that a person wishes for; raises UsageError."""
    wished = {
        "content": wishes.content or fields.get("content"),
        "drop": (*fields.get("drop", ()), *wishes.drop),
        "headings": with_words(fields.get("headings", {}), wishes.headings),
    }
    try:
        return Source.model_validate({**fields, **wished})
    except ValidationError as error:
        raise UsageError(told_faults(error).replace("Source.", "--")) from error


def _other_hosts(urls: Sequence[str], start: str | None) -> tuple[str, ...]:
    """Return the hosts of the pages besides that of the list."""
    hosts = dict.fromkeys(host for url in urls if (host := urlsplit(url).hostname))
    return tuple(host for host in hosts if host != urlsplit(start or "").hostname)
