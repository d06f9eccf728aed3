"""What pages ask for while a browser renders them, fetched once for all pages that need it."""

import asyncio
from contextlib import suppress
from types import TracebackType
from typing import Self

from flows.fetching.capture import Capture, Exchange
from flows.fetching.content_kinds import PAGE_PART
from flows.fetching.fetch_failures import FetchFailed
from flows.fetching.fetcher import PageFetcher
from schemas.page import Page

_MOST_BYTES = 50_000_000
"""Kept for other pages; beyond, the oldest part is forgotten, and fetched again if it is asked for again."""


class PageParts:
    """Fetches parts of pages, and remembers those that pages share; an asynchronous context manager."""

    def __init__(self, fetcher: PageFetcher) -> None:
        self._fetcher = fetcher
        self._shared: dict[str, asyncio.Task[Capture]] = {}

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        exc_type: type[BaseException] | None,
        exc_value: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        for task in self._shared.values():
            task.cancel()
        await asyncio.gather(*self._shared.values(), return_exceptions=True)

    async def fetch(self, url: str, record: list[Exchange], *, shared: bool) -> Page:
        """Return the part at `url`, also where it is an error page; raises FetchFailed where there is none.

        Every exchange that was made for it goes on the `record`. A `shared` part is fetched for the first page
        that asks, and the answer is given to all; its failure, too.
        """
        if not shared:
            capture = await self._fetch(url)
        else:
            is_first = url not in self._shared
            if is_first:
                self._forget_oldest()
                self._shared[url] = asyncio.create_task(self._fetch(url))
            # One page that is not waited for any longer must not take the part from the others.
            capture = await asyncio.shield(self._shared[url])
            if not is_first:
                return capture.page
        record += (*capture.hops, capture.last)
        return capture.page

    async def _fetch(self, url: str) -> Capture:
        try:
            return await self._fetcher.capture(url, PAGE_PART)
        except FetchFailed as failure:
            if failure.answer is None:
                raise
            return Capture((), Exchange((), failure.answer))

    def _forget_oldest(self) -> None:
        sizes = {url: _size(task) for url, task in self._shared.items() if task.done()}
        total = sum(sizes.values())
        for url, size in sizes.items():
            if total <= _MOST_BYTES:
                return
            del self._shared[url]
            total -= size


def _size(task: asyncio.Task[Capture]) -> int:
    with suppress(FetchFailed, asyncio.CancelledError):
        return len(task.result().page.body)
    return 0
