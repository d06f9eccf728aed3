"""The journal of a chunk: each outcome as it comes, so that a killed run knows what it had."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

from pydantic import ValidationError

from flows.archive.captured import Captured
from flows.fetching.fetch_chunk import FetchOutcome, arrived
from schemas.link import Link


class ChunkJournal:
    """Outcomes of a chunk in the order in which they came; a context manager."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._outcomes: dict[str, FetchOutcome] = {}

    def __enter__(self) -> Self:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        whole = self._read()
        self._file = self._path.open("ab")
        self._file.truncate(whole)
        return self

    def _read(self) -> int:
        """Take over the outcomes that stand there already; return where the last whole line ends."""
        end = 0
        for line in self._path.read_bytes().splitlines(keepends=True) if self._path.exists() else ():
            try:
                outcome = FetchOutcome.model_validate_json(line)
            except ValidationError:
                break
            if not line.endswith(b"\n"):
                break
            self._outcomes[outcome.link.url] = outcome
            end += len(line)
        return end

    def note(self, outcome: FetchOutcome) -> None:
        """Write an outcome down; it survives the death of the process."""
        self._outcomes[outcome.link.url] = outcome
        self._file.write(outcome.model_dump_json().encode() + b"\n")
        self._file.flush()

    def reconcile(self, links: Sequence[Link], salvaged: Iterable[Captured]) -> None:
        """Bring the journal in line with a segment that was carried on.

        A page that is whole in the segment has arrived, also where the process died before it could say so; one
        that the journal speaks of and the segment lost, as after a power failure, has not.
        """
        whole = {captured.at: captured for captured in salvaged}
        pages = {captured.key: captured for captured in whole.values() if captured.is_page}
        for link in links:
            noted = self._outcomes.get(link.url)
            if noted and noted.outcome == "ok" and noted.captured and noted.captured.at not in whole:
                del self._outcomes[link.url]
            if link.url not in self._outcomes and link.url in pages:
                captured = pages[link.url]
                self.note(arrived(link, captured, captured.status))

    def missing(self, links: Sequence[Link]) -> list[Link]:
        """Return the links that have no outcome yet."""
        return [link for link in links if link.url not in self._outcomes]

    def outcomes(self, links: Sequence[Link]) -> list[FetchOutcome]:
        """Return one outcome a link, in the order of the links."""
        return [self._outcomes[link.url] for link in links]

    def __exit__(
        self,
        exc_type: type[BaseException] | None,
        exc_value: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._file.close()
