"""The pace of requests to one host: a steady rate, few at once, and none while it asks for rest."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from aiolimiter import AsyncLimiter

from flows.fetching.fetch_failures import FetchFailed, HostUnreachable
from flows.fetching.fetch_settings import FetchSettings


class HostPace:
    """When the next request to one host may go out."""

    def __init__(self, settings: FetchSettings) -> None:
        self._seconds_between = 1 / settings.requests_per_second
        # A limiter that allows a burst of n a second lets almost 2n through in its first second.
        self._limiter = AsyncLimiter(1, self._seconds_between)
        self._places = asyncio.Semaphore(settings.concurrent_per_host)
        self._patience = settings.patience_seconds
        self._resting_until = 0.0
        self._failed_in_a_row = 0
        self._give_up_after = settings.give_up_after

    @asynccontextmanager
    async def place(self, url: str) -> AsyncIterator[None]:
        """Hold one of the host's places, of which there are as many as requests may go on at once.

        Raises FetchFailed where the host was given up, because page after page of it failed.
        """
        async with self._places:
            if self._failed_in_a_row >= self._give_up_after:
                raise FetchFailed(
                    url, f"its host was given up: {self._failed_in_a_row} pages in a row failed"
                )
            try:
                yield
            except FetchFailed as failure:
                dead = failure.may_pass or isinstance(failure, HostUnreachable)
                self._failed_in_a_row = self._failed_in_a_row + 1 if dead else 0
                raise
            self._failed_in_a_row = 0

    async def turn(self, url: str) -> None:
        """Return when a request for `url` may go out.

        Raises FetchFailed where the host has asked for a longer rest than the settings' patience.
        """
        while True:
            await self._rest(url)
            await self._limiter.acquire()
            if self._remaining_rest() <= 0:
                return

    async def _rest(self, url: str) -> None:
        while (remaining := self._remaining_rest()) > 0:
            if remaining > max(self._patience, self._seconds_between):
                raise FetchFailed(url, f"its host asked for no more requests in the next {remaining:.0f} s")
            await asyncio.sleep(remaining)

    def _remaining_rest(self) -> float:
        return self._resting_until - asyncio.get_running_loop().time()

    def rest(self, seconds: float) -> None:
        """Let no request out in the next `seconds`, as the host's Retry-After asks."""
        self._resting_until = max(self._resting_until, asyncio.get_running_loop().time() + seconds)

    def slow_down(self, seconds_between: float) -> None:
        """Leave at least `seconds_between` between two requests from now on, counted from the last one."""
        if seconds_between <= self._seconds_between:
            return
        self._seconds_between = seconds_between
        self._limiter = AsyncLimiter(1, seconds_between)
        # The request for robots.txt, which told the new pace, was the first at that pace.
        self.rest(seconds_between)
