"""The files of a new source: its Python file, its saved pages, and the records that are expected of them."""

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import extractors.sources
from extractors.extract import UNKNOWN_URL, extract
from extractors.parse import decode
from extractors.saved_page import SavedPage, expectation
from extractors.source import Source
from extractors.source_draft.example import Example, values_of
from extractors.source_draft.scrub import scrub, scrubbed_url
from extractors.source_draft.source_text import source_text
from extractors.source_draft.stand_in_words import stand_ins
from extractors.title import slug_of
from flows.command_errors import RefusedError, UsageError
from flows.new_source import SourceDraft
from flows.saved_listing import SavedListing
from schemas.extraction import Extraction
from schemas.page import Page

_NOT_IN_NAMES = re.compile(r"[^a-z0-9]+")
_PAGES = Path("tests/pages")


@dataclass(frozen=True, slots=True)
class SourceFolders:
    """Where source files and saved pages go."""

    sources: Path
    pages: Path
    within_project: bool
    """Whether this is the folder of the sources that this project ships."""
    named: Path | None
    """The folder of sources, where commands have to name it to find the source."""

    @property
    def pages_are_found(self) -> bool:
        """Whether pytest finds the pages by itself."""
        return self.pages.parts[-len(_PAGES.parts) :] == _PAGES.parts

    @classmethod
    def chosen(cls, sources: Path | None, pages: Path | None, own: Sequence[Path]) -> "SourceFolders":
        """Return the folders of a new source: those named, else this project's in a clone, else the first `own` one."""
        shipped = Path(extractors.sources.__path__[0])
        here = Path("extractors/sources")
        if sources is None:
            in_clone = here.is_dir() and here.resolve() == shipped.resolve()
            sources = here if in_clone else next(iter(own), Path("sources"))
        within = sources.resolve() == shipped.resolve()
        return cls(sources, pages or _PAGES, within, None if within else sources)

    @classmethod
    def of_known(cls, place: str, pages: Path | None, own: Sequence[Path]) -> "SourceFolders":
        """Return the folders of a source that is there, read from this place; one of one's `own` has to be named."""
        folder = Path(place).parent
        named = folder if folder in own else None
        shipped = place.startswith(f"{extractors.sources.__name__}.")
        return cls(folder, pages or _PAGES, shipped, named)


@dataclass(slots=True)
class SourceFiles:
    """What is written for a source: every path with its bytes, and what a person should know of them."""

    contents: dict[Path, bytes] = field(default_factory=dict)
    warnings: list[str] = field(default_factory=list)

    def write(self, *, force: bool) -> list[Path]:
        """Write all of them, and return their paths; raises UsageError where one is there already, unless `force`."""
        there = next((path for path in self.contents if path.exists()), None)
        if there and not force:
            raise UsageError(f"{there} is there already: --force writes it anew, --id names another source")
        for path, content in reversed(self.contents.items()):  # a source is there when its pages are
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        return list(self.contents)


def files_of(draft: SourceDraft, folders: SourceFolders, *, scrubbed: bool) -> SourceFiles:
    """Return the files of a source that was worked out; `scrubbed` pages keep their structure, not their words.

    The file of a source that was there before is none of them. Raises RefusedError where a saved page would be no
    profile any more, and DiscoveryFailed where the listing cannot be read.
    """
    files, source = SourceFiles(), draft.source
    if draft.before is None:
        files.contents[folders.sources / f"{module_name(source.id)}.py"] = _source_file(
            draft, folders
        ).encode()
    pages = folders.pages / source.id
    for example in draft.examples:
        _add_page(files, source, example, pages, scrubbed=scrubbed)
    if draft.listing is not None:
        _add_listing(files, source, draft.listing, pages, scrubbed=scrubbed)
    return files


def _source_file(draft: SourceDraft, folders: SourceFolders) -> str:
    return source_text(
        draft.source,
        about=f"{draft.source.name}.",
        within_project=folders.within_project,
        comments={"licence": draft.licence_comment} if draft.licence_comment else {},
    )


def module_name(source: str) -> str:
    """Return the name of the file that defines the source of this id, without its ending."""
    name = _NOT_IN_NAMES.sub("_", source).strip("_")
    return name if name.isidentifier() else f"source_{name}"


def _add_page(files: SourceFiles, source: Source, example: Example, folder: Path, *, scrubbed: bool) -> None:
    found, url = example.read(source), example.address()
    html = _self_contained(example)
    if scrubbed:
        reword = stand_ins(_language(found), _own_words(source))
        html, url = scrub(html, None, reword), scrubbed_url(url or "", reword)
    read = _read(html, source, url)
    if read.profile is None:
        raise RefusedError(f"{example.name}: once saved, it is read as no profile: {read.reason}")
    files.warnings += _otherwise(found, read, example.name)
    saved = SavedPage(_free(folder / f"{_stem(read)}.html", files))
    files.contents[saved.html] = html
    files.contents[saved.record] = expectation(read).encode()


def _self_contained(example: Example) -> bytes:
    """Return the page as it was, or in UTF-8 where only the server's header told its encoding: a file has none."""
    text = decode(example.html, example.content_type)
    return example.html if decode(example.html) == text else text.encode("utf-8", "replace")


def _read(html: bytes, source: Source, url: str | None) -> Extraction:
    """Return what is read of a page as `SavedPage.read` does: by the address that it says, else by this one."""
    found = extract(html, source=source)
    if found.profile is None or found.profile.url != UNKNOWN_URL:
        return found
    return extract(html, source=source, url=url)


def _otherwise(before: Extraction, after: Extraction, page: str) -> Iterator[str]:
    """Yield in which fields a saved page is read otherwise than the page itself."""
    for name in ("tasks", "requirements", "aliases"):
        counts = [sum(value.field == name for value in values_of(found)) for found in (before, after)]
        if counts[0] != counts[1]:
            yield (
                f"{page}: once saved, {counts[1]} {name} are read of it instead of {counts[0]}: mend the saved page"
                " by hand, where a word is missing that the extractor goes by"
            )


def _add_listing(files: SourceFiles, source: Source, listing: Page, folder: Path, *, scrubbed: bool) -> None:
    html = listing.body
    found = SavedListing.links_in(html, source, listing.url)
    before = len(found["links"])
    if not before:
        files.warnings.append(f"{listing.url} is not saved: the source finds no page from it")
        return
    if scrubbed:
        html = scrub(html, listing.header("Content-Type"), stand_ins(source.language or "en"))
        found = SavedListing.links_in(html, source, listing.url)
        if len(found["links"]) != before:
            files.warnings.append(
                f"{listing.url}: with its words replaced, {len(found['links'])} links are found instead of {before}:"
                " mend the saved page by hand, where the pattern asks for a word of an address"
            )
    saved = SavedListing(_free(folder / "listing.html", files))
    files.contents[saved.html] = html
    files.contents[saved.links] = f"{json.dumps(found, indent=2, ensure_ascii=False)}\n".encode()


def _language(found: Extraction) -> str:
    return found.profile.language if found.profile else "en"


def _own_words(source: Source) -> list[str]:
    return [heading for headings in source.headings.values() for heading in headings]


def _stem(found: Extraction) -> str:
    url = found.profile.url if found.profile else ""
    title = found.profile.title if found.profile else "page"
    return _NOT_IN_NAMES.sub("-", (slug_of(url) or title).lower()).strip("-")[:80] or "page"


def _free(path: Path, files: SourceFiles) -> Path:
    """Return the path, or one like it where another page of this source has it."""
    number, found = 1, path
    while found in files.contents:
        number += 1
        found = path.with_stem(f"{path.stem}-{number}")
    return found
