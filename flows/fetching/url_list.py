"""Links that are written down: in the source, or in a file beside it."""

from collections.abc import Sequence
from pathlib import Path

from flows.fetching.fetch_failures import DiscoveryFailed, NothingDiscovered
from flows.fetching.link_collection import LinkCollection
from flows.fetching.web_urls import normal_url
from schemas.discovery import UrlList
from schemas.link import Link

_LARGEST_FILE = 50_000_000
_LONGEST_TOLD = 60


def links_of_url_list(
    listed: UrlList, start_url: str | None = None, limit: int | None = None
) -> Sequence[Link]:
    """Return the listed pages, those of the source before those of its file; a start URL takes their place.

    Raises DiscoveryFailed where the file cannot be read or has a line that is no address, and NothingDiscovered
    where the list is empty.
    """
    found = LinkCollection(listed, limit)
    for url in (start_url,) if start_url else listed.urls:
        found.add(url, base=url)
    if listed.file and not start_url:
        _add_file(Path(listed.file), found)
    links = found.links()
    if not links:
        raise NothingDiscovered(
            "the source's list of URLs is empty: add URLs, or give one with --start-url URL"
        )
    return links


def _add_file(path: Path, found: LinkCollection) -> None:
    try:
        with path.open("rb") as file:
            content = file.read(_LARGEST_FILE + 1)
        text = content.decode("utf-8-sig")
    except OSError as error:
        raise DiscoveryFailed(f"{path}: the list of URLs cannot be opened: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise DiscoveryFailed(f"{path}: expected a list of URLs in UTF-8: {error.reason}") from error
    if len(content) > _LARGEST_FILE:
        raise DiscoveryFailed(f"{path}: expected a list of at most {_LARGEST_FILE:,} bytes")
    for number, line in enumerate(text.splitlines(), start=1):
        url = line.strip()
        if not url or url.startswith("#"):
            continue
        if normal_url(url, "") is None:
            raise DiscoveryFailed(
                f"{path}, line {number}: expected an address, found {url[:_LONGEST_TOLD]!r}; correct the line"
            )
        found.add(url, base=url)
