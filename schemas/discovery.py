"""Where a source's pages are listed: the settings, not the work."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from schemas.expressions import RegularExpression, Selector
from schemas.text import WebAddress


class _Discovery(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    pattern: RegularExpression | None = None
    """Regular expression that a profile's URL must match (re.search)."""
    exclude: RegularExpression | None = None
    """Regular expression that no profile's URL matches (re.search)."""
    max_links: Annotated[int, Field(ge=1, le=500_000)] = 100_000
    """Beyond that a list is broken or a trap, such as a calendar without end; the rest is left out, with a warning."""


class IndexPage(_Discovery):
    """A page of links, with or without further pages of the same list."""

    kind: Literal["index-page"] = "index-page"
    url: WebAddress | None = None
    """Address of the page. None where it is not known: it then comes from --start-url or a setting."""
    links: Selector = "a[href]"
    """CSS: the anchors that lead to profiles."""
    entries: Selector | None = None
    """CSS: the elements of the list in which what the list calls a page are names of the job. An entry such as
    "Able seaman, see: Water transportation workers" gives another name to the page that its last link leads to."""
    next_page: Selector = 'a[rel~="next"], link[rel~="next"]'
    """CSS: the links to further pages of the list."""
    guess_pages: bool = True
    """Whether links that say "next", and rows of numbers and of letters, lead to further pages as well."""
    max_pages: Annotated[int, Field(ge=1, le=10_000)] = 200
    """Beyond that the list is not followed; the rest is left out, with a warning."""


class Sitemap(_Discovery):
    """A sitemap (https://www.sitemaps.org/protocol.html): XML, plain text or a feed, an index of them, or gzipped.

    The address of a site's robots.txt, or of its home page, stands for the sitemaps that robots.txt names.
    """

    kind: Literal["sitemap"] = "sitemap"
    url: WebAddress | None = None
    """Address of the sitemap, of robots.txt or of the home page; None as for an index page."""
    max_sitemaps: Annotated[int, Field(ge=1, le=50_000)] = 1_000
    """Beyond that no more sitemaps of an index are read; the rest is left out, with a warning."""


class Feed(_Discovery):
    """A feed in RSS or Atom, and the pages behind its "next" link (RFC 5005)."""

    kind: Literal["feed"] = "feed"
    url: WebAddress | None = None
    """Address of the feed; None as for an index page."""
    max_pages: Annotated[int, Field(ge=1, le=10_000)] = 200
    """Beyond that the feed is not followed; the rest is left out, with a warning."""


class UrlList(_Discovery):
    """Addresses written down, here or in a file."""

    kind: Literal["url-list"] = "url-list"
    urls: tuple[WebAddress, ...] = ()
    """Addresses of the pages; their hosts belong to the source."""
    file: str | None = None
    """Path of a text file: an address a line; empty lines and those that begin with # are passed over."""


class WarcFile(_Discovery):
    """The HTML pages of somebody's WARC: their addresses, each to be fetched as it is today."""

    kind: Literal["warc"] = "warc"
    file: str
    """Its path, or an address that fsspec understands."""


Discovery = Annotated[IndexPage | Sitemap | Feed | UrlList | WarcFile, Field(discriminator="kind")]
