"""Writes the records of a version, in the order of their ids, one at a time."""

from collections import defaultdict
from collections.abc import Iterator
from contextlib import ExitStack
from heapq import merge

from output.canonical_json import canonical
from output.kept_records import kept_records
from output.last_version import LastVersion
from output.occupation_jsonld import HEAD, TAIL, occupation
from output.profile_statistics import Tally
from output.result_index import ResultIndex
from output.shared_texts import FrequentTexts
from output.storage import UnfinishedFolder
from schemas.dataset import RecordEvidence
from schemas.page_result import PageResult
from schemas.profile import JobProfile


class Tallies:
    """The figures of a version: as a whole and by source."""

    def __init__(self) -> None:
        self.whole = Tally()
        self.sources: defaultdict[str, Tally] = defaultdict(Tally)
        self.read: defaultdict[str, Tally] = defaultdict(Tally)
        self.texts: defaultdict[str, FrequentTexts] = defaultdict(FrequentTexts)

    def add(self, source: str, profile: JobProfile, *, was_read: bool) -> None:
        """Count one record of one source; the gate asks for those that the run read."""
        self.whole.add(profile)
        self.sources[source].add(profile)
        self.texts[source].add(profile)
        if was_read:
            self.read[source].add(profile)


def write_records(folder: UnfinishedFolder, index: ResultIndex, last: LastVersion | None) -> Tallies:
    """Write profiles.jsonl, profiles.json, occupations.jsonld and evidence.jsonl; return their figures.

    Records that the index keeps without their page come out of the `last` version.
    """
    tallies = Tallies()
    with ExitStack() as files:
        lines = files.enter_context(folder.open("profiles.jsonl"))
        array = files.enter_context(folder.open_array("profiles.json"))
        graph = files.enter_context(folder.open_array("occupations.jsonld", HEAD, TAIL))
        evidence = files.enter_context(folder.open("evidence.jsonl"))
        for profile, evidence_of_it, was_read in _records(index, last):
            record = canonical(profile)
            lines(record + b"\n")
            array(record)
            graph(occupation(profile))
            evidence(canonical(evidence_of_it) + b"\n")
            tallies.add(profile.source.id, profile, was_read=was_read)
    return tallies


_Written = tuple[JobProfile, RecordEvidence, bool]


def _records(index: ResultIndex, last: LastVersion | None) -> Iterator[_Written]:
    """Yield every record of the version, sorted by id."""
    kept = ((one.profile, one.evidence, False) for one in kept_records(last, index.kept))
    return merge(_read(index), kept, key=lambda written: written[0].id)


def _read(index: ResultIndex) -> Iterator[_Written]:
    for result in index.in_order():
        if result.profile is not None:
            yield result.profile, _evidence(result, result.profile), True


def _evidence(result: PageResult, profile: JobProfile) -> RecordEvidence:
    return RecordEvidence(
        id=profile.id,
        fetched_at=result.fetched_at,
        page_sha256=result.page_sha256,
        evidence=result.evidence,
    )
