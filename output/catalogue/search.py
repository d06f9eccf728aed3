"""The list of all profiles, for people without scripts as well, and the data that the search reads."""

import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

from output.catalogue.profile_pages import RECORDS_A_FILE, Entry
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
    entries: Sequence[Entry]

    @property
    def first(self) -> str:
        """Return the title with which it begins."""
        return self.entries[0].title

    @property
    def last(self) -> str:
        """Return the title with which it ends."""
        return self.entries[-1].title


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
    entries: list[Entry],
    *,
    with_pages: bool,
) -> None:
    """Write index.html, further pages of the list, and search-data.js; sorts the entries by title."""
    entries.sort(key=lambda entry: (_folded(entry.title), entry.id))
    names = {source["id"]: source["name"] for source in version.files.manifest.sources}
    filters = _filters(entries, names)
    pages = _list_pages(entries)
    sources = version.files.manifest.sources
    for page in pages:
        written = templates.render(
            "list",
            root="" if page.number == 1 else "../",
            page=page,
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


def _folded(text: str) -> str:
    """Return the text without accents and case: "Éclairagiste" stands between "Editor" and "Elder"."""
    letters = unicodedata.normalize("NFKD", text)
    return "".join(letter for letter in letters if not unicodedata.combining(letter)).casefold()


def _list_pages(entries: list[Entry]) -> list[ListPage]:
    parts = [entries[start : start + ENTRIES_A_PAGE] for start in range(0, len(entries), ENTRIES_A_PAGE)]
    return [
        ListPage(number, "index.html" if number == 1 else f"list/{number}.html", part)
        for number, part in enumerate(parts or [[]], start=1)
    ]


def _filters(entries: list[Entry], names: Mapping[str, str]) -> dict[str, list[Choice]]:
    sources = Counter(entry.source for entry in entries)
    languages = Counter(entry.language for entry in entries)
    missing = Counter(chain.from_iterable(entry.missing for entry in entries))
    return {
        "source": [Choice(value, names.get(value, value), sources[value]) for value in sorted(sources)],
        "language": [Choice(value, language_name(value), languages[value]) for value in sorted(languages)],
        "missing": [Choice(value, field_name(value), count) for value, count in sorted(missing.items())],
    }


def _data(entries: list[Entry], filters: Mapping[str, list[Choice]], *, with_pages: bool) -> Iterator[bytes]:
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
