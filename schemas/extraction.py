"""The outcome of reading one page."""

from schemas.evidence import Evidence
from schemas.profile import JobProfile, Record


class Extraction(Record):
    """A job profile with its evidence, or the reason why the page is none.

    Exactly one of `profile` and `reason` is given.
    """

    profile: JobProfile | None
    reason: str | None
    evidence: tuple[Evidence, ...]
