"""Short ways to fetch from a server on loopback."""

import asyncio
from datetime import UTC, datetime

import pytest

from flows.fetching.content_kinds import HTML_PAGE
from flows.fetching.fetch_settings import FetchSettings
from flows.fetching.fetcher import Fetcher
from schemas.page import Page

NOON = datetime(2026, 11, 22, 12, 0, 0, tzinfo=UTC)


@pytest.fixture
def settings():
    """Build settings for loopback: as fast as it goes, short pauses, the rest as by default."""

    def build(**changed) -> FetchSettings:
        quick = {"requests_per_second": 1_000, "backoff_seconds": 0.01, "allow_hosts": ("127.0.0.1",)}
        return FetchSettings(**quick | changed)

    return build


@pytest.fixture
def fetching(settings):
    """Run `work(fetcher)`, a coroutine function, and return what it returns."""

    def run(work, resolve=None, private=None, **changed):
        async def inside():
            options = {"private": private} | ({"resolve": resolve} if resolve else {})
            async with Fetcher(settings(**changed), lambda: NOON, **options) as fetcher:
                return await work(fetcher)

        return asyncio.run(inside())

    return run


@pytest.fixture
def fetch(fetching):
    """Fetch one URL and return its page."""

    def run(url, kind=HTML_PAGE, **changed) -> Page:
        return fetching(lambda fetcher: fetcher.fetch(url, kind), **changed)

    return run
