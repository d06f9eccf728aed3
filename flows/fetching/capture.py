"""A capture: everything that was asked and answered to get one page."""

from dataclasses import dataclass

from schemas.page import Page


@dataclass(frozen=True, slots=True)
class Exchange:
    """One request and its answer."""

    request_headers: tuple[tuple[str, str], ...]
    answer: Page


@dataclass(frozen=True, slots=True)
class Capture:
    """The page, and the redirects that led to it."""

    hops: tuple[Exchange, ...]
    """Every answer that redirected, in order."""
    last: Exchange
    """The request that brought the page; its answer carries the whole chain in `redirects`."""

    @property
    def page(self) -> Page:
        """The page at the end of the redirects."""
        return self.last.answer
