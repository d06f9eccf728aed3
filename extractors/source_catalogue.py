"""The sources that this project ships: found by listing a folder, chosen by id or by a page's address."""

import pkgutil
from collections.abc import Mapping
from functools import cache
from importlib import import_module
from types import ModuleType

from extractors import sources
from extractors.metadata import read_metadata
from extractors.parse import PageRejected, parse
from extractors.source import Source


class SourceInvalid(RuntimeError):
    """A source file cannot be used; the message names it and says why. Mend the file."""


@cache
def shipped_sources() -> Mapping[str, Source]:
    """Return every source in `extractors/sources/` by its id, sorted by id.

    Raises SourceInvalid for a file that does not define SOURCE, or an id that stands in two files.
    """
    found: dict[str, Source] = {}
    for module in pkgutil.iter_modules(sources.__path__, f"{sources.__name__}."):
        source = getattr(_imported(module.name), "SOURCE", None)
        if not isinstance(source, Source):
            raise SourceInvalid(
                f"{module.name} should define SOURCE = Source(...), found {type(source).__name__}"
            )
        if source.id in found:
            raise SourceInvalid(f"{module.name} gives the id {source.id!r}, which another source has already")
        found[source.id] = source
    return dict(sorted(found.items()))


def _imported(name: str) -> ModuleType:
    try:
        return import_module(name)
    except Exception as error:  # whatever a file raises, its maintainer has to learn which file it was
        told = " ".join(str(error).split())
        raise SourceInvalid(f"{name} cannot be read: {type(error).__name__}: {told}") from error


def source_of(url: str, known: Mapping[str, Source]) -> Source | None:
    """Return the source to whose hosts the page at `url` belongs, None where none claims it."""
    return next((source for source in known.values() if source.owns(url)), None)


def canonical_source(html: bytes, known: Mapping[str, Source]) -> Source | None:
    """Return the source that a saved page belongs to by its canonical link, None where none claims it."""
    try:
        canonical = read_metadata(parse(html), None).canonical
    except PageRejected:
        return None
    return source_of(canonical, known) if canonical else None
