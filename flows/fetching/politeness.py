"""The pace of requests to one host: a steady rate, few at once, and none while it asks for rest."""

import asyncio
import os
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from flows.fetching.fetch_failures import FetchFailed, HostGivenUp, HostUnreachable
from flows.fetching.fetch_settings import FetchSettings
from flows.fetching.host_turns import HostTurns, turns_folder

_SAFETY = 1.15
"""Requests keep a little more than their distance: one that is delayed on its way, by a new connection or a busy
machine, must not meet the next one within the same second."""
_LOOK_SECONDS = 0.02
"""Between two looks for a place that another process holds."""


class HostPace:
    """When the next request to one host may go out, from this process or any other of this machine."""

    def __init__(self, host: str, settings: FetchSettings, now: Callable[[], float] = time.time) -> None:
        self._host = host
        self._seconds_between = _SAFETY / settings.requests_per_second
        self._turns = HostTurns(turns_folder(settings.turns_folder), host, now)
        self._queue = asyncio.Lock()
        self._most_at_once = settings.concurrent_per_host
        self._places = asyncio.Semaphore(settings.concurrent_per_host)
        self._patience = settings.patience_seconds
        self._budget = self._failures_left = settings.give_up_after

    @asynccontextmanager
    async def place(self, url: str) -> AsyncIterator[None]:
        """Hold one of the host's places, of which there are as many as requests may go on at once.

        Raises HostGivenUp where the host's budget of failures is used up: each page that fails for a reason
        that may pass takes one, each that arrives gives one back.
        """
        async with self._places:
            if self._failures_left <= 0:
                raise HostGivenUp(
                    url,
                    f"its host {self._host} was given up: {self._budget} more requests failed than brought a page",
                )
            descriptor = await self._shared_place()
            try:
                yield
            except FetchFailed as failure:
                if failure.may_pass or isinstance(failure, HostUnreachable):
                    self._failures_left -= 1
                raise
            finally:
                os.close(descriptor)
            self._failures_left = min(self._budget, self._failures_left + 1)

    async def _shared_place(self) -> int:
        while True:
            descriptor = self._turns.take_place(self._most_at_once)
            if descriptor is not None:
                return descriptor
            await asyncio.sleep(_LOOK_SECONDS)

    async def turn(self, url: str) -> None:
        """Return when a request for `url` may go out.

        Raises FetchFailed where the host has asked for a longer rest than the settings' patience.
        """
        async with self._queue:
            while (wait := self._turns.claim(self._seconds_between)) > 0:
                if wait > max(self._patience, self._seconds_between):
                    raise FetchFailed(url, f"its host asked for no more requests in the next {wait:.0f} s")
                await asyncio.sleep(wait)

    def rest(self, seconds: float) -> None:
        """Let no request out in the next `seconds`, as the host's Retry-After asks."""
        self._turns.rest(seconds)

    def slow_down(self, seconds_between: float) -> None:
        """Leave at least `seconds_between` between two requests from now on, counted from the last one."""
        self._seconds_between = max(self._seconds_between, _SAFETY * seconds_between)
