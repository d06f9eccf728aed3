"""Texts that stand in the records of unrelated jobs: a site's boilerplate that was taken for content."""

import hashlib
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from schemas.profile import JobProfile

FEWEST_PROFILES = 5
"""Fewer that share a text are chance."""
_SHORTEST_TASK, _SHORTEST_REQUIREMENT = 40, 100
"""Characters. Shorter texts are shared by good right: many jobs ask for "a high school diploma or equivalent"."""
_COUNTERS = 2_000
_WORD = re.compile(r"\w{4,}")
_SAMPLES = 5


@dataclass(slots=True)
class SharedText:
    """A text, in how many records of a source it stands, and a few of their pages."""

    text: str
    profiles: int = 0
    pages: tuple[str, ...] = ()
    common_words: frozenset[str] | None = None
    """Words that all titles have in common: where there is one, the jobs are related."""

    def add(self, record: dict[str, Any]) -> None:
        """Count a record in which it stands."""
        words = frozenset(_WORD.findall(str(record["title"]).casefold()))
        self.profiles += 1
        self.pages = (*self.pages, str(record["url"]))[:_SAMPLES]
        self.common_words = words if self.common_words is None else self.common_words & words


class FrequentTexts:
    """Finds texts that may stand in many records, in bounded memory, seeing each record once.

    The algorithm is that of Misra and Gries ("Finding repeated elements", 1982): no text in more than one of
    every 2,000 statements escapes it, but some that it finds are rarer.
    """

    def __init__(self) -> None:
        self._counts: dict[bytes, int] = {}

    def add(self, profile: JobProfile) -> None:
        """Count the long texts of one record."""
        for text in map(_digest, _long_texts(profile)):
            if text in self._counts or len(self._counts) < _COUNTERS:
                self._counts[text] = self._counts.get(text, 0) + 1
            else:
                self._counts = {known: count - 1 for known, count in self._counts.items() if count > 1}

    def candidates(self) -> set[bytes]:
        """Return the digests of texts that were met more than once."""
        return {text for text, count in self._counts.items() if count > 1}


def shared_texts(records: Path, source: str, candidates: set[bytes]) -> list[SharedText]:
    """Count `candidates` exactly in the records of a source, and return those that unrelated jobs share."""
    found: dict[bytes, SharedText] = {}
    for record in _records(records, source) if candidates else ():
        statements = [statement["text"] for statement in (*record["tasks"], *record["requirements"])]
        for text in {record["summary"] or "", *statements}:
            if (digest := _digest(text)) in candidates:
                found.setdefault(digest, SharedText(text)).add(record)
    shared = [one for one in found.values() if one.profiles >= FEWEST_PROFILES and not one.common_words]
    return sorted(shared, key=lambda one: (-one.profiles, one.text))


def _digest(text: str) -> bytes:
    return hashlib.blake2b(text.encode(), digest_size=16).digest()


def _long_texts(profile: JobProfile) -> set[str]:
    texts = [(task.text, _SHORTEST_TASK) for task in profile.tasks]
    texts += [(requirement.text, _SHORTEST_REQUIREMENT) for requirement in profile.requirements]
    texts.append((profile.summary or "", _SHORTEST_TASK))
    return {text for text, shortest in texts if len(text) >= shortest}


def _records(path: Path, source: str) -> Iterator[dict[str, Any]]:
    with path.open("rb") as lines:
        for line in lines:
            record = json.loads(line)
            if record["source"]["id"] == source:
                yield record
