"""The index of a segment, made from its records: what a writer notes down, found again by reading."""

from flows.archive.captured import Captured, Place
from flows.archive.warc_pages import WebRecord
from flows.archive.warc_records import warc_date

LARGEST_BODY = 60_000_000
"""Of one record, decoded: a sitemap may have 50 MB."""
LARGEST_RECORD = LARGEST_BODY + 1_000_000
"""With its headers."""


class SegmentIndexer:
    """Makes an index entry of every answer, record by record, and finds what revisits refer to."""

    def __init__(self) -> None:
        self._rendered: dict[str, Place] = {}
        self._by_date: dict[tuple[str, str], Captured] = {}
        self._by_digest: dict[str, Captured] = {}

    def entry(self, place: Place, record: WebRecord) -> Captured | None:
        """Return the entry of the record that stands at `place`.

        None for a rendered page, which belongs to the answer that follows it, and for a revisit of an answer
        that nobody knows here, since its body cannot be read. Raises DamagedRecord where a body is broken.
        """
        if record.kind == "conversion":
            self._rendered[record.refers_to or ""] = place
            return None
        if record.kind == "revisit":
            return self._revisit(place, record)
        entry = _entry(place, record, record.digest(LARGEST_BODY), self._rendered.pop(record.id, None))
        self._by_date[record.url, warc_date(record.fetched_at)] = entry
        self._by_digest[record.stored_digest or entry.digest] = entry
        return entry

    def _revisit(self, place: Place, record: WebRecord) -> Captured | None:
        if record.body_at:
            body, mime = record.body_at
            told = {"body": body, "mime": mime}
            return _entry(place, record, record.stored_digest or "").model_copy(update=told)
        original = self._by_date.get(record.original) if record.original else None
        original = original or self._by_digest.get(record.stored_digest or "")
        return as_revisit(_entry(place, record, ""), original) if original else None


def _entry(place: Place, record: WebRecord, digest: str, rendered: Place | None = None) -> Captured:
    return Captured(
        url=record.url,
        asked=record.redirects[0] if record.redirects else None,
        fetched_at=record.fetched_at,
        status=record.status,
        mime=record.mime,
        digest=digest,
        at=place,
        rendered=rendered,
        etag=record.header("ETag"),
        last_modified=record.header("Last-Modified"),
    )


def as_revisit(entry: Captured, original: Captured) -> Captured:
    """Return the entry of an answer whose body is the one of `original`."""
    return entry.model_copy(
        update={
            "body": original.body_at,
            "digest": original.digest,
            "mime": original.mime,
            "etag": entry.etag or original.etag,
            "last_modified": entry.last_modified or original.last_modified,
        }
    )
