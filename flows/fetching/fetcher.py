"""The fetcher: a URL in, a page out, as robots.txt, the host's pace and the address guard allow."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import datetime
from types import TracebackType
from typing import Protocol, Self
from urllib.parse import urlsplit

from flows.fetching.address_guard import AddressGuard, Resolver, ask_dns
from flows.fetching.capture import Capture, Exchange, Validators
from flows.fetching.content_kinds import HTML_PAGE, ROBOTS_TXT, ContentKind
from flows.fetching.exchange import REDIRECTS, Ask, Exchanger
from flows.fetching.fetch_failures import FetchFailed, FetchRefused, RobotsForbid
from flows.fetching.fetch_settings import FetchSettings
from flows.fetching.politeness import HostPace
from flows.fetching.private_settings import PrivateSettings
from flows.fetching.retrying import attempts
from flows.fetching.robots_lookup import RobotsLookup
from flows.fetching.web_urls import normal_url, refuse_unless_web_address
from schemas.page import Page


class PageFetcher(Protocol):
    """What discovery and fetching need of a client, so that another one can take the Fetcher's place."""

    async def fetch(self, url: str, kind: ContentKind = HTML_PAGE) -> Page:
        """Return the page at `url`; raises FetchFailed."""

    async def capture(
        self, url: str, kind: ContentKind = HTML_PAGE, known: Validators | None = None
    ) -> Capture:
        """Return the page at `url` with every request and answer that led to it; raises FetchFailed.

        With `known` validators the answer may be 304: the page is what it was.
        """


class Fetcher:
    """Fetches pages over HTTP; use it as an asynchronous context manager, within one event loop.

    `clock` returns the time with time zone: it dates pages and is compared with Retry-After dates.
    """

    def __init__(
        self,
        settings: FetchSettings,
        clock: Callable[[], datetime],
        private: PrivateSettings | None = None,
        resolve: Resolver = ask_dns,
    ) -> None:
        self._settings = settings
        guard = AddressGuard(settings, resolve)
        self._exchanger = Exchanger(settings, private or PrivateSettings.none(), clock, guard)
        self._paces: dict[str, HostPace] = {}
        self._robots = RobotsLookup(settings, self._robots_txt)

    async def __aenter__(self) -> Self:
        await self._exchanger.__aenter__()
        return self

    async def __aexit__(
        self,
        exc_type: type[BaseException] | None,
        exc_value: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        await self._robots.aclose()
        await self._exchanger.__aexit__(exc_type, exc_value, traceback)

    async def fetch(self, url: str, kind: ContentKind = HTML_PAGE) -> Page:
        """Return the page at `url`, redirects followed.

        Raises FetchFailed: PageGone for 404 and 410; FetchRefused where robots.txt, the address guard, a
        bound or the content type forbids the page; HostUnreachable; itself for every other answer and for
        broken connections, after all attempts.
        """
        return (await self.capture(url, kind)).page

    async def capture(
        self, url: str, kind: ContentKind = HTML_PAGE, known: Validators | None = None
    ) -> Capture:
        """Return the page at `url` with every request and answer that led to it; raises as `fetch` does."""
        refuse_unless_web_address(url)
        return await self._follow(url, Ask(kind, known), self._permitted_exchange)

    async def _follow(
        self, url: str, ask: Ask, exchange_with: Callable[[str, Ask], Awaitable[Exchange]]
    ) -> Capture:
        hops: list[Exchange] = []
        seen = [url]
        try:
            while True:
                exchange = await exchange_with(seen[-1], ask)
                if exchange.answer.status not in REDIRECTS:
                    return _capture(url, hops, exchange)
                hops.append(exchange)
                # Where a page sets a cookie and leads to itself, it means to be asked once more.
                again = ask.cookies.brought_news
                seen.append(self._next_hop(exchange.answer, seen, may_repeat=again))
        except FetchFailed as failure:
            if failure.url == url:
                raise
            raise failure.behind(url) from failure

    def _next_hop(self, answer: Page, seen: list[str], *, may_repeat: bool) -> str:
        location = answer.header("Location")
        target = location and normal_url(location, answer.url)
        if not target:
            raise FetchRefused(answer.url, "redirects, but to no web address", answer.status)
        if target in seen and not may_repeat:
            raise FetchRefused(answer.url, "redirects in a circle", answer.status)
        if len(seen) > self._settings.max_redirects:
            raise FetchRefused(
                answer.url, f"redirects more than {self._settings.max_redirects} times", answer.status
            )
        return target

    async def _robots_txt(self, robots_url: str) -> Page:
        return (await self._follow(robots_url, Ask(ROBOTS_TXT), self._paced_exchange)).page

    async def _permitted_exchange(self, url: str, ask: Ask) -> Exchange:
        robots = await self._robots.of(url)
        if reason := robots.forbids(url):
            raise RobotsForbid(url, reason)
        self._pace_of(url).slow_down(robots.seconds_between)
        return await self._paced_exchange(url, ask)

    async def _paced_exchange(self, url: str, ask: Ask) -> Exchange:
        pace = self._pace_of(url)
        async for attempt in attempts(self._settings):
            with attempt:
                async with pace.place(url):  # not while it pauses before the next attempt
                    await pace.turn(url)
                    return await self._exchange(url, ask, pace)
        raise AssertionError("the last attempt returns or raises")

    async def _exchange(self, url: str, ask: Ask, pace: HostPace) -> Exchange:
        try:
            return await self._exchanger.get(url, ask)
        except FetchFailed as failure:
            if failure.retry_after is not None:
                pace.rest(failure.retry_after)
            raise

    def _pace_of(self, url: str) -> HostPace:
        host = _host(url)
        if host not in self._paces:
            self._paces[host] = HostPace(host, self._settings)
        return self._paces[host]


def _capture(url: str, hops: list[Exchange], last: Exchange) -> Capture:
    chain = tuple(hop.answer.url for hop in hops)
    return Capture(tuple(hops), replace(last, answer=replace(last.answer, url_asked=url, redirects=chain)))


def _host(url: str) -> str:
    return (urlsplit(url).hostname or "").lower()
