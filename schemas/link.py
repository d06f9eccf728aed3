"""A link: a page that discovery found, and what the listing already said about it."""

from pydantic import BaseModel, ConfigDict

from schemas.text import CleanText, Title, WebAddress


class Link(BaseModel):
    """The address of one page that should hold a profile."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    url: WebAddress
    aliases: tuple[Title, ...] = ()
    """Other names of the job that the listing gives; the flow joins them to the record."""
    category: CleanText | None = None
    """The heading or category under which the listing has it."""
    modified: str | None = None
    """The listing's own word on when the page changed last (a sitemap's lastmod)."""
