"""What `new-source` worked out and wrote, for programs."""

from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from schemas.profile import SourceId


class _Report(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class ExampleReport(_Report):
    """What is read of one of the pages."""

    title: str
    url: str
    aliases: int
    tasks: int
    requirements: int


class DraftReport(_Report):
    """A source that was worked out from example pages."""

    id: SourceId
    name: str
    publisher: str | None
    licence: str | None
    language: str | None
    render: bool
    settings: dict[str, Any]
    """`discover`, `content`, `drop` and `headings` of the source."""
    profiles: tuple[ExampleReport, ...]
    links: int | None
    """Pages found from the listing; null where none was given."""
    not_listed: tuple[str, ...]
    """Pages that the listing does not lead to."""
    leaks: tuple[str, ...]
    """Values that pages of unlike jobs have in common, for which no setting was found."""
    unknown_headings: tuple[str, ...]
    """Headings that name no known field, and below which statements were left out."""
    files: tuple[str, ...]
    """Paths of what was written."""
    warnings: tuple[str, ...] = Field(default=())
