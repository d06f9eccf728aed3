"""The report of a run: what became of every link, how full the records are, and what was published."""

from datetime import datetime
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from schemas.dataset import Changes, Counts, Refusal
from schemas.profile import SourceId
from schemas.run_plan import RunRequest


class Fetching(BaseModel):
    """What became of the links before any page was read; the first four add up to the links of the run."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    arrived: int = 0
    gone: int = 0
    refused: int = 0
    failed: int = 0
    unchanged: int = 0
    """Of those that arrived: the server said so, or the body was that of the capture before."""
    stale: int = 0
    """Of those that failed: the last good capture takes the page's place."""
    causes: dict[str, int] = Field(default_factory=dict)
    """How many pages were walled off or reserved, by kind, such as "bot challenge" or "noindex"."""


class DoubtfulPage(BaseModel):
    """A profile that a person should look at: what it lacks, and how sure its values are."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    url: str
    title: str
    missing: tuple[str, ...] = ()
    """Fields without a value, of those that most profiles have."""
    confidence: float
    """Mean of the confidence of its values, 0 to 1."""

    @property
    def rank(self) -> tuple[int, float, str]:
        """The worst page has the smallest one."""
        return (-len(self.missing), self.confidence, self.url)


class UnreadPage(BaseModel):
    """A page that gave no profile, and why."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    url: str
    outcome: Literal["rejected", "refused", "failed"]
    reason: str


class ChunkSummary(BaseModel):
    """What the report tells of the pages of one extract chunk."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    profiles: int = 0
    others: int = 0
    cpu_seconds: float = 0.0
    """What extracting took."""

    doubtful: tuple[DoubtfulPage, ...] = ()
    """The worst of the chunk, the worst first."""
    unread: tuple[UnreadPage, ...] = ()
    """The first of the chunk."""
    unread_in_all: int = 0


class RunReport(BaseModel):
    """report.json, the last file that a run writes: where it stands, the run is finished."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    request: RunRequest
    started: datetime
    outcome: Literal["published", "unchanged", "refused", "preview"]
    version: str | None
    """The version written; where nothing changed, the latest one; none for a preview."""
    links: int
    fetching: Fetching
    counts: Counts
    coverage: dict[str, float] = Field(description="Field of the record → share of profiles that have it.")
    coverage_before: dict[str, float] | None = None
    """The same of the latest version before this run; none before the first."""
    drift: tuple[str, ...] = ()
    """What got worse since then by more than chance, in words, whether the gate let it pass or not."""
    changes: Changes
    """Since the version before."""
    reasons: tuple[Refusal, ...] = ()
    """What the quality gate found."""
    accepted: str | None = None
    """Why the run was published all the same."""
    proposed: dict[SourceId, str] = Field(default_factory=dict)
    """Bounds for sources that have none, after a first run, as they stand in a source file."""
    unlicensed: tuple[SourceId, ...] = ()
    cpu_seconds: dict[str, float] = Field(default_factory=dict)
    """CPU seconds of the stages that take most: "extract", summed over its chunks, and "publish"."""
    path: Path
    """Folder of what was written."""
    files: tuple[Path, ...] = ()
    """Files worth opening, the most telling first."""
    doubtful: tuple[DoubtfulPage, ...] = ()
    """The ten pages to look at, the worst first."""
    unread: tuple[UnreadPage, ...] = ()
    """Pages that gave no profile, as many as a person can go through; issues.json of the version has all."""
    unread_in_all: int = 0

    def headline(self) -> str:
        """Return the run in one line for people."""
        source, counts = self.request.source, self.counts
        ends = {
            "published": f"published {self.version}",
            "unchanged": f"unchanged since {self.version}",
            "refused": "refused by the quality gate, nothing published",
            "preview": "preview, nothing published",
        }
        told = [f"{counts.profiles} profiles from {self.links} links"]
        told += [
            f"{count} {'duplicate' if name == 'duplicates' else name}"
            for name, count in counts.model_dump().items()
            if name != "profiles" and count
        ]
        told += [f"{name}: {count}" for name, count in self.fetching.causes.items()]
        return f"{source}: {ends[self.outcome]}; {', '.join(told)}"
