"""Where a source's pages are listed: the settings, not the work."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from schemas.text import WebAddress


class _Discovery(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class IndexPage(_Discovery):
    """A page of links, with or without further pages behind a "next" link."""

    kind: Literal["index-page"] = "index-page"
    url: WebAddress | None = None
    """None where the address is not known: it then comes from --start-url or a setting."""
    links: str = "a[href]"
    """CSS: the anchors that lead to profiles."""
    next_page: str = 'a[rel~="next"], link[rel~="next"]'
    """CSS: the link to the next page of the list."""
    pattern: str | None = None
    """Regular expression that a profile's URL must match (re.search)."""
    max_pages: Annotated[int, Field(ge=1, le=10_000)] = 200


class Sitemap(_Discovery):
    """A sitemap (https://www.sitemaps.org/protocol.html), or an index of sitemaps, plain or gzipped."""

    kind: Literal["sitemap"] = "sitemap"
    url: WebAddress | None = None
    pattern: str | None = None
    """Regular expression that a profile's URL must match (re.search)."""
    max_sitemaps: Annotated[int, Field(ge=1, le=50_000)] = 1_000


class UrlList(_Discovery):
    """Addresses written down."""

    kind: Literal["url-list"] = "url-list"
    urls: tuple[WebAddress, ...]


Discovery = Annotated[IndexPage | Sitemap | UrlList, Field(discriminator="kind")]
