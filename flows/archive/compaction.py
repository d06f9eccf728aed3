"""Compacting an archive: many small segments become few, and what repeats itself goes."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory

from flows.archive.archive import COMPACTED, Archive
from flows.archive.captured import Captured, Place
from flows.archive.segment_file import SUFFIX, SegmentFile, compressed
from flows.archive.warc_records import info_record
from flows.fetching.web_urls import same_page_key

_LARGEST_SEGMENT = 1_000_000_000


@dataclass(frozen=True, slots=True)
class Compacted:
    """What a compaction did."""

    segments: tuple[str, ...]
    """Names of the segments that were joined."""
    into: tuple[str, ...]
    dropped: int
    """Revisits that a newer capture of the same page made needless."""


def compact(archive: Archive, *, before: datetime, now: datetime) -> Compacted:
    """Join the segments whose captures are all older than `before`, and return what was done.

    Every body that was ever archived stays, and of each page the newest capture; older revisits go, and so do
    requests. Whenever the process dies, every capture can still be read: new segments stand before an index
    names them, and old ones go last. Raises ArchiveUnreadable where something cannot be read; then nothing was
    removed.
    """
    entries = {name: list(archive.entries(name)) for name in archive.segments()}
    old = [name for name, found in entries.items() if all(entry.fetched_at < before for entry in found)]
    if len(old) < 2:  # noqa: PLR2004  (nothing to join)
        return Compacted((), (), 0)
    newest = _newest(entry for found in entries.values() for entry in found)
    candidates = [entry for name in old for entry in entries[name]]
    kept = [entry for entry in candidates if entry.body is None or newest[entry.key] == entry]
    names = _replace(archive, entries, old, kept, now)
    return Compacted(tuple(old), names, len(candidates) - len(kept))


def erase(archive: Archive, urls: Collection[str], *, now: datetime) -> int:
    """Take every capture of these URLs out of the archive, and return how many there were.

    The segments that hold some are written anew without them, and without requests. Raises ArchiveUnreadable where
    something cannot be read; then nothing was removed.
    """
    keys = {same_page_key(url) for url in urls}
    entries = {name: list(archive.entries(name)) for name in archive.segments()}

    def is_wanted(entry: Captured) -> bool:
        return bool(keys & {same_page_key(entry.url), same_page_key(entry.key)})

    old = [name for name, found in entries.items() if any(map(is_wanted, found))]
    kept = [entry for name in old for entry in entries[name] if not is_wanted(entry)]
    if old:
        _replace(archive, entries, old, kept, now)
    return sum(len(entries[name]) for name in old) - len(kept)


def _replace(
    archive: Archive,
    entries: Mapping[str, list[Captured]],
    old: list[str],
    kept: list[Captured],
    now: datetime,
) -> tuple[str, ...]:
    """Write the `kept` entries of the `old` segments into new ones, and remove the old; return the new names."""
    with TemporaryDirectory() as folder:
        joined = _Joined(archive, Path(folder), now)
        joined.copy(kept)
        joined.hand_over(kept)
        for name in entries.keys() - set(old):
            joined.redirect(name, entries[name])
    archive.remove(old)
    return tuple(joined.names)


def _newest(entries: Iterable[Captured]) -> dict[str, Captured]:
    found: dict[str, Captured] = {}
    for entry in entries:
        if entry.key not in found or entry.age_key > found[entry.key].age_key:
            found[entry.key] = entry
    return found


class _Joined:
    """The new segments, on this machine until they are whole, and where in them each old record stands."""

    def __init__(self, archive: Archive, folder: Path, now: datetime) -> None:
        self._archive = archive
        self._folder = folder
        self._now = now
        self._moved: dict[Place, Place] = {}
        self._taken = set(archive.segments())
        self.names: list[str] = []

    def copy(self, entries: list[Captured]) -> None:
        """Copy the records of the entries, as they are, into as many segments as they need."""
        places = [place for entry in entries for place in (entry.rendered, entry.at) if place]
        waiting = iter(dict.fromkeys(places))
        place = next(waiting, None)
        while place is not None:
            name = self._next_name()
            with SegmentFile(self._folder / name, name) as segment:
                segment.append(compressed(info_record(name, self._now, "jobprofiles")))
                while place is not None and segment.size < _LARGEST_SEGMENT:
                    self._moved[place] = segment.append(self._archive.member(place))
                    place = next(waiting, None)

    def _next_name(self) -> str:
        stamp = self._now.astimezone(UTC).strftime("%Y-%m-%dT%H%M%SZ")
        names = (f"{COMPACTED}{stamp}-{number:04}{SUFFIX}" for number in count(1))
        self.names.append(next(name for name in names if name not in self._taken))
        self._taken.add(self.names[-1])
        return self.names[-1]

    def hand_over(self, entries: list[Captured]) -> None:
        """Move the new segments into the archive, each with the index of its entries."""
        moved = [self._moved_entry(entry) for entry in entries]
        for name in self.names:
            self._archive.add(
                self._folder / name, name, [entry for entry in moved if entry.at.segment == name]
            )

    def redirect(self, name: str, entries: list[Captured]) -> None:
        """Let the index of a segment that stays name the new places of old bodies."""
        moved = [self._moved_entry(entry) for entry in entries]
        if moved != entries:
            self._archive.write_index(name, moved)

    def _moved_entry(self, entry: Captured) -> Captured:
        places = {"at": entry.at, "body": entry.body, "rendered": entry.rendered}
        return entry.model_copy(
            update={field: self._moved.get(place, place) for field, place in places.items() if place}
        )
