"""What list and search keep of each profile, sorted by title, on the disk and not in memory."""

import json
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass

from output.scratch_database import ScratchDatabase

_SCHEMA = "CREATE TABLE entries (title TEXT, id TEXT, entry TEXT, PRIMARY KEY (title, id)) WITHOUT ROWID"


@dataclass(frozen=True, slots=True)
class Entry:
    """What list and search keep of a profile."""

    id: str
    title: str
    aliases: tuple[str, ...]
    source: str
    """Id of the source."""
    language: str
    missing: tuple[str, ...]
    tasks: int
    """How many it has."""
    href: str
    """Its page, seen from the first page of the catalogue; where it has none, the page that it was read from."""
    number: int
    """Its place in the order of ids: tells in which file its record stands."""


class EntryList(ScratchDatabase):
    """Entries in the order of their titles; a context manager."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        super().__init__(_SCHEMA)
        self._database.executemany("INSERT INTO entries VALUES (?, ?, ?)", map(_row, entries))

    def __iter__(self) -> Iterator[Entry]:
        for (text,) in self._database.execute("SELECT entry FROM entries ORDER BY title, id"):
            told = json.loads(text)
            yield Entry(**{**told, "aliases": tuple(told["aliases"]), "missing": tuple(told["missing"])})


def _row(entry: Entry) -> tuple[str, str, str]:
    return _folded(entry.title), entry.id, json.dumps(asdict(entry))


def _folded(text: str) -> str:
    """Return the text without accents and case: "Éclairagiste" stands between "Editor" and "Elder"."""
    letters = unicodedata.normalize("NFKD", text)
    return "".join(letter for letter in letters if not unicodedata.combining(letter)).casefold()
