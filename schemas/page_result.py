"""What became of one link of a run: one line of a chunk's result file."""

from datetime import datetime
from typing import Literal

from pydantic import BaseModel, ConfigDict

from schemas.evidence import Evidence
from schemas.profile import JobProfile

Outcome = Literal["profile", "rejected", "gone", "refused", "failed"]
"""profile: read and valid. rejected: fetched, but no valid profile. gone: 404 or 410. refused: not fetched
because of robots.txt, the address guard or a bound. failed: no usable answer after all retries."""


class PageResult(BaseModel):
    """The outcome of one link, with the record where there is one."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    source: str
    url_asked: str
    url: str
    """The URL that answered, after redirects; the one asked where nothing answered."""
    outcome: Outcome
    reason: str | None = None
    """One line for people, wherever the outcome is not "profile", or the page is stale."""
    cause: str | None = None
    """The kind of wall or reservation that stood before the page."""
    fetched_at: datetime | None = None
    stale: bool = False
    """Whether the page could not be had, and this is its last good capture; `reason` says why."""
    page_sha256: str | None = None
    """Hex SHA-256 of the decoded body."""
    profile: JobProfile | None = None
    evidence: tuple[Evidence, ...] = ()
