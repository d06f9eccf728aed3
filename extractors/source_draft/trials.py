"""How many settings are tried on example pages: each trial reads all of them anew."""

from collections.abc import Iterable, Iterator, Sequence

from extractors.source import Source
from extractors.source_draft.example import Example

_FEWEST, _MOST = 4, 150
_MOST_WORK = 600_000
"""Tags, and hundreds of bytes, that are read in all of them together: some ten seconds."""


class Trials:
    """As many trials as are worth their time, and fewer of large pages."""

    def __init__(self, examples: Sequence[Example]) -> None:
        work = sum(example.html.count(b"<") + len(example.html) // 100 for example in examples)
        self._left = max(_FEWEST, min(_MOST, _MOST_WORK // max(1, work)))

    def of(self, settings: Iterable[Source]) -> Iterator[Source]:
        """Yield the settings that may still be tried."""
        for each in settings:
            if not self._left:
                return
            self._left -= 1
            yield each
