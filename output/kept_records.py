"""Records whose page a run did not read: they stay published for a while, because pages come back."""

import json
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from pydantic import ValidationError

from output.identities import Identities
from output.last_version import LastVersion
from output.missed import KeptEntry, Missed
from output.result_index import ResultIndex
from schemas.bounds import Bounds
from schemas.dataset import RecordEvidence
from schemas.profile import JobProfile


@dataclass(frozen=True, slots=True)
class KeptRecord:
    """A record of the last version that goes into the next one as it is."""

    profile: JobProfile
    evidence: RecordEvidence


def missed_records(
    last: LastVersion | None, index: ResultIndex, identities: Identities, bounds: Mapping[str, Bounds]
) -> Missed:
    """Return the records of the last version that are not in `index`.

    One stays until it was missed in as many runs as its source's bounds say. It goes at once where the page's owner
    reserves it now, where its page is now the way to another record, and where its source is no part of the run
    (`bounds` has all that are).
    """
    missed = Missed()
    for profile in published_profiles(last):
        if profile.id in index:
            continue
        identity = identities.get(profile.id)
        source, misses = profile.source.id, (identity.misses if identity else 0) + 1
        if source in bounds and misses < bounds[source].keep_missed and not index.has_ended(profile.url):
            missed.kept[profile.id] = KeptEntry(source, profile.url, misses, bounds[source].keep_missed)
        else:
            missed.gone.add(profile.id)
    return missed


def published_profiles(last: LastVersion | None) -> Iterator[JobProfile]:
    """Yield the records of the last version that fit today's schema."""
    if last is None:
        return
    with last.records.open("rb") as lines:
        for line in lines:
            try:
                yield JobProfile.model_validate_json(line)
            except ValidationError:
                continue  # of an older major version: it is published anew or not at all


def kept_records(last: LastVersion | None, kept: Collection[str]) -> Iterator[KeptRecord]:
    """Yield the records with these ids, sorted by id, each with its evidence."""
    if last is None or not kept:
        return
    with last.files.checked("evidence.jsonl").open("rb") as lines:
        told = (RecordEvidence.model_validate_json(line) for line in lines if json.loads(line)["id"] in kept)
        for profile in published_profiles(last):
            if profile.id in kept:
                yield KeptRecord(profile, next(told))
