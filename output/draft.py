"""Writes all files of a version into a folder that no reader sees yet, and puts them before the gate."""

from dataclasses import dataclass
from itertools import islice

from output.canonical_json import canonical, document
from output.datapackage import datapackage, describe_sources
from output.delta import Delta, write_delta
from output.issues import open_issues
from output.last_version import LastVersion
from output.parquet import FILE as PARQUET
from output.parquet import write_parquet
from output.profile_statistics import SAMPLES, Statistics
from output.quality_gate import SourceFindings, judge
from output.records import Tallies, write_records
from output.result_index import ResultIndex
from output.run import Run
from output.shared_texts import shared_texts
from output.storage import UnfinishedFolder
from schemas.bounds import Bounds
from schemas.dataset import Changes, Counts, Gate, IssueKind, Refusal
from schemas.json_schema import profile_schema


@dataclass(frozen=True, slots=True)
class Draft:
    """A whole version under a temporary name."""

    folder: UnfinishedFolder
    counts: Counts
    changes: Changes
    refusals: tuple[Refusal, ...]
    statistics: Statistics

    @property
    def manifest_sha256(self) -> str:
        """Return the hex SHA-256 of datapackage.json."""
        return self.folder.files["datapackage.json"].sha256


def write_draft(folder: UnfinishedFolder, run: Run, last: LastVersion | None) -> Draft:
    """Write the files of a version: records first, then what tells of them, the manifest at the end."""
    previous = last.latest.version if last else None
    tallies = write_records(folder, run.index, last)
    statistics = _statistics(run, tallies)
    delta = write_delta(folder, run.version, previous, last.records if last else None)
    refusals = judge(_findings(folder, run, tallies, statistics, delta, last))
    folder.write("schema.json", document(profile_schema()))
    folder.write("statistics.json", document(statistics))
    _write_issues(folder, run, refusals)
    if run.parquet:
        write_parquet(folder)
    manifest = datapackage(run, previous, folder.files)
    folder.write("datapackage.json", document(manifest))
    return Draft(folder, run.index.counts(), delta.changes, refusals, statistics)


def equals(draft: Draft, run: Run, last: LastVersion) -> bool:
    """Tell whether an importer would find nothing new: the same profiles, schema and licences."""
    return (
        all(
            draft.folder.files[name].sha256 == last.files.sha256(name)
            for name in ("profiles.jsonl", "schema.json")
        )
        and (not run.parquet or last.files.has(PARQUET))
        and last.files.manifest.sources == describe_sources(run.sources)
    )


def _statistics(run: Run, tallies: Tallies) -> Statistics:
    whole = tallies.whole.statistics(run.index.counts())
    names = sorted(run.index.sources() | {source.id for source in run.sources})
    sources = {name: tallies.sources[name].statistics(run.index.counts(name)) for name in names}
    return Statistics(**dict(whole), sources=sources)


def _findings(  # noqa: PLR0913, PLR0917  (all that is known of the run)
    folder: UnfinishedFolder,
    run: Run,
    tallies: Tallies,
    statistics: Statistics,
    delta: Delta,
    last: LastVersion | None,
) -> list[SourceFindings]:
    return [
        SourceFindings(
            source=name,
            now=tallies.read[name].statistics(_read_now(run.index.counts(name))),
            before=last.statistics.sources.get(name) if last else None,
            bounds=run.bounds.get(name, Bounds()),
            lacking=tallies.read[name].lacking,
            fewest_tasks=[url for _, url in tallies.read[name].fewest_tasks],
            rejected=_pages(run.index, name, {"rejected"}),
            shared=shared_texts(folder.path / "profiles.jsonl", name, tallies.texts[name].candidates()),
            lost=_lost(run.index, delta, name),
        )
        for name in statistics.sources
    ]


def _read_now(counts: Counts) -> Counts:
    """Return the counts without what was kept: the gate judges what the run read."""
    return counts.model_copy(update={"profiles": counts.profiles - counts.kept, "kept": 0})


def _lost(index: ResultIndex, delta: Delta, source: str) -> list[str]:
    missed = [entry.url for entry in index.kept.values() if entry.source == source]
    lost = [*delta.lost.get(source, []), *missed][:SAMPLES]
    return lost or _pages(index, source, {"rejected", "gone", "refused", "failed"})


def _pages(index: ResultIndex, source: str, outcomes: set[IssueKind]) -> list[str]:
    pages = (issue.url for issue in index.issues(source) if issue.outcome in outcomes)
    return list(islice(pages, SAMPLES))


def _write_issues(folder: UnfinishedFolder, run: Run, refusals: tuple[Refusal, ...]) -> None:
    gate = Gate(accepted=run.accept if refusals else None, gate=refusals)
    with open_issues(folder, gate) as append:
        for entry in run.index.issues():
            append(canonical(entry.read()))
        for _, kept in sorted(run.index.kept.items()):
            append(canonical(kept.issue()))
