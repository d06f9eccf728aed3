"""An index page saved beside the links that are expected of it."""

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter

from extractors.saved_page import ExpectationInvalid
from extractors.source import Source
from flows.fetching.fetch_failures import DiscoveryFailed
from flows.fetching.index_page import links_on_page
from schemas.discovery import IndexPage
from schemas.page import Page
from schemas.text import WebAddress

_LINKS = ".links.json"
_LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class SavedListing:
    """LISTING.html beside LISTING.links.json: the address it was saved from, and the links it leads to."""

    html: Path

    @property
    def links(self) -> Path:
        """Where the links stand that are expected of the listing."""
        return self.html.with_name(f"{self.html.stem}{_LINKS}")

    def is_one(self) -> bool:
        """Tell whether the page is a listing, and not a page that holds a profile."""
        return self.links.is_file()

    def expected(self) -> dict[str, Any]:
        """Return the address and the links that are expected; raises ExpectationInvalid."""
        try:
            found = json.loads(self.links.read_text("utf-8"))
            TypeAdapter(WebAddress).validate_python(found["url"])
        except (ValueError, TypeError, KeyError, RecursionError) as error:
            wanted = '{"url": "https://…", "links": […]}'
            raise ExpectationInvalid(f"{self.links}: expected {wanted}: {type(error).__name__}") from error
        return dict(found)

    def read(self, source: Source, url: str) -> dict[str, Any]:
        """Return the address and the links that the source's discovery finds on this one page.

        Raises ExpectationInvalid where the source is not discovered by an index page, or the page cannot be read.
        """
        try:
            return self.links_in(self.html.read_bytes(), source, url)
        except DiscoveryFailed as error:
            raise ExpectationInvalid(f"{self.links}: {error}") from error

    @staticmethod
    def links_in(html: bytes, source: Source, url: str) -> dict[str, Any]:
        """Return the address and the links that a source's discovery finds on this one page, as they are written down.

        Raises DiscoveryFailed where the source is not discovered by an index page, or the page cannot be read.
        """
        if not isinstance(source.discover, IndexPage):
            kind = type(source.discover).__name__
            raise DiscoveryFailed(f"{source.id} is discovered by a {kind}, not by an IndexPage")
        links = links_on_page(source.discover, Page(url, url, 200, (), html, _LONG_AGO))
        return {
            "url": url,
            "links": [link.model_dump(mode="json", exclude_defaults=True) for link in links],
        }

    def accept(self, found: dict[str, Any]) -> Path:
        """Write what was found as what is expected from now on, and return the file."""
        self.links.write_text(f"{json.dumps(found, indent=2, ensure_ascii=False)}\n", "utf-8")
        return self.links
