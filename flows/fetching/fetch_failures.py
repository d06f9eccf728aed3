"""Every way in which fetching fails.

FetchingFailed
├── FetchFailed             one page could not be had; `outcome` says how          failed
│   ├── PageGone            404 or 410: drop the link                              gone
│   ├── FetchRefused        we do not fetch it: a rule or a bound forbids it       refused
│   │   ├── RobotsForbid    robots.txt disallows it, or cannot be had              refused
│   │   └── AddressRefused  its host lies in a private network                     refused
│   ├── HostUnreachable     the name has no address, or nothing answers there      failed
│   ├── HostGivenUp         too much of its host failed before; nothing was asked  failed
│   └── NotArchived         the archive, asked in place of the network, has none   failed
├── DiscoveryFailed         the list of pages cannot be had: correct the source
│   ├── StartPageMissing    the source does not know where it starts
│   └── NothingDiscovered   the start page was read, and no link fits
└── ArchiveUnreadable       a file is no WARC, or not a single record of it is whole
    └── ArchiveUnreachable  the place where it is kept does not answer, or not as it should
"""

from dataclasses import replace
from typing import Literal, Self

from schemas.page import Page

Outcome = Literal["gone", "refused", "failed"]


class FetchingFailed(Exception):
    """Fetching stopped; the message is one line for the person who must act."""


class FetchFailed(FetchingFailed):
    """One page could not be had: report it and go on with the next.

    `url` is the address that was asked, `reason` one line for people, `status` the answer's status where
    there was one. `may_pass` tells that the same request can succeed later; `retry_after` is the pause in
    seconds that the server asked for.
    """

    outcome: Outcome = "failed"
    answer: Page | None = None
    """What the server answered in place of the page, where it did; it does not travel between processes."""

    def __init__(
        self,
        url: str,
        reason: str,
        status: int | None = None,
        *,
        may_pass: bool = False,
        retry_after: float | None = None,
    ) -> None:
        # All of it in args, because a process pool rebuilds an exception from them.
        super().__init__(url, reason, status)
        self.url = url
        self.reason = reason
        self.status = status
        self.may_pass = may_pass
        self.retry_after = retry_after

    def __str__(self) -> str:
        return f"{self.url}: {self.reason}"

    def behind(self, url: str) -> Self:
        """Return the same failure as seen from `url`, which led to the page that failed."""
        failure = type(self)(url, f"leads to {self.url}: {self.reason}", self.status)
        if self.answer:
            failure.answer = replace(self.answer, url_asked=url, redirects=(url, *self.answer.redirects))
        return failure


class PageGone(FetchFailed):
    """The server says that there is no such page: drop the link."""

    outcome: Outcome = "gone"


class FetchRefused(FetchFailed):
    """The page is not fetched, by robots.txt, by the address guard or by a bound: see the reason."""

    outcome: Outcome = "refused"


class RobotsForbid(FetchRefused):
    """The robots.txt of the page's host disallows it, or cannot be read: that is the owner's word."""


class AddressRefused(FetchRefused):
    """The host stands for an address in a private network: if that is meant, allow the host by name."""


class HostUnreachable(FetchFailed):
    """The host's name has no address or nothing answers there: check the spelling and the network."""


class HostGivenUp(FetchFailed):
    """Too many pages of the host failed in this run, so it is left alone: look at their reasons."""


class NotArchived(FetchFailed):
    """The archive holds no capture of the page: fetch it with `jobprofiles publish`."""


class DiscoveryFailed(FetchingFailed):
    """The list of pages cannot be had: correct the source's `discover`."""


class StartPageMissing(DiscoveryFailed):
    """The source has no start page: give one with --start-url."""

    def __init__(self) -> None:
        super().__init__(
            "the source has no start page: give it with --start-url URL, or set JOBPROFILES_START_URLS"
        )


class NothingDiscovered(DiscoveryFailed):
    """The start page was read and no link in it fits: correct the selector or the pattern."""


class ArchiveUnreadable(FetchingFailed):
    """The file is no WARC, or damaged from its first record on: fetch again or give another file."""


class ArchiveUnreachable(ArchiveUnreadable):
    """The disk or store that holds the archive does not answer: check it and its credentials, then try again."""
