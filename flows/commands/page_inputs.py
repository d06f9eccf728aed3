"""Pages to read, named on the command line as files or addresses."""

import asyncio
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

from extractors.page_bounds import MAX_BYTES
from flows.run_settings import load_private_settings, load_settings

if TYPE_CHECKING:
    from flows.fetching.fetcher import Fetcher


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

    def __init__(self) -> None:
        self._runner: asyncio.Runner | None = None
        self._fetcher: Fetcher | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        if self._runner and self._fetcher:
            self._runner.run(self._fetcher.__aexit__(None, None, None))
        if self._runner:
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
        from flows.fetching.fetcher import Fetcher  # noqa: PLC0415

        if self._runner is None or self._fetcher is None:
            self._runner = asyncio.Runner()
            settings, private = load_settings().fetch_settings(), load_private_settings()
            self._fetcher = Fetcher(settings, lambda: datetime.now(UTC), private)
            self._runner.run(self._fetcher.__aenter__())
        try:
            page = self._runner.run(self._fetcher.fetch(url))
        except FetchFailed as failure:
            raise UnreadableInput(failure.reason) from failure
        return PageInput(url, page.body, page.url, page.header("Content-Type"))
