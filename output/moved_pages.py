"""Pages that moved and say so nowhere: the same record at an address never seen before, while the old one is missed."""

from collections.abc import Iterator

from output.canonical_json import canonical
from output.identities import Identities
from output.kept_records import published_profiles
from output.last_version import LastVersion
from output.result_index import ResultIndex
from output.scratch_database import ScratchDatabase
from schemas.profile import JobProfile

_LEAST_IN_COMMON = 0.5
"""Share of the statements of two records that makes them one: a site that moves tends to be reworked, too."""

_SCHEMA = """
CREATE TABLE missed (source TEXT, title TEXT, record BLOB);
CREATE TABLE kept (source TEXT, title TEXT, record BLOB);
CREATE TABLE arrived (source TEXT, title TEXT, record BLOB);
CREATE INDEX missed_by_title ON missed (source, title);
CREATE INDEX kept_by_title ON kept (source, title);
CREATE INDEX arrived_by_title ON arrived (source, title);
"""
_PAIRS = """
SELECT old.record, new.record
FROM (SELECT * FROM missed GROUP BY source, title HAVING count(*) = 1) AS old
JOIN (SELECT * FROM arrived GROUP BY source, title HAVING count(*) = 1) AS new USING (source, title)
WHERE NOT EXISTS (SELECT 1 FROM kept WHERE kept.source = old.source AND kept.title = old.title)
ORDER BY source, title
"""
"""Counted on each side first: a site whose pages all have one title would give a row for each two of them."""


def moved_pages(last: LastVersion | None, index: ResultIndex, identities: Identities) -> dict[str, str]:
    """Return, by the id of each new page's record, the id of the missed record that it takes over.

    The two are of one source, no other record of which had or has their title, and half of what they say, word for
    word, is the same. Nobody misses a record whose page is reserved, leads to another record now, or was asked for and
    is not gone: it failed, or is read as none this time; nor one that was retracted.
    """
    arrived = [name for name, _, _ in index.pages() if name not in identities]
    if last is None or not arrived:
        return {}
    with _Pairs() as pairs:
        for profile in published_profiles(last):
            pairs.put("missed" if _is_missed(profile, index, identities) else "kept", profile)
        for name in arrived:
            pairs.put("arrived", index.record(name))
        return {
            new.id: old.id for old, new in pairs.of_one_title() if _in_common(old, new) >= _LEAST_IN_COMMON
        }


def _is_missed(profile: JobProfile, index: ResultIndex, identities: Identities) -> bool:
    identity = identities.get(profile.id)
    return not (
        profile.id in index
        or index.has_ended(profile.url)
        or index.was_asked(profile.url)
        or (identity is not None and identity.retracted is not None)
    )


class _Pairs(ScratchDatabase):
    def __init__(self) -> None:
        super().__init__(_SCHEMA)

    def put(self, table: str, profile: JobProfile) -> None:
        row = (profile.source.id, profile.title.casefold(), canonical(profile))
        self._database.execute(f"INSERT INTO {table} VALUES (?, ?, ?)", row)  # noqa: S608  (one of ours)

    def of_one_title(self) -> Iterator[tuple[JobProfile, JobProfile]]:
        """Yield a missed and a new record where there is just one of each with the title."""
        for missed, arrived in self._database.execute(_PAIRS):
            yield JobProfile.model_validate_json(missed), JobProfile.model_validate_json(arrived)


def _in_common(old: JobProfile, new: JobProfile) -> float:
    """Return the Jaccard index of what two records say; 0 where neither says anything."""
    before, now = _statements(old), _statements(new)
    return len(before & now) / (len(before | now) or 1)


def _statements(profile: JobProfile) -> set[str]:
    told = {task.text for task in profile.tasks} | {one.text for one in profile.requirements}
    return told | ({profile.summary} if profile.summary else set())
