"""Where each result of a run stands in its chunk's file: enough to read the records in order, one by one."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

from pydantic import ValidationError

from output.canonical_json import canonical
from output.missed import KeptEntry
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


@dataclass(frozen=True, slots=True)
class ProfileEntry:
    """A result with a profile, and what decides between two of the same id."""

    source: str
    preference: tuple[bool, bool, str, bytes]
    """Smallest wins: a page read in this run, one that answered at the canonical URL, then by URL and content."""
    place: Place
    url: str
    """The canonical one."""

    @property
    def url_asked(self) -> str:
        """Return the URL that led to this profile."""
        return self.preference[2]

    @property
    def stale(self) -> bool:
        """Tell whether the page was not read in this run."""
        return self.preference[0]


@dataclass(frozen=True, slots=True, order=True)
class IssueEntry:
    """A result that gives no record, or one from an old capture."""

    source: str
    outcome: IssueKind
    url: str
    place: Place
    kept: str = ""
    """For a duplicate: the URL whose record was kept."""

    def read(self) -> Issue:
        """Return the issue with its reason."""
        if self.outcome == "duplicate":
            reason = f"leads to the same profile as {self.kept}"
        else:
            reason = self.place.read().reason or "no reason given"
        return Issue(source=self.source, url=self.url, outcome=self.outcome, reason=reason)


@dataclass(slots=True)
class ResultIndex:
    """All results of a run, without their bodies."""

    profiles: dict[str, ProfileEntry] = field(default_factory=dict)
    issues: list[IssueEntry] = field(default_factory=list)
    led_to: defaultdict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    """By the id of a record, other URLs than its own that led to it in this run."""
    reserved: set[str] = field(default_factory=set)
    """URLs whose owner reserves them now."""
    kept: dict[str, KeptEntry] = field(default_factory=dict)
    """Records of the last version, by id, that are published again without having been read."""

    def add(self, profile_id: str, entry: ProfileEntry) -> list[tuple[str, ProfileEntry]]:
        """Keep the better of this entry and the one of the same id, and return the other, if there is one."""
        rivals = [entry]
        if profile_id in self.profiles:
            rivals.append(self.profiles[profile_id])
        best, *others = sorted(rivals, key=lambda rival: rival.preference)
        self.profiles[profile_id] = best
        return [(profile_id, other) for other in others]

    @property
    def ended(self) -> set[str]:
        """URLs whose record of the last version ends with this run: reserved, or now the way to another record."""
        return self.reserved | {url for urls in self.led_to.values() for url in urls}

    def pages(self) -> dict[str, tuple[str, frozenset[str]]]:
        """Return the canonical URL of each record, by id, and the other URLs that led to it."""
        return {
            name: (entry.url, frozenset(self.led_to.get(name, ()))) for name, entry in self.profiles.items()
        }

    def rename(self, ids: Mapping[str, str]) -> None:
        """File records under other ids than those of their URLs."""
        for natural, kept in ids.items():
            self.profiles[kept] = self.profiles.pop(natural)
            if natural in self.led_to:
                self.led_to[kept] = self.led_to.pop(natural)

    def in_order(self) -> Iterator[PageResult]:
        """Give each result that has a record, sorted by the record's id, one at a time."""
        for name, entry in sorted(self.profiles.items()):
            result = entry.place.read()
            if result.profile and result.profile.id != name:
                result = result.model_copy(update={"profile": result.profile.model_copy(update={"id": name})})
            yield result

    def counts(self, source: str | None = None) -> Counts:
        """Count the outcomes of one source, or of all."""
        ends = Counter[str](
            issue.outcome for issue in self.issues if source is None or issue.source == source
        )
        profiles = sum(1 for entry in self.profiles.values() if source is None or entry.source == source)
        kept = sum(1 for entry in self.kept.values() if source is None or entry.source == source)
        return Counts(
            profiles=profiles + kept,
            kept=kept,
            rejected=ends["rejected"],
            gone=ends["gone"],
            refused=ends["refused"],
            failed=ends["failed"],
            duplicates=ends["duplicate"],
            stale=ends["stale"],
        )

    def sources(self) -> set[str]:
        """Return the id of every source that has a result."""
        return {entry.source for entry in self.profiles.values()} | {issue.source for issue in self.issues}


def index_results(results: Sequence[Path]) -> ResultIndex:
    """Read every result once and return where each stands.

    Of two results with one id the same one is kept, whatever the order of the files.

    Raises ResultsUnreadable, with file and byte, where a line is no PageResult.
    """
    index = ResultIndex()
    dropped: list[tuple[str, ProfileEntry]] = []
    for file in sorted(results):
        for place, result in _read_all(file):
            if result.outcome != "profile":
                index.issues.append(IssueEntry(result.source, result.outcome, result.url_asked, place))
                if result.cause in RESERVATIONS:
                    index.reserved.add(result.url_asked)
            elif result.profile is not None:
                if result.url_asked != result.profile.url:
                    index.led_to[result.profile.id].add(result.url_asked)
                dropped += index.add(result.profile.id, _profile_entry(place, result, result.profile))
    for entry in index.profiles.values():
        if entry.stale:
            index.issues.append(IssueEntry(entry.source, "stale", entry.url_asked, entry.place))
    for profile_id, entry in dropped:
        kept = index.profiles[profile_id].url_asked
        index.issues.append(IssueEntry(entry.source, "duplicate", entry.url_asked, entry.place, kept))
    index.issues.sort()
    return index


def _profile_entry(place: Place, result: PageResult, profile: JobProfile) -> ProfileEntry:
    digest = sha256(canonical(profile)).digest()
    preference = (result.stale, result.url != profile.url, result.url_asked, digest)
    return ProfileEntry(result.source, preference, place, profile.url)


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
