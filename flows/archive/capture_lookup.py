"""The newest capture of every URL of an archive, found in one pass over its indexes, on the disk and not in memory."""

from collections.abc import Iterable, Iterator
from datetime import UTC

from flows.archive.captured import Captured
from flows.archive.cdxj_index import read_line
from flows.fetching.web_urls import same_page_key
from output.scratch_database import ScratchDatabase

_SCHEMA = "CREATE TABLE newest (page TEXT PRIMARY KEY, age TEXT NOT NULL, line BLOB NOT NULL) WITHOUT ROWID"
_KEEP_NEWER = (
    "INSERT INTO newest VALUES (?, ?, ?) ON CONFLICT (page) DO UPDATE SET age = excluded.age, line = excluded.line"
    " WHERE excluded.age > age"
)


class CaptureLookup(ScratchDatabase):
    """Newest captures by page; a context manager."""

    def __init__(self, lines: Iterable[bytes]) -> None:
        """Go through these lines of an archive's indexes."""
        super().__init__(_SCHEMA)
        self._database.executemany(_KEEP_NEWER, _rows(lines))

    def newest(self, urls: Iterable[str]) -> dict[str, Captured]:
        """Return the newest capture of each URL that has one: a page, or the server's word that it is gone."""
        found = {}
        for url in urls:
            wanted = "SELECT line FROM newest WHERE page = ?"
            row = self._database.execute(wanted, [same_page_key(url)]).fetchone()
            if row and (captured := read_line(row[0])):
                found[url] = captured
        return found

    def pages(self) -> Iterator[Captured]:
        """Yield the newest capture of every URL that was a page then, sorted by URL."""
        for (line,) in self._database.execute("SELECT line FROM newest ORDER BY page"):
            captured = read_line(line)
            if captured and captured.is_page:
                yield captured


def _rows(lines: Iterable[bytes]) -> Iterator[tuple[str, str, bytes]]:
    for line in lines:
        captured = read_line(line)
        if captured and (captured.is_page or captured.is_gone):
            at = captured.fetched_at.astimezone(UTC)
            # Sorts as `age_key` does.
            age = f"{at:%Y%m%d%H%M%S.%f} {captured.at.segment} {captured.at.offset:020}"
            yield same_page_key(captured.key), age, line
