"""Writes the records of a version, in the order of their ids, one at a time."""

from collections import defaultdict
from collections.abc import Iterator
from contextlib import ExitStack

from output.canonical_json import canonical
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
        self.texts: defaultdict[str, FrequentTexts] = defaultdict(FrequentTexts)

    def add(self, source: str, profile: JobProfile) -> None:
        """Count one record of one source."""
        self.whole.add(profile)
        self.sources[source].add(profile)
        self.texts[source].add(profile)


def write_records(folder: UnfinishedFolder, index: ResultIndex) -> Tallies:
    """Write profiles.jsonl, profiles.json, occupations.jsonld and evidence.jsonl; return their figures."""
    tallies = Tallies()
    with ExitStack() as files:
        lines = files.enter_context(folder.open("profiles.jsonl"))
        array = files.enter_context(folder.open_array("profiles.json"))
        graph = files.enter_context(folder.open_array("occupations.jsonld", HEAD, TAIL))
        evidence = files.enter_context(folder.open("evidence.jsonl"))
        for result, profile in _records(index):
            record = canonical(profile)
            lines(record + b"\n")
            array(record)
            graph(occupation(profile))
            evidence(canonical(_evidence(result, profile)) + b"\n")
            tallies.add(result.source, profile)
    return tallies


def _records(index: ResultIndex) -> Iterator[tuple[PageResult, JobProfile]]:
    for result in index.in_order():
        if result.profile is not None:
            yield result, result.profile


def _evidence(result: PageResult, profile: JobProfile) -> RecordEvidence:
    return RecordEvidence(
        id=profile.id,
        fetched_at=result.fetched_at,
        page_sha256=result.page_sha256,
        evidence=result.evidence,
    )
