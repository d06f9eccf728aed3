"""Links out of a WARC: the pages that somebody else archived."""

from collections.abc import Sequence
from http import HTTPStatus

from flows.archive.segment_file import web_record
from flows.archive.segment_index import LARGEST_RECORD
from flows.archive.warc_import import opened_warc
from flows.archive.warc_stream import raw_records
from flows.fetching.content_kinds import HTML_PAGE
from flows.fetching.fetch_failures import NothingDiscovered
from flows.fetching.link_collection import LinkCollection
from schemas.discovery import WarcFile
from schemas.link import Link


def links_of_warc(listed: WarcFile, limit: int | None = None) -> Sequence[Link]:
    """Return the addresses of a WARC's HTML pages, in their order there.

    Raises ArchiveUnreadable where the file cannot be read or is no WARC, and NothingDiscovered where none of its
    pages fits.
    """
    found = LinkCollection(listed, limit)
    with opened_warc(listed.file) as file:
        for number, raw in enumerate(raw_records(file, listed.file, LARGEST_RECORD), start=1):
            record = web_record(raw, f"{listed.file}, record {number}")
            if record and record.status == HTTPStatus.OK and HTML_PAGE.admits(record.header("Content-Type")):
                found.add(record.url, base=record.url)
    links = found.links()
    if not links:
        raise NothingDiscovered(f"{listed.file}: no HTML page in it fits: correct the source's pattern")
    return links
