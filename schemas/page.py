"""A page: what a server answered."""

from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Page:
    """One answer, as it came over the wire after the content encoding was undone."""

    url_asked: str
    url: str
    """The URL that answered, after redirects."""
    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes
    fetched_at: datetime
    """Time of the answer, with time zone."""
    redirects: tuple[str, ...] = field(default=())
    """Every URL that redirected, in order."""

    def header(self, name: str) -> str | None:
        """Return the first header of that name, whatever its case, or None."""
        wanted = name.lower()
        return next((value for key, value in self.headers if key.lower() == wanted), None)
