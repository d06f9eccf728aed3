"""What is to be published: a run's results under the name of the version that they may become."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from output.result_index import ResultIndex
from schemas.bounds import Bounds
from schemas.profile import SourceReference


@dataclass(frozen=True, slots=True)
class Run:
    """The results of one run of a dataset's sources."""

    dataset: str
    version: str
    index: ResultIndex
    sources: Sequence[SourceReference]
    bounds: Mapping[str, Bounds]
    """By source id."""
    now: datetime
    """In UTC."""
    accept: str | None = None
    """Why the run is published whatever the gate finds; None where the gate decides."""

    parquet: bool = False
    """Whether the records are written as Parquet, too."""

    def every_bounds(self) -> dict[str, Bounds]:
        """Return the bounds of each source of the run, those included that declare none."""
        return {source.id: self.bounds.get(source.id, Bounds()) for source in self.sources}
