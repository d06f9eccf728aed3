"""A fetcher for a host that was given up earlier in the run: it asks nobody."""

from typing import NoReturn

from flows.fetching.capture import Validators
from flows.fetching.content_kinds import HTML_PAGE, ContentKind
from flows.fetching.fetch_failures import HostGivenUp


class GivenUpHost:
    """A PageFetcher that fails every page for the same `reason`."""

    def __init__(self, reason: str) -> None:
        self._reason = reason

    async def fetch(self, url: str, kind: ContentKind = HTML_PAGE) -> NoReturn:
        """Raise HostGivenUp."""
        del kind
        raise HostGivenUp(url, self._reason)

    async def capture(
        self, url: str, kind: ContentKind = HTML_PAGE, known: Validators | None = None
    ) -> NoReturn:
        """Raise HostGivenUp."""
        del kind, known
        raise HostGivenUp(url, self._reason)
