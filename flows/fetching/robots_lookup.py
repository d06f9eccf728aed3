"""Which host's robots.txt holds for a URL: asked for once an origin, by whoever needs it first."""

import asyncio
from collections.abc import Awaitable, Callable
from http import HTTPStatus
from urllib.parse import urljoin

from flows.fetching.fetch_failures import AddressRefused, FetchFailed, HostUnreachable
from flows.fetching.fetch_settings import FetchSettings
from flows.fetching.robots import Robots, allow_all, disallow_all, read_robots
from schemas.page import Page

_NO_RULES = frozenset({HTTPStatus.NO_CONTENT, *range(300, 500)}) - {HTTPStatus.TOO_MANY_REQUESTS}
"""Statuses by which a host says that it has no robots.txt; a 3xx is left over where it redirects too often.
429 is a 4xx too, yet "too many requests" is no permission to send more."""


class RobotsLookup:
    """The rules of every origin that was asked so far.

    `ask` fetches the robots.txt at a URL and raises FetchFailed.
    """

    def __init__(self, settings: FetchSettings, ask: Callable[[str], Awaitable[Page]]) -> None:
        self._name = settings.robots_name
        self._longest_delay = settings.max_crawl_delay_seconds
        self._ask = ask
        self._asked: dict[str, asyncio.Task[Robots]] = {}

    async def of(self, url: str) -> Robots:
        """Return the rules for `url`; raises HostUnreachable or AddressRefused, as a page would."""
        robots_url = urljoin(url, "/robots.txt")
        if robots_url not in self._asked:
            self._asked[robots_url] = asyncio.create_task(self._look_up(robots_url))
        try:
            # Shielded: who stops waiting for the rules must not stop the others who wait for them.
            return await asyncio.shield(self._asked[robots_url])
        except FetchFailed as failure:
            raise type(failure)(url, failure.reason, failure.status) from failure

    async def _look_up(self, robots_url: str) -> Robots:
        """RFC 9309, section 2.3.1: 4xx allows everything, 5xx and silence forbid everything for now."""
        try:
            answer = await self._ask(robots_url)
        except (HostUnreachable, AddressRefused):
            raise
        except FetchFailed as failure:
            if failure.status in _NO_RULES:
                return allow_all(self._name)
            reason = f"its host's robots.txt cannot be read ({failure.reason}), which forbids all for now"
            return disallow_all(self._name, reason)
        robots = read_robots(answer.body, self._name)
        if robots.seconds_between <= self._longest_delay:
            return robots
        asked = f"its host's robots.txt asks for {robots.seconds_between:g} s between requests"
        return disallow_all(self._name, f"{asked}, the settings wait {self._longest_delay:g} s at most")

    async def aclose(self) -> None:
        """Stop asking."""
        for task in self._asked.values():
            task.cancel()
        await asyncio.gather(*self._asked.values(), return_exceptions=True)
