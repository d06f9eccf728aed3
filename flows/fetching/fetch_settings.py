"""What an operator decides about fetching: who asks, how fast, and how much at most."""

from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, field_validator

HeaderText = Annotated[str, StringConstraints(pattern=r"^[\x20-\x7e]+$", max_length=300)]
UserAgent = Annotated[str, StringConstraints(pattern=r"^[A-Za-z][\x20-\x7e]*$", max_length=300)]
HostAndPort = Annotated[str, StringConstraints(pattern=r"^(\[[0-9a-fA-F:.]+\]|[^\s:/\[\]]+):\d{1,5}$")]
Seconds = Annotated[float, Field(gt=0, allow_inf_nan=False)]


class FetchSettings(BaseModel):
    """How this project behaves towards other people's servers; JSON in and out, so tasks can hand it on."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    user_agent: UserAgent = "jobprofiles/0.1 (+{contact})"
    """Sent with every request, {contact} filled in. robots.txt names us by the word before "/"."""
    contact: HeaderText = "https://jobprofiles.example/contact"
    """A mail address or page where a site's owner reaches the operator. The default reaches nobody."""

    requests_per_second: Annotated[float, Field(gt=0, le=10_000)] = 1.0
    """To one host. Its robots.txt can only make it slower."""
    concurrent_per_host: Annotated[int, Field(ge=1, le=100)] = 2
    max_crawl_delay_seconds: Seconds = 60.0
    """A host that asks for a longer pause between requests is not fetched from at all."""

    connect_seconds: Seconds = 10.0
    read_seconds: Seconds = 30.0
    """Longest silence in the middle of an answer."""
    total_seconds: Seconds = 60.0
    """Longest time of one request, from connecting to the last byte; waiting for its turn does not count."""
    attempts: Annotated[int, Field(ge=1, le=20)] = 4
    backoff_seconds: Seconds = 1.0
    """Pause before the second attempt; it doubles each time, and up to as much again is added at random."""
    patience_seconds: Seconds = 300.0
    """Longest time that attempts for one page may go on, and longest Retry-After that is waited for."""

    give_up_after: Annotated[int, Field(ge=1)] = 40
    """When so many more requests to a host failed than brought a page, it is left alone for the rest of the run."""
    turns_folder: Path | None = None
    """Where the processes of this machine agree on whose turn it is at a host; by default a folder of the user's."""

    max_body_bytes: Annotated[int, Field(ge=1)] = 10_000_000
    """Of one page, after the content encoding is undone."""
    max_wire_bytes: Annotated[int, Field(ge=1)] = 10_000_000
    """Of one page, as it comes over the wire."""
    max_redirects: Annotated[int, Field(ge=0, le=50)] = 5

    browser: Path | None = None
    """The Chromium that renders pages; by default the system's."""

    allow_hosts: tuple[str, ...] = ()
    """Host names that may stand for a private or loopback address."""
    host_map: dict[str, HostAndPort] = Field(default_factory=dict)
    """Host name → "127.0.0.1:8080": connect there, without DNS. URLs stay the same; the host is allowed."""

    @field_validator("allow_hosts")
    @classmethod
    def _lower_names(cls, names: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(name.strip().lower() for name in names)

    @field_validator("host_map")
    @classmethod
    def _lower_keys(cls, mapped: dict[str, str]) -> dict[str, str]:
        return {name.strip().lower(): place for name, place in mapped.items()}

    @property
    def identification(self) -> str:
        """The User-Agent header, contact included."""
        return self.user_agent.replace("{contact}", self.contact)

    @property
    def robots_name(self) -> str:
        """The product token that robots.txt addresses us by (RFC 9309, section 2.2.1), lower case."""
        return self.user_agent.split("/")[0].split()[0].lower()
