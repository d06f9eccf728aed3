"""The fetcher of a run: plain, or with a browser behind it."""

from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager
from datetime import datetime

from flows.command_errors import UsageError
from flows.fetching.browser import NoBrowser, browser_path
from flows.fetching.fetch_settings import FetchSettings
from flows.fetching.fetcher import Fetcher, PageFetcher
from flows.fetching.rendering_fetcher import RenderingFetcher
from flows.run_settings import load_private_settings


@asynccontextmanager
async def run_fetcher(
    settings: FetchSettings, clock: Callable[[], datetime], *, render: bool
) -> AsyncIterator[PageFetcher]:
    """Open a fetcher that keeps to the settings, those of this process's environment included.

    Raises UsageError where pages are to be rendered and there is no browser for it.
    """
    async with Fetcher(settings, clock, load_private_settings()) as fetcher:
        if not render:
            yield fetcher
            return
        async with AsyncExitStack() as stack:
            with _as_usage_error():
                browser = browser_path(settings.browser)
                rendering = await stack.enter_async_context(RenderingFetcher(fetcher, settings, browser))
            yield rendering


def check_rendering(settings: FetchSettings, *, render: bool) -> None:
    """Raise UsageError where pages are to be rendered and there is no browser for it."""
    if render:
        with _as_usage_error():
            browser_path(settings.browser)


@contextmanager
def _as_usage_error() -> Iterator[None]:
    try:
        yield
    except NoBrowser as error:
        raise UsageError(f"pages cannot be rendered: {error}") from error
