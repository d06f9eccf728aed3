"""A capture: everything that was asked and answered to get one page."""

from dataclasses import dataclass, replace

from schemas.page import Page


@dataclass(frozen=True, slots=True)
class Validators:
    """What an earlier answer said of itself, sent back to ask whether it still holds (RFC 9110, section 8.8)."""

    etag: str | None = None
    last_modified: str | None = None

    def __bool__(self) -> bool:
        """Tell whether there is anything to send."""
        return self.etag is not None or self.last_modified is not None


@dataclass(frozen=True, slots=True)
class Exchange:
    """One request and its answer."""

    request_headers: tuple[tuple[str, str], ...]
    answer: Page


@dataclass(frozen=True, slots=True)
class Capture:
    """The page, the redirects that led to it, and what a browser asked for besides."""

    hops: tuple[Exchange, ...]
    """Every answer that redirected, in order."""
    last: Exchange
    """The request that brought the page; its answer carries the whole chain in `redirects`.

    Its status is 200, or 304 where validators were sent and still hold: then it has no body.
    """
    parts: tuple[Exchange, ...] = ()
    """What the page's scripts asked for while a browser rendered it, redirects included."""
    rendered: bytes | None = None
    """The page as the browser's scripts left it, as HTML in UTF-8; None where no browser was used."""

    @property
    def page(self) -> Page:
        """The page at the end of the redirects."""
        return self.last.answer

    @property
    def as_read(self) -> Page:
        """The page as it is read: what a browser made of it, where one did."""
        return self.page if self.rendered is None else as_rendered(self.page, self.rendered)


def as_rendered(page: Page, html: bytes) -> Page:
    """Return a page with the HTML in UTF-8 that a browser made of it, in place of its body."""
    headers = tuple((name, value) for name, value in page.headers if name.lower() != "content-type")
    return replace(page, body=html, headers=(*headers, ("Content-Type", "text/html; charset=utf-8")))
