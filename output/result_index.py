"""Where each result of a run stands in its chunk's file: enough to read the records in order, one by one."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

from pydantic import ValidationError

from output.canonical_json import canonical
from output.missed import KeptEntry
from output.scratch_database import ScratchDatabase
from schemas.dataset import Counts, Issue, IssueKind
from schemas.page_result import PageResult
from schemas.profile import JobProfile

RESERVATIONS = frozenset({"noindex", "text-and-data-mining"})
"""Causes by which a page's owner says that it is not to be published."""


class ResultsUnreadable(Exception):
    """A result file does not hold what a run writes: extract the pages again and publish then."""


class Place(NamedTuple):
    """A line of a result file."""

    file: Path
    offset: int

    def read(self) -> PageResult:
        """Return the result that stands here."""
        with self.file.open("rb") as results:
            results.seek(self.offset)
            return _parse(results.readline(), self)


_SCHEMA = """
CREATE TABLE profiles (
    id TEXT PRIMARY KEY, source TEXT, stale INT, led_elsewhere INT, url_asked TEXT, digest BLOB, url TEXT,
    file INT, offset INT
) WITHOUT ROWID;
CREATE TABLE dropped (id TEXT, source TEXT, url_asked TEXT, file INT, offset INT);
CREATE TABLE issues (source TEXT, outcome TEXT, url TEXT, file INT, offset INT, kept TEXT);
CREATE INDEX issues_by_url ON issues (url);
CREATE TABLE led_to (id TEXT, url TEXT, PRIMARY KEY (id, url)) WITHOUT ROWID;
CREATE TABLE reserved (url TEXT PRIMARY KEY) WITHOUT ROWID;
"""
_BEST = "(stale, led_elsewhere, url_asked, digest)"
"""Smallest wins: a page read in this run, one that answered at the canonical URL, then by URL and content."""


@dataclass(frozen=True, slots=True)
class IssueEntry:
    """A result that gives no record, or one from an old capture."""

    source: str
    outcome: IssueKind
    url: str
    place: Place
    kept: str = ""
    """For a duplicate: the URL whose record was kept; for a retracted record: what it is."""

    def read(self) -> Issue:
        """Return the issue with its reason."""
        if self.outcome == "refused" and self.kept:
            reason = self.kept
        elif self.outcome == "duplicate":
            reason = f"leads to the same profile as {self.kept}"
        else:
            reason = self.place.read().reason or "no reason given"
        return Issue(source=self.source, url=self.url, outcome=self.outcome, reason=reason)


