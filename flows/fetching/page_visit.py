"""One page in a browser: its own answer, then whatever its scripts ask for, until it is quiet."""

import asyncio
import logging
from contextlib import suppress
from typing import TYPE_CHECKING

from flows.fetching.capture import Exchange
from flows.fetching.fetch_failures import FetchFailed
from flows.fetching.fetch_settings import FetchSettings
from flows.fetching.page_parts import PageParts
from schemas.page import Page

if TYPE_CHECKING:
    from playwright.async_api import Browser, BrowserContext, Request, Route

logger = logging.getLogger(__name__)

_SHARED = frozenset({"script", "stylesheet"})
_READ = _SHARED | {"fetch", "xhr"}
"""Kinds of parts, as Playwright names them, that can change a page's text: no images, fonts, sounds or frames."""
_MOST_PARTS = 100
"""Requests that one page may make; what it asks for beyond is refused."""
_QUIET_SECONDS = 0.5
"""A page that asked for nothing for so long has all it needs."""
_LOOK_SECONDS = 0.05
_STUCK_SECONDS = 20.0
"""Longest time in which a page opens that waits for nothing, is written down, or closes."""
_NOT_PASSED_ON = frozenset(
    {"connection", "content-encoding", "content-length", "refresh", "set-cookie", "transfer-encoding"}
)
"""Headers that are no longer true of a body as the browser gets it, or that would lead it elsewhere."""


class PageVisit:
    """Renders `page`; what its scripts ask for comes from `source`, and `parts` tells what was fetched for it."""

    def __init__(self, page: Page, source: PageParts, settings: FetchSettings) -> None:
        self.parts: list[Exchange] = []
        self._page = page
        self._source = source
        self._settings = settings
        self._is_opened = False
        self._asked = 0
        self._under_way: set[asyncio.Task[Page]] = set()
        self._busy_at = 0.0

    async def rendered(self, browser: "Browser") -> bytes:
        """Return the page as its scripts leave it, as HTML in UTF-8; raises FetchFailed where they never pause."""
        from playwright.async_api import Error  # noqa: PLC0415  (an extra, and slow to import)

        try:
            context = await browser.new_context(
                user_agent=self._settings.identification, service_workers="block", accept_downloads=False
            )
            try:
                return await self._rendered_in(context)
            finally:
                for task in self._under_way:
                    task.cancel()
                await self._close(context, browser)
        except TimeoutError as error:
            raise FetchFailed(self._page.url, "its scripts keep the browser busy without end") from error
        except Error as error:
            told = " ".join(str(error).split())[:200]
            raise FetchFailed(self._page.url, f"the browser cannot render it ({told})") from error

    async def _close(self, context: "BrowserContext", browser: "Browser") -> None:
        try:
            await asyncio.wait_for(context.close(), _STUCK_SECONDS)
        except TimeoutError:
            await browser.close()  # whatever runs in there ends with it
            raise

    async def _rendered_in(self, context: "BrowserContext") -> bytes:
        await context.route("**/*", self._answer)
        tab = await context.new_page()
        tab.on("popup", lambda popup: asyncio.ensure_future(popup.close()))
        opening = asyncio.create_task(tab.goto(self._page.url, wait_until="domcontentloaded", timeout=0))
        try:
            if not await self._is_quiet(opening):
                logger.info("%s still loads after %g s.", self._page.url, self._settings.patience_seconds)
            html = await asyncio.wait_for(tab.content(), _STUCK_SECONDS)
        finally:
            opening.cancel()
            await asyncio.gather(opening, return_exceptions=True)
        return html.encode("utf-8", "replace")

    async def _is_quiet(self, opening: "asyncio.Task[object]") -> bool:
        """Wait until the page is open and asks for nothing more; False where patience ends before that.

        Raises TimeoutError where it does not open, although nothing is missing.
        """
        now = asyncio.get_running_loop().time
        patient_until = now() + self._settings.patience_seconds
        self._busy_at = now()
        while now() < patient_until:
            await asyncio.sleep(_LOOK_SECONDS)
            silent = now() - self._busy_at
            if self._under_way:
                self._busy_at = now()
            elif opening.done() and silent > _QUIET_SECONDS:
                opening.result()  # raises what went wrong
                return True
            elif silent > _STUCK_SECONDS:
                raise TimeoutError
        return False

    async def _answer(self, route: "Route") -> None:
        from playwright.async_api import Error  # noqa: PLC0415  (as above)

        with suppress(Error):  # the page was closed meanwhile
            page = await self._page_for(route.request)
            if page is None:
                # "aborted" keeps a page where it is that would go elsewhere; other words show an error page.
                await route.abort("aborted")
            else:
                headers = {name: value for name, value in page.headers if name.lower() not in _NOT_PASSED_ON}
                await route.fulfill(status=page.status, headers=headers, body=page.body)

    async def _page_for(self, request: "Request") -> Page | None:
        if request.is_navigation_request():
            # The first is for the page itself. Frames are none of its text, and a script that leads to another
            # page leads to one that was not asked for.
            is_first, self._is_opened = not self._is_opened, True
            return self._page if is_first else None
        if request.method != "GET" or request.resource_type not in _READ or self._asked >= _MOST_PARTS:
            return None
        self._busy_at = asyncio.get_running_loop().time()
        self._asked += 1
        shared = request.resource_type in _SHARED
        task = asyncio.create_task(self._source.fetch(request.url, self.parts, shared=shared))
        self._under_way.add(task)
        try:
            await asyncio.wait([task])
        finally:
            self._under_way.discard(task)
        if task.cancelled() or isinstance(task.exception(), FetchFailed):
            return None
        return task.result()
