"""What a request may bring back: media types and size."""

from dataclasses import dataclass

_KIB = 1024


@dataclass(frozen=True, slots=True)
class ContentKind:
    """One kind of content; an answer of another media type is refused."""

    name: str
    accept: str
    """The Accept header."""
    media_types: frozenset[str]
    """Empty means any."""
    max_bytes: int | None = None
    """Decoded; None means the setting for pages."""
    cut_off: bool = False
    """Beyond the bound: keep what came so far, instead of refusing it all."""

    def admits(self, content_type: str | None) -> bool:
        """Tell whether an answer of that Content-Type is of this kind; one without a type may be."""
        media_type = (content_type or "").partition(";")[0].strip().lower()
        return not media_type or not self.media_types or media_type in self.media_types


HTML_PAGE = ContentKind(
    name="an HTML page",
    accept="text/html,application/xhtml+xml;q=0.9",
    media_types=frozenset({"text/html", "application/xhtml+xml"}),
)

# https://www.sitemaps.org/protocol.html: at most 50 MB uncompressed.
SITEMAP = ContentKind(
    name="a sitemap",
    accept="application/xml,text/xml;q=0.9,application/gzip;q=0.8,*/*;q=0.1",
    media_types=frozenset(
        {
            "application/xml",
            "text/xml",
            "text/plain",
            "application/gzip",
            "application/x-gzip",
            "application/octet-stream",
            "binary/octet-stream",
            "application/rss+xml",
            "application/atom+xml",
        }
    ),
    max_bytes=50 * _KIB * _KIB,
)

FEED = ContentKind(
    name="a feed",
    accept="application/atom+xml,application/rss+xml,application/xml;q=0.9,text/xml;q=0.9,*/*;q=0.1",
    media_types=SITEMAP.media_types | {"application/rdf+xml", "text/html"},  # wrongly served, and often
)

# RFC 9309, section 2.5: a parser reads at least 500 KiB and may ignore the rest.
ROBOTS_TXT = ContentKind(
    name="robots.txt",
    accept="text/plain,*/*;q=0.1",
    media_types=frozenset(),
    max_bytes=500 * _KIB,
    cut_off=True,
)

TDM_FILE = ContentKind(
    name="tdmrep.json", accept="application/json,*/*;q=0.1", media_types=frozenset(), max_bytes=1_000 * _KIB
)

ERROR_PAGE = ContentKind(
    name="an error page",
    accept="*/*",
    media_types=frozenset(),
    max_bytes=256 * _KIB,
    cut_off=True,
)

# What a page's scripts ask for while a browser renders it.
PAGE_PART = ContentKind(name="a part of a page", accept="*/*", media_types=frozenset())
