"""`jobprofiles archive`: bring pages into the archive of a source, and keep it small."""

from datetime import UTC, datetime, timedelta

from extractors.source import Source
from flows.archive.archive import Archive
from flows.archive.compaction import compact
from flows.archive.warc_import import Imported, hosts_in, import_warc
from flows.command_errors import InputError, UsageError
from flows.fetching.fetch_failures import ArchiveUnreadable
from flows.run_folder import only_run, resumable_run
from flows.run_settings import RunSettings, load_settings
from flows.run_source import known_sources, named_source, source_of_run

_HOSTS_TOLD = 5


def import_pages(
    warc: str, /, *, source: str | None = None, start_url: str | None = None, data: str | None = None
) -> None:
    """Copy the pages of a WARC file into the archive of the source whose hosts they come from.

    Parameters
    ----------
    warc
        The file, or an address that fsspec understands: plain, or gzipped in either way.
    source
        Id of the source whose pages to take; by default every source that has some.
    start_url
        A page of the site, where the source does not know its host.
    data
        Folder of archive, runs and datasets (setting: JOBPROFILES_DATA; by default ./data).
    """
    settings = load_settings(data=data)
    if start_url and not source:
        raise UsageError("--start-url says which host is a source's: name the source with --source ID")
    try:
        for owner in _owners(warc, source, start_url, settings):
            told = import_warc(warc, _archive(settings, owner.id), owner.owns)
            _tell(owner.id, told)
    except ArchiveUnreadable as error:
        raise InputError(str(error)) from error


def _owners(warc: str, name: str | None, start_url: str | None, settings: RunSettings) -> list[Source]:
    """Return the sources to whose archives the pages of a WARC go."""
    known = [name] if name else list(known_sources())
    sources = [source_of_run(each, start_url or settings.start_urls.get(each)) for each in known]
    if name and not sources[0].all_hosts():
        raise UsageError(
            f"{name}: which host is its own is not known: give one of its pages with --start-url URL"
        )
    if name:
        return sources
    hosts = hosts_in(warc)
    owners = [source for source in sources if source.all_hosts() & set(hosts)]
    if not owners:
        told = ", ".join(hosts[:_HOSTS_TOLD]) or "no pages"
        raise InputError(
            f"{warc}: no source owns these hosts: {told}; name one with --source ID --start-url URL"
        )
    return owners


def _tell(source: str, told: Imported) -> None:
    print(
        f"{source}: {told.pages} pages in {told.segment}"
        f" ({told.answers} answers, {told.passed_over} of other hosts or damaged)"
    )
    print(f"  to publish them: jobprofiles reextract {source}")


def compact_segments(source: str, /, *, older_than: int = 30, data: str | None = None) -> None:
    """Join the segments that are older than some days.

    Parameters
    ----------
    source
        Id of the source.
    older_than
        Days: younger segments stay as they are.
    data
        Folder of archive, runs and datasets (setting: JOBPROFILES_DATA; by default ./data).
    """
    settings, now = load_settings(data=data), datetime.now(UTC)
    if older_than < 0:
        raise UsageError(f"--older-than is {older_than}: expected a number of days, 0 or more")
    named_source(source)
    with only_run(settings.data / "runs" / source):
        if run := resumable_run(f"{settings.runs_url(settings.data)}/{source}", now):
            raise UsageError(
                f"{source}: the run {run.name} is unfinished; finish it with `jobprofiles publish {source}`"
            )
        try:
            told = compact(_archive(settings, source), before=now - timedelta(days=older_than), now=now)
        except ArchiveUnreadable as error:
            raise InputError(f"{source}: {error}; nothing was removed") from error
    if told.segments:
        print(f"{source}: {len(told.segments)} segments joined into {', '.join(told.into)}")
    else:
        print(f"{source}: nothing to join: fewer than two segments are older than {older_than} days")


def _archive(settings: RunSettings, source: str) -> Archive:
    return Archive.of_source(settings.archive_url(settings.data), source)
