"""Where a capture stands in the archive, and what it says of itself: an entry of the index."""

from datetime import datetime
from http import HTTPStatus
from typing import Annotated

from pydantic import BaseModel, ConfigDict, StringConstraints

from flows.fetching.capture import Validators

SegmentName = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9.-]{0,200}\.warc\.gz$")]
"""A file's name and never a path: an index may say what it likes, reading stays inside the archive."""
_GONE = frozenset({HTTPStatus.NOT_FOUND, HTTPStatus.GONE})


class _Entry(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Place(_Entry):
    """A record: a gzip member of a segment."""

    segment: SegmentName
    offset: int
    length: int


class Captured(_Entry):
    """An answer in the archive."""

    url: str
    """The URL that answered."""
    asked: str | None = None
    """The URL that led there by redirects; None where it was asked itself."""
    fetched_at: datetime
    status: int
    mime: str
    digest: str
    """SHA-1 of the body in Base32, as other web archives write it."""
    at: Place
    body: Place | None = None
    """For a revisit: the record that holds the body, which was the same then."""
    rendered: Place | None = None
    """The record that holds the page as a browser's scripts left it."""
    etag: str | None = None
    last_modified: str | None = None

    @property
    def key(self) -> str:
        """The URL by which the capture is looked up."""
        return self.asked or self.url

    @property
    def validators(self) -> Validators:
        """What to send, to ask whether the answer still holds."""
        return Validators(self.etag, self.last_modified)

    @property
    def is_page(self) -> bool:
        """Whether a page stands here, by itself or as a revisit of one."""
        return self.body is not None or self.status == HTTPStatus.OK

    @property
    def is_gone(self) -> bool:
        """Whether the server said that there is no such page."""
        return self.status in _GONE

    @property
    def body_at(self) -> Place:
        """The record that holds the body."""
        return self.body or self.at

    @property
    def age_key(self) -> tuple[datetime, str, int]:
        """A key by which captures sort from the oldest to the newest."""
        return self.fetched_at, self.at.segment, self.at.offset


class KnownPage(_Entry):
    """A page's URL, as a run asks for it, and the newest capture that the archive had when the run began."""

    url: str
    captured: Captured
