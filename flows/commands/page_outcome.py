"""What the extractor makes of a page named on the command line."""

from collections.abc import Mapping

from extractors.extract import UNKNOWN_URL, extract, file_url
from extractors.source import Source
from extractors.source_catalogue import canonical_source, source_of
from flows.commands.page_inputs import PageInput
from schemas.explanation import Explanation
from schemas.extraction import Extraction


def likely_source(page: PageInput, known: Mapping[str, Source]) -> Source | None:
    """Return which of the `known` sources a page belongs to, by its address; for a file, by its canonical link."""
    return canonical_source(page.html, known) if page.url is None else source_of(page.url, known)


def extraction(page: PageInput, source: Source | None) -> Extraction:
    """Return the profile on a page, or why it has none.

    A file that does not say its address gets one by its name, so that two of them do not get one id.
    """
    found = extract(page.html, url=page.url, source=source, content_type=page.content_type)
    if found.profile and found.profile.url == UNKNOWN_URL:
        return extract(page.html, url=file_url(page.name), source=source, content_type=page.content_type)
    return found


def explanation(page: PageInput, source: Source | None) -> Explanation:
    """Return how a page is read, under the same address as its extraction."""
    from extractors.explain import explain  # noqa: PLC0415 - other forms need nothing of it

    found = explain(page.html, url=page.url, source=source, content_type=page.content_type)
    profile = found.extraction.profile
    if profile and profile.url == UNKNOWN_URL:
        return explain(page.html, url=file_url(page.name), source=source, content_type=page.content_type)
    return found
