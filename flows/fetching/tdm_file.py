"""What a host's tdmrep.json reserves: text and data mining of some of its pages, or of all.

TDM Reservation Protocol (W3C Community Group Report of 2024): a list at /.well-known/tdmrep.json, of which the first
entry whose location fits a page's path holds for it. What the page or its answer says goes before the file.
"""

import asyncio
import json
from typing import Any
from urllib.parse import urljoin, urlsplit

from flows.fetching.content_kinds import TDM_FILE
from flows.fetching.fetch_failures import FetchFailed
from flows.fetching.fetcher import PageFetcher

_MOST_ENTRIES = 1_000


class TdmFiles:
    """The files of every origin that was asked so far."""

    def __init__(self, fetcher: PageFetcher) -> None:
        self._fetcher = fetcher
        self._asked: dict[str, asyncio.Task[list[tuple[str, bool]]]] = {}

    async def reserve(self, url: str) -> bool:
        """Tell whether the file of the page's host reserves it; a host without a file reserves nothing."""
        file_url = urljoin(url, "/.well-known/tdmrep.json")
        if file_url not in self._asked:
            self._asked[file_url] = asyncio.create_task(self._look_up(file_url))
        # Shielded: a page that is waited for no longer must not stop the others.
        entries = await asyncio.shield(self._asked[file_url])
        place = urlsplit(url)
        path = f"{place.path or '/'}?{place.query}" if place.query else place.path or "/"
        return next((reserved for location, reserved in entries if _fits(location, path)), False)

    async def _look_up(self, file_url: str) -> list[tuple[str, bool]]:
        try:
            return _entries((await self._fetcher.fetch(file_url, TDM_FILE)).body)
        except FetchFailed:
            return []


def _entries(body: bytes) -> list[tuple[str, bool]]:
    """Return location and reservation of each entry; those that are none are passed over."""
    try:
        told: Any = json.loads(body)
    except (ValueError, RecursionError):
        return []
    entries = told if isinstance(told, list) else [told]
    return [
        (entry["location"], str(entry.get("tdm-reservation")) == "1")
        for entry in entries[:_MOST_ENTRIES]
        if isinstance(entry, dict) and isinstance(entry.get("location"), str)
    ]


def _fits(location: str, path: str) -> bool:
    """Tell whether a path begins as `location` says, in which * stands for anything and a last $ for the end."""
    whole = location.endswith("$")
    first, *parts = location.removesuffix("$").split("*")
    if not path.startswith(first):
        return False
    at = len(first)
    last = parts.pop() if whole and parts else None
    for part in parts:
        at = path.find(part, at)
        if at < 0:
            return False
        at += len(part)
    if last is not None:
        return path.endswith(last) and len(path) - len(last) >= at
    return not whole or at == len(path)
