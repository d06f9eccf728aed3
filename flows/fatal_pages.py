"""Pages at which the process that reads them dies: found out, and left out.

A file stands beside the results of a chunk while it is read. Where it stands already, the process that read the chunk
before has died, and the next one notes each page before it reads it. A page at which two such readings ended is not
read a third time.
"""

from collections import Counter

from pydantic import BaseModel, ConfigDict

from flows.run_folder import RunFolder

_DEATHS = 2


class _Noted(BaseModel):
    model_config = ConfigDict(extra="forbid")

    at: int | None = None
    """Which page of the chunk is being read; None where nobody has noted it."""
    deaths: dict[int, int] = {}


class ReadingNotes:
    """How far the reading of an extract chunk is; to be used from its beginning to its end."""

    def __init__(self, run: RunFolder, chunk: int) -> None:
        self._run, self._part = run, run.reading(chunk)
        noted = run.noted(self._part)
        self._careful = noted is not None
        before = _Noted.model_validate_json(noted) if noted else _Noted()
        died_at = [] if before.at is None else [before.at]
        self._deaths = dict(Counter(before.deaths) + Counter(died_at))
        self._write(None)

    def _write(self, at: int | None) -> None:
        self._run.note(self._part, _Noted(at=at, deaths=self._deaths).model_dump_json())

    def may_read(self, page: int) -> bool:
        """Tell whether this page of the chunk can be read; from now on, it is the one that is being read."""
        if self._deaths.get(page, 0) >= _DEATHS:
            return False
        if self._careful:
            self._write(page)
        return True

    def end(self, *, whole: bool) -> None:
        """Say that no page is being read any more: the chunk is read as a `whole`, or its reading was stopped."""
        if whole or not self._careful:
            self._run.remove(self._part)
        else:
            self._write(None)
