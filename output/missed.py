"""What a run did not read although the last version has it."""

from dataclasses import dataclass, field
from typing import NamedTuple

from schemas.dataset import Issue


class KeptEntry(NamedTuple):
    """A record that was not read, and why it is there all the same."""

    source: str
    url: str
    misses: int
    fewest: int
    """How many misses let it go."""

    def issue(self) -> Issue:
        """Return it as an entry of issues.json."""
        reason = f"not read in {self.misses} of at most {self.fewest - 1} runs; published as it was"
        return Issue(source=self.source, url=self.url, outcome="missed", reason=reason)


@dataclass(slots=True)
class Missed:
    """The records of the last version that a run did not read."""

    kept: dict[str, KeptEntry] = field(default_factory=dict)
    """Those that stay published, by id."""
    gone: set[str] = field(default_factory=set)
    """The ids of the others."""