class ResultIndex(ScratchDatabase):
    """All results of a run, without their bodies; a context manager."""

    def __init__(self, files: Sequence[Path]) -> None:
        super().__init__(_SCHEMA)
        self._files = list(files)
        self.kept: dict[str, KeptEntry] = {}
        """Records of the last version, by id, that are published again without having been read."""

    def __contains__(self, profile_id: str) -> bool:
        return bool(self._database.execute("SELECT 1 FROM profiles WHERE id = ?", [profile_id]).fetchone())

    def add(self, file: int, offset: int, result: PageResult) -> None:
        """Take a result in; of two with the same id, the better one is kept."""
        profile = result.profile
        if result.outcome != "profile":
            self._add_issue(result.source, result.outcome, result.url_asked, file, offset)
            if result.cause in RESERVATIONS:
                self._database.execute("INSERT OR IGNORE INTO reserved VALUES (?)", [result.url_asked])
        elif profile is not None:
            if result.url_asked != profile.url:
                self._database.execute(
                    "INSERT OR IGNORE INTO led_to VALUES (?, ?)", [profile.id, result.url_asked]
                )
            self._add_profile(file, offset, result, profile)

    def _add_profile(self, file: int, offset: int, result: PageResult, profile: JobProfile) -> None:
        elsewhere, digest = result.url != profile.url, sha256(canonical(profile)).digest()
        row = (
            profile.id,
            result.source,
            result.stale,
            elsewhere,
            result.url_asked,
            digest,
            profile.url,
            file,
            offset,
        )
        known = self._database.execute(
            f"SELECT source, url_asked, file, offset, {_BEST} <= (?, ?, ?, ?) FROM profiles WHERE id = ?",  # noqa: S608
            [*row[2:6], profile.id],
        ).fetchone()
        if known is None or not known[4]:
            self._database.execute("REPLACE INTO profiles VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", row)
        if known is not None:
            loser = (result.source, result.url_asked, file, offset) if known[4] else known[:4]
            self._database.execute("INSERT INTO dropped VALUES (?, ?, ?, ?, ?)", [profile.id, *loser])

    def _add_issue(  # noqa: PLR0913, PLR0917  (the columns of a row)
        self, source: str, outcome: str, url: str, file: int, offset: int, kept: str = ""
    ) -> None:
        row = (source, outcome, url, file, offset, kept)
        self._database.execute("INSERT INTO issues VALUES (?, ?, ?, ?, ?, ?)", row)

    def settle(self) -> None:
        """List, once every result is in, old captures and results whose record another one has."""
        self._database.execute(
            "INSERT INTO issues SELECT source, 'stale', url_asked, file, offset, '' FROM profiles WHERE stale"
        )
        self._database.execute(
            "INSERT INTO issues SELECT d.source, 'duplicate', d.url_asked, d.file, d.offset, p.url_asked"
            " FROM dropped d JOIN profiles p USING (id)"
        )

    def issues(self, source: str | None = None) -> Iterator[IssueEntry]:
        """Yield the issues of one source, or of all, in their order."""
        rows = self._database.execute(
            "SELECT source, outcome, url, file, offset, kept FROM issues WHERE source = ? OR ? IS NULL"
            " ORDER BY source, outcome, url, file, offset, kept",
            [source, source],
        )
        for name, outcome, url, file, offset, kept in rows:
            yield IssueEntry(name, outcome, url, Place(self._files[file], offset), kept)

    def has_ended(self, url: str) -> bool:
        """Tell whether a URL's record of the last version ends: reserved now, or now the way to another record."""
        found = "SELECT 1 FROM reserved WHERE url = ?1 UNION ALL SELECT 1 FROM led_to WHERE url = ?1"
        return bool(self._database.execute(found, [url]).fetchone())

    def was_asked(self, url: str) -> bool:
        """Tell whether a page was asked for in this run, with whatever query, gave no record, and is not gone."""
        page = url.partition("?")[0]
        found = "SELECT 1 FROM issues WHERE (url = ?1 OR url >= ?1 || '?' AND url < ?1 || '@') AND outcome <> 'gone'"
        return bool(self._database.execute(found, [page]).fetchone())

    def pages(self) -> Iterator[tuple[str, str, list[str]]]:
        """Yield id and canonical URL of each record, sorted by id, and the other URLs that led to it."""
        for name, url in self._database.execute("SELECT id, url FROM profiles ORDER BY id"):
            asked = self._database.execute("SELECT url FROM led_to WHERE id = ? ORDER BY url", [name])
            yield name, url, [row[0] for row in asked]

    def rename(self, ids: Mapping[str, str]) -> None:
        """File records under other ids than those of their URLs."""
        for natural, kept in ids.items():
            self._database.execute("UPDATE profiles SET id = ? WHERE id = ?", [kept, natural])
            self._database.execute("UPDATE OR IGNORE led_to SET id = ? WHERE id = ?", [kept, natural])

    def withhold(self, ids: Collection[str]) -> None:
        """Leave records out that are not to be published, and say so."""
        told = "retracted: not published on the request of a rights holder"
        for name in ids:
            found = "DELETE FROM profiles WHERE id = ? RETURNING source, url_asked, file, offset"
            for source, url, file, offset in self._database.execute(found, [name]).fetchall():
                self._add_issue(source, "refused", url, file, offset, told)

    def record(self, profile_id: str) -> JobProfile:
        """Return the record of an id as its page gave it; raises KeyError where there is none."""
        found = "SELECT file, offset FROM profiles WHERE id = ?"
        row = self._database.execute(found, [profile_id]).fetchone()
        profile = Place(self._files[row[0]], row[1]).read().profile if row else None
        if profile is None:
            raise KeyError(profile_id)
        return profile

    def in_order(self) -> Iterator[PageResult]:
        """Give each result that has a record, sorted by the record's id, one at a time."""
        for name, file, offset in self._database.execute("SELECT id, file, offset FROM profiles ORDER BY id"):
            result = Place(self._files[file], offset).read()
            if result.profile and result.profile.id != name:
                result = result.model_copy(update={"profile": result.profile.model_copy(update={"id": name})})
            yield result

    def counts(self, source: str | None = None) -> Counts:
        """Count the outcomes of one source, or of all."""
        of_source, which = " WHERE source = ? OR ? IS NULL", [source, source]
        ends = dict(
            self._database.execute(f"SELECT outcome, count(*) FROM issues{of_source} GROUP BY outcome", which)  # noqa: S608
        )
        (profiles,) = self._database.execute(f"SELECT count(*) FROM profiles{of_source}", which).fetchone()  # noqa: S608
        kept = sum(1 for entry in self.kept.values() if source is None or entry.source == source)
        return Counts(
            profiles=profiles + kept,
            kept=kept,
            rejected=ends.get("rejected", 0),
            gone=ends.get("gone", 0),
            refused=ends.get("refused", 0),
            failed=ends.get("failed", 0),
            duplicates=ends.get("duplicate", 0),
            stale=ends.get("stale", 0),
        )

    def sources(self) -> set[str]:
        """Return the id of every source that has a result."""
        found = "SELECT source FROM profiles UNION SELECT source FROM issues"
        return {row[0] for row in self._database.execute(found)}


def index_results(results: Sequence[Path]) -> ResultIndex:
    """Read every result once and return where each stands; the index is to be closed, as a context.

    Of two results with one id the same one is kept, whatever the order of the files.

    Raises ResultsUnreadable, with file and byte, where a line is no PageResult.
    """
    index = ResultIndex(sorted(results))
    try:
        for number, file in enumerate(sorted(results)):
            for place, result in _read_all(file):
                index.add(number, place.offset, result)
    except BaseException:
        index.__exit__(None, None, None)
        raise
    index.settle()
    return index


def _read_all(file: Path) -> Iterator[tuple[Place, PageResult]]:
    offset = 0
    try:
        with file.open("rb") as lines:
            for line in lines:
                place = Place(file, offset)
                yield place, _parse(line, place)
                offset += len(line)
    except OSError as error:
        raise ResultsUnreadable(f"{file}: expected a readable result file, found {error.strerror}") from error


def _parse(line: bytes, place: Place) -> PageResult:
    try:
        result = PageResult.model_validate_json(line)
    except ValidationError as error:
        first = error.errors()[0]
        where = "/".join(str(part) for part in first["loc"])
        raise ResultsUnreadable(
            f"{place.file}, byte {place.offset}: expected a page result, found: {first['msg']} (/{where})"
        ) from error
    if result.outcome == "profile" and result.profile is None:
        raise ResultsUnreadable(
            f"{place.file}, byte {place.offset}: expected a record, found none ({result.url_asked})"
        )
    return result
