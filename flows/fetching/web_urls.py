"""Web addresses as they stand in pages and headers, made whole and comparable."""

from urllib.parse import urldefrag, urljoin, urlsplit

from w3lib.html import strip_html5_whitespace
from w3lib.url import canonicalize_url, safe_url_string

from flows.fetching.fetch_failures import FetchRefused

_LONGEST = 2_048


def normal_url(reference: str, base: str) -> str | None:
    """Return `reference` as an absolute http or https URL without fragment, or None where it is none.

    Resolved against `base` and percent-encoded as browsers do it (w3lib). URLs with a user name or password,
    and those longer than 2,048 characters, are none.
    """
    try:
        url = safe_url_string(urldefrag(urljoin(base, strip_html5_whitespace(reference))).url)
        parts = urlsplit(url)
    except ValueError:  # a broken IPv6 address, a port beyond 65535
        return None
    usable = parts.scheme in {"http", "https"} and parts.hostname and parts.username is None
    return url if usable and len(url) <= _LONGEST and not _holds_spaces(url) else None


def same_page_key(url: str) -> str:
    """Return a key that URLs share which differ only in spelling, such as the order of the query."""
    return canonicalize_url(url)


def refuse_unless_web_address(url: str) -> None:
    """Raise FetchRefused where `url` is no absolute http or https URL, or holds a user name or password."""
    try:
        parts = urlsplit(url)
        parts.port  # noqa: B018 - raises ValueError where the port is no number up to 65535
    except ValueError as error:
        raise FetchRefused(url, f"is no web address ({error})") from error
    if parts.username is not None:
        without = parts._replace(netloc=parts.netloc.rpartition("@")[2]).geturl()
        raise FetchRefused(without, "expected an address without user name and password")
    if parts.scheme not in {"http", "https"} or not parts.hostname or _holds_spaces(url):
        raise FetchRefused(url, "expected an address that begins with http:// or https:// and names a host")


def _holds_spaces(url: str) -> bool:
    return any(character.isspace() for character in url)
