"""Pages to read, named on the command line as files or addresses."""

import asyncio
from collections.abc import Coroutine
from contextlib import AsyncExitStack
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

from extractors.page_bounds import MAX_BYTES
from flows.run_settings import load_settings

if TYPE_CHECKING:
    from flows.fetching.fetcher import PageFetcher
    from schemas.page import Page


class UnreadableInput(Exception):
    """This input cannot be read; the message says why, in words that follow its name."""


@dataclass(frozen=True, slots=True)
class PageInput:
    """The bytes of a page, and where they come from."""

    name: str
    html: bytes
    url: str | None
    content_type: str | None

    def from_address(self, url: str) -> Self:
        """Return the same page as if it had come from `url`."""
        return replace(self, url=url)


class PageInputs:
    """Reads pages one by one; a context manager, which closes what it opened to fetch some."""

    def __init__(self, *, render: bool = False) -> None:
        self._render = render
        self._runner: asyncio.Runner | None = None
        self._fetching = AsyncExitStack()
        self._fetcher: PageFetcher | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        if self._runner:
            self._runner.run(self._fetching.aclose())
            self._runner.close()

    def read(self, name: str) -> PageInput:
        """Return the page at an address or in a file; raises UnreadableInput."""
        if name.lower().startswith(("http://", "https://")):
            return self._fetch(name)
        try:
            with Path(name).open("rb") as file:
                # One byte more than is allowed, so that the extractor can say that it is too much.
                html = file.read(MAX_BYTES + 1)
        except (OSError, ValueError) as error:
            raise UnreadableInput(getattr(error, "strerror", None) or str(error)) from error
        return PageInput(name, html, url=None, content_type=None)

    def _fetch(self, url: str) -> PageInput:
        # Files need none of this, and it takes its time to import.
        from flows.fetching.fetch_failures import FetchFailed  # noqa: PLC0415

        try:
            page = self._in_loop(self._page(url))
        except FetchFailed as failure:
            raise UnreadableInput(failure.reason) from failure
        return PageInput(url, page.body, page.url, page.header("Content-Type"))

    def _in_loop(self, work: Coroutine[Any, Any, "Page"]) -> "Page":
        if self._runner is None:
            self._runner = asyncio.Runner()
        return self._runner.run(work)

    async def _page(self, url: str) -> "Page":
        from flows.run_fetcher import run_fetcher  # noqa: PLC0415  (as above)

        if self._fetcher is None:
            fetcher = run_fetcher(load_settings().fetch_settings(), _clock, render=self._render)
            self._fetcher = await self._fetching.enter_async_context(fetcher)
        return await self._fetcher.fetch(url)


def _clock() -> datetime:
    return datetime.now(UTC)
