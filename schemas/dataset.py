"""A published dataset: its versions, what changed between them, and what became of a run."""

from datetime import datetime
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from schemas.evidence import Evidence
from schemas.profile import JobProfile, ProfileId, Record, SourceId

# "index.json" stands beside the datasets, so no dataset can have that name.
DatasetName = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9.-]{0,99}$", max_length=100)]
VersionId = Annotated[str, StringConstraints(pattern=r"^\d{4}-\d{2}-\d{2}T\d{6}Z(-\d+)?$")]
"""UTC time of the run, such as 2026-11-22T093000Z, with a number behind it where that name was taken."""
Sha256 = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
IssueKind = Literal["rejected", "gone", "refused", "failed", "duplicate", "stale", "missed"]


class _Document(BaseModel):
    """A part of a dataset's own documents; readers pass over fields that they do not know yet."""

    model_config = ConfigDict(frozen=True)


class Counts(_Document):
    """How many links of a run came to which end."""

    profiles: int = 0
    """Records in the version: pages read, less duplicates, and those kept."""
    rejected: int = 0
    gone: int = 0
    refused: int = 0
    failed: int = 0
    duplicates: int = 0
    stale: int = 0
    """Of the profiles: those whose page could not be had, so that its last good capture was read."""
    kept: int = 0
    """Of the profiles: those that this run did not read, published as they were in the version before."""

    @property
    def pages(self) -> int:
        """The number of links: each came to one of the ends."""
        ends = (
            self.profiles - self.kept,
            self.rejected,
            self.gone,
            self.refused,
            self.failed,
            self.duplicates,
        )
        return sum(ends)


class Changes(_Document):
    """How many records differ from the version before."""

    added: int = 0
    modified: int = 0
    deleted: int = 0


class Refusal(_Document):
    """One expectation that a run did not meet."""

    source: str | None
    """None where the whole dataset is meant."""
    expected: str
    found: str
    pages: tuple[str, ...] = ()
    """A few of the pages on which it shows."""

    def __str__(self) -> str:
        """Return the one line that people read."""
        where = f"{self.source}: " if self.source else ""
        pages = f" (see {', '.join(self.pages)})" if self.pages else ""
        return f"{where}expected {self.expected}, found {self.found}{pages}"


class Gate(_Document):
    """What the quality gate said: the beginning of issues.json."""

    accepted: str | None
    """Why the version was published all the same."""
    gate: tuple[Refusal, ...]


class Issue(_Document):
    """A page of the run that is not in the version or stale in it, and why: an entry of issues.json."""

    source: str
    url: str
    outcome: IssueKind
    reason: str


class RecordEvidence(Record):
    """A line of evidence.jsonl: where the values of one record were read."""

    id: ProfileId
    fetched_at: datetime | None
    page_sha256: Sha256 | None
    evidence: tuple[Evidence, ...]


class Change(Record):
    """A line of delta.jsonl: how one record differs from the version before."""

    op: Literal["ADD", "MOD", "DEL"]
    id: ProfileId
    previous: VersionId | None
    """The version before; null in a first version."""
    version: VersionId
    fields: tuple[str, ...]
    """The fields of the record that changed; empty for ADD and DEL."""
    profile: JobProfile | None
    """The record as it is now; null for DEL."""


class Latest(_Document):
    """latest.json, and a dataset's entry in index.json: the version to read."""

    dataset: DatasetName
    version: VersionId
    path: str
    """The version's folder, seen from the folder of latest.json."""
    published: datetime
    checked: datetime
    """The last good run, whether it found anything new or not."""
    schema_version: str
    schema_id: str
    counts: Counts
    manifest: str
    """The version's datapackage.json, seen from the folder of latest.json."""
    manifest_sha256: Sha256


class Identity(_Document):
    """A line of identities.jsonl: a record through the years."""

    id: ProfileId
    url: str
    urls: tuple[str, ...] = ()
    """Former ones, oldest first."""
    slug: str
    slugs: tuple[str, ...] = ()
    first_seen: datetime | None = None
    """The run that published it first; null where that is not known."""
    last_seen: datetime | None = None
    """The last run that read its page."""
    misses: int = 0
    """Good runs since then."""
    gone: datetime | None = None
    """The run that took it out of the dataset; null while it is published."""


class VersionEntry(_Document):
    """A version in versions.json, published or refused."""

    version: VersionId
    result: Literal["published", "refused"]
    path: str
    at: datetime
    previous: VersionId | None
    """The version that was the latest when this one was made."""
    counts: Counts
    changes: Changes
    manifest_sha256: Sha256
    reasons: tuple[Refusal, ...] = ()
    """What the quality gate found."""
    accepted: str | None = None
    """Why it was published all the same."""
    pruned: datetime | None = None
    """When its folder was removed."""


class Versions(_Document):
    """versions.json: every version of a dataset, the newest first."""

    dataset: DatasetName
    versions: tuple[VersionEntry, ...] = ()


class DatasetIndex(_Document):
    """index.json: every dataset by name; `path` and `manifest` are seen from the dataset's own folder."""

    datasets: tuple[Latest, ...] = ()


class Publication(_Document):
    """What became of one run: what the flow, its report and the command line tell."""

    dataset: DatasetName
    outcome: Literal["published", "unchanged", "refused"]
    version: VersionId
    """The version written; where nothing changed, the latest one."""
    path: Path
    """That version's folder."""
    counts: Counts
    """Of this run."""
    changes: Changes
    reasons: tuple[Refusal, ...] = ()
    """What the quality gate found."""
    accepted: str | None = None
    """Why it was published all the same."""
    proposed: dict[SourceId, str] = Field(default_factory=dict)
    """Bounds for sources that have none, after a first run, as they stand in a source file."""
    unlicensed: tuple[SourceId, ...] = ()
    """Sources whose licence is not known."""
    files: tuple[Path, ...] = ()
    """Files worth opening, the most telling first."""
