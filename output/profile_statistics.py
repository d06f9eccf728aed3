"""How full the records are: counts, fill rates and a few pages on which a weakness shows."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from heapq import nsmallest
from statistics import median

from pydantic import BaseModel, ConfigDict

from schemas.dataset import Counts
from schemas.profile import JobProfile

SAMPLES = 5
"""Pages named as examples of one weakness."""


class Fill(BaseModel):
    """How many records have a value in one field, and which share of all that is."""

    model_config = ConfigDict(frozen=True)

    count: int
    share: float


class TaskCounts(BaseModel):
    """Tasks per profile; null where there is no profile."""

    model_config = ConfigDict(frozen=True)

    min: int | None = None
    median: float | None = None
    max: int | None = None


class SourceStatistics(BaseModel):
    """The figures of one source in one version."""

    model_config = ConfigDict(frozen=True)

    outcomes: Counts
    languages: dict[str, int]
    fields: dict[str, Fill]
    tasks: TaskCounts


class Statistics(SourceStatistics):
    """statistics.json: the figures of a version, as a whole and by source."""

    sources: dict[str, SourceStatistics]


@dataclass(slots=True)
class Tally:
    """Figures that grow record by record, without keeping the records."""

    profiles: int = 0
    languages: Counter[str] = field(default_factory=Counter)
    filled: Counter[str] = field(default_factory=Counter)
    lacking: defaultdict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    """Field → the first few pages that do not tell it."""
    task_counts: Counter[int] = field(default_factory=Counter)
    fewest_tasks: list[tuple[int, str]] = field(default_factory=list)

    def add(self, profile: JobProfile) -> None:
        """Count one record."""
        self.profiles += 1
        self.languages[profile.language] += 1
        self.task_counts[len(profile.tasks)] += 1
        self.fewest_tasks = nsmallest(SAMPLES, [*self.fewest_tasks, (len(profile.tasks), profile.url)])
        for name in JobProfile.model_fields:
            if getattr(profile, name) not in (None, "", ()):
                self.filled[name] += 1
            elif len(self.lacking[name]) < SAMPLES:
                self.lacking[name].append(profile.url)

    def statistics(self, outcomes: Counts) -> SourceStatistics:
        """Return the figures, with the outcomes that the run counted."""
        return SourceStatistics(
            outcomes=outcomes,
            languages=dict(sorted(self.languages.items())),
            fields={name: self._fill(name) for name in JobProfile.model_fields},
            tasks=self._tasks(),
        )

    def _fill(self, name: str) -> Fill:
        count = self.filled[name]
        return Fill(count=count, share=round(count / self.profiles, 4) if self.profiles else 0.0)

    def _tasks(self) -> TaskCounts:
        counts = sorted(self.task_counts.elements())
        if not counts:
            return TaskCounts()
        return TaskCounts(min=counts[0], median=float(median(counts)), max=counts[-1])
