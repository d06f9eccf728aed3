"""The source that a run reads, by the name that a person typed."""

import logging
from collections.abc import Mapping, Sequence
from difflib import get_close_matches
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit

from pydantic import ValidationError

from extractors.source import Source
from extractors.source_catalogue import SourceCatalogue, read_sources
from flows.command_errors import UsageError, fault
from flows.fetching.fetch_failures import StartPageMissing
from flows.run_settings import RunSettings, load_settings
from schemas.discovery import UrlList, WarcFile
from schemas.run_plan import RunRequest

_RESERVED = (".example", ".invalid", ".test", ".localhost")
"""Names that no site has (RFC 2606, section 2)."""
_logger = logging.getLogger(__name__)


def source_catalogue() -> SourceCatalogue:
    """Return the sources of this project, of installed packages and of the setting JOBPROFILES_SOURCES.

    Those that cannot be used are told once in a process, as warnings. Raises UsageError if a folder is none.
    """
    return _told_once(load_settings().sources)


@cache
def _told_once(folders: tuple[Path, ...]) -> SourceCatalogue:
    catalogue = read_sources(*folders)
    for left_out in catalogue.faults:
        _logger.warning("A source is left out: %s", left_out.told())
    return catalogue


def known_sources() -> Mapping[str, Source]:
    """Return every source that can be used, by its id."""
    return source_catalogue().by_id


def named_source(name: str) -> Source:
    """Return a source by its id; raises UsageError, with the nearest name, where there is none."""
    catalogue = source_catalogue()
    if source := catalogue.by_id.get(name):
        return source
    nearest = get_close_matches(name.lower(), catalogue.by_id, n=1, cutoff=0.4)
    hint = f"did you mean {nearest[0]!r}? " if nearest else ""
    left_out = f" ({len(catalogue.faults)} could not be used)" if catalogue.faults else ""
    raise UsageError(f"no source is called {name!r}: {hint}`jobprofiles sources` lists them all{left_out}")


def named_sources(names: Sequence[str]) -> list[Source]:
    """Return the sources of these ids, all of them where none is named; raises UsageError as `named_source`."""
    return [named_source(name) for name in dict.fromkeys(names)] or list(known_sources().values())


def has_address(source: Source, settings: RunSettings) -> bool:
    """Tell whether it is known where a source's pages are listed: by itself, or by the settings."""
    if isinstance(source.discover, UrlList | WarcFile):
        return True
    host = urlsplit(settings.start_urls.get(source.id) or source.discover.url or "").hostname or ""
    return bool(host) and (host in settings.host_map or not host.endswith(_RESERVED))


def run_request(
    name: str,
    *,
    limit: int | None = None,
    start_url: str | None = None,
    offline: bool = False,
    render: bool = False,
) -> RunRequest:
    """Return what a run is asked for; raises UsageError if no source or page can be that.

    An offline run can do without a start page: the archive knows its pages.
    """
    source = named_source(name)
    discover = source.discover
    needs_start = not offline and not isinstance(discover, UrlList | WarcFile) and discover.url is None
    if needs_start and start_url is None:
        raise UsageError(f"{name}: {StartPageMissing()}")
    try:
        return RunRequest(
            source=name,
            limit=limit,
            start_url=start_url,
            offline=offline,
            render=not offline and (render or source.render),
        )
    except ValidationError as error:
        first = error.errors()[0]
        raise UsageError(f"{first['loc'][0]} is {first['input']!r}: {fault(error)}") from error


def source_of_run(name: str, start_url: str | None) -> Source:
    """Return a source by its id; the host of another start page than its own belongs to it for this run."""
    return starting_at(named_source(name), start_url)


def starting_at(source: Source, start_url: str | None) -> Source:
    """Return the source with the host of another start page than its own among its hosts."""
    host = urlsplit(start_url).hostname if start_url else None
    if host is None:
        return source
    return source.model_copy(update={"hosts": (*source.hosts, host)})
