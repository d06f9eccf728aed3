"""The list of all profiles, for people without scripts as well, and the data that the search reads."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice

from output.catalogue.entry_list import Entry, EntryList
from output.catalogue.profile_pages import RECORDS_A_FILE
from output.catalogue.script_data import script_data
from output.catalogue.templating import Templates
from output.catalogue.wording import field_name, language_name
from output.last_version import LastVersion
from output.storage import UnfinishedTree

ENTRIES_A_PAGE = 500


@dataclass(frozen=True, slots=True)
class ListPage:
    """One page of the list of all profiles."""

    number: int
    href: str
    """Seen from the first page."""
    first: str = ""
    """The title with which it begins."""
    last: str = ""
    """The title with which it ends."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One option of a filter."""

    value: str
    name: str
    count: int


def write_search(
    tree: UnfinishedTree,
    templates: Templates,
    version: LastVersion,
    entries: EntryList,
    *,
    with_pages: bool,
) -> None:
    """Write index.html, further pages of the list, and search-data.js."""
    names = {source["id"]: source["name"] for source in version.files.manifest.sources}
    filters = _filters(entries, names)
    pages = [_list_page(number, part) for number, part in _parts(entries)]
    sources = version.files.manifest.sources
    for (_, part), page in zip(_parts(entries), pages, strict=True):
        written = templates.render(
            "list",
            root="" if page.number == 1 else "../",
            page=page,
            entries=part,
            pages=pages,
            filters=filters,
            sources=sources,
            names=names,
            with_pages=with_pages,
        )
        tree.write(page.href, written)
    with tree.open("search-data.js") as write:
        for piece in _data(entries, filters, with_pages=with_pages):
            write(piece)


def _parts(entries: EntryList) -> Iterator[tuple[int, list[Entry]]]:
    """Yield number and entries of each page of the list; one without entries where there are none."""
    waiting, number = iter(entries), 1
    part = list(islice(waiting, ENTRIES_A_PAGE))
    while part or number == 1:
        yield number, part
        number, part = number + 1, list(islice(waiting, ENTRIES_A_PAGE))


def _list_page(number: int, part: list[Entry]) -> ListPage:
    href = "index.html" if number == 1 else f"list/{number}.html"
    return ListPage(number, href, part[0].title, part[-1].title) if part else ListPage(number, href)


def _filters(entries: EntryList, names: Mapping[str, str]) -> dict[str, list[Choice]]:
    sources, languages, missing = Counter[str](), Counter[str](), Counter[str]()
    for entry in entries:
        sources[entry.source] += 1
        languages[entry.language] += 1
        missing.update(entry.missing)
    return {
        "source": [Choice(value, names.get(value, value), sources[value]) for value in sorted(sources)],
        "language": [Choice(value, language_name(value), languages[value]) for value in sorted(languages)],
        "missing": [Choice(value, field_name(value), count) for value, count in sorted(missing.items())],
    }


def _data(entries: EntryList, filters: Mapping[str, list[Choice]], *, with_pages: bool) -> Iterator[bytes]:
    """Yield the data piece by piece: an array a profile, with numbers in place of what many have in common."""
    places = {
        name: {choice.value: i for i, choice in enumerate(options)} for name, options in filters.items()
    }
    head = {
        name: [{"value": choice.value, "name": choice.name} for choice in options]
        for name, options in filters.items()
    }
    a_file = None if with_pages else RECORDS_A_FILE
    yield b"const catalogue = " + script_data({**head, "recordsAFile": a_file})
    yield b";\ncatalogue.profiles = [\n"
    for entry in entries:
        where = entry.href if with_pages else entry.number
        source, language = places["source"][entry.source], places["language"][entry.language]
        missing = [places["missing"][name] for name in entry.missing]
        yield script_data([where, entry.title, entry.aliases, source, language, missing]) + b",\n"
    yield b"];\n"
