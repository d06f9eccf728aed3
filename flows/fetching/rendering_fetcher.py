"""Pages as a browser's scripts leave them, where the browser asks for nothing by itself.

Chromium is the layout engine here and not the client: every request that it would make is answered with what the
Fetcher brings, so the address guard, robots.txt, the host's pace and all bounds hold for scripts as for pages.
"""

import asyncio
from contextlib import AsyncExitStack
from dataclasses import replace
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

from flows.fetching.browser import running_browser
from flows.fetching.capture import Capture, Exchange, Validators
from flows.fetching.content_kinds import HTML_PAGE, ContentKind
from flows.fetching.fetch_failures import FetchFailed
from flows.fetching.fetch_settings import FetchSettings
from flows.fetching.fetcher import PageFetcher
from flows.fetching.page_parts import PageParts
from flows.fetching.page_visit import PageVisit
from schemas.page import Page

if TYPE_CHECKING:
    from playwright.async_api import Browser


class RenderingFetcher:
    """A PageFetcher over another one; an asynchronous context manager, which runs a browser meanwhile.

    Raises NoBrowser on the way in where the browser at `browser` does not start.
    """

    def __init__(self, fetcher: PageFetcher, settings: FetchSettings, browser: Path) -> None:
        self._fetcher = fetcher
        self._settings = settings
        self._path = browser
        self._places = asyncio.Semaphore(settings.concurrent_per_host)
        self._stack = AsyncExitStack()
        self._starting = asyncio.Lock()
        self._browser: Browser | None = None

    async def __aenter__(self) -> Self:
        await self._running()
        self._parts = await self._stack.enter_async_context(PageParts(self._fetcher))
        return self

    async def _running(self) -> "Browser":
        """Return the browser; a new one, where a page brought the last one down."""
        async with self._starting:
            if self._browser is None or not self._browser.is_connected():
                self._browser = await self._stack.enter_async_context(running_browser(self._path))
            return self._browser

    async def __aexit__(
        self,
        exc_type: type[BaseException] | None,
        exc_value: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        await self._stack.__aexit__(exc_type, exc_value, traceback)

    async def fetch(self, url: str, kind: ContentKind = HTML_PAGE) -> Page:
        """Return the page at `url` as it looks after its scripts; raises FetchFailed."""
        return (await self.capture(url, kind)).as_read

    async def capture(
        self, url: str, kind: ContentKind = HTML_PAGE, known: Validators | None = None
    ) -> Capture:
        """Return the page at `url`, what its scripts asked for, and what they made of it; raises FetchFailed.

        An HTML page is always fetched whole, whatever was `known`: a page that is still the same can show other
        things. Anything else is fetched as the other fetcher does it.
        """
        if kind is not HTML_PAGE:
            return await self._fetcher.capture(url, kind, known)
        async with self._places:
            capture = await self._fetcher.capture(url, kind)
            rendered, parts = await self._render(capture.page)
        if len(rendered) > self._settings.max_body_bytes:
            most = self._settings.max_body_bytes
            raise FetchFailed(url, f"the page is larger than {most:,} bytes after its scripts ran")
        return replace(capture, parts=parts, rendered=rendered)

    async def _render(self, page: Page) -> tuple[bytes, tuple[Exchange, ...]]:
        for is_last in (False, True):
            browser = await self._running()
            visit = PageVisit(page, self._parts, self._settings)
            try:
                rendered = await visit.rendered(browser)
            except FetchFailed:
                # Another page may have brought the browser down.
                if is_last or browser.is_connected():
                    raise
            else:
                return rendered, tuple(visit.parts)
        raise AssertionError("the second chance returns or raises")
