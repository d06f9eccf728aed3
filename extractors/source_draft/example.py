"""An example page of a site, and what is read of it with a source."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple, TypeVar, cast

from pydantic import TypeAdapter, ValidationError
from selectolax.lexbor import LexborHTMLParser, LexborNode

from extractors.clean_text import comparable
from extractors.explain import explain
from extractors.extract import extract
from extractors.metadata import read_metadata
from extractors.parse import PageRejected, parse
from extractors.source import Source
from schemas.explanation import Explanation
from schemas.extraction import Extraction
from schemas.profile import JobProfile
from schemas.text import WebAddress

_WEB_ADDRESS = TypeAdapter[str](WebAddress)


Read = TypeVar("Read", Extraction, Explanation)


class Value(NamedTuple):
    """A statement or another name, compared by what it says."""

    field: str
    text: str


@dataclass(frozen=True, slots=True)
class Example:
    """The bytes of a page and the address that answered, None where that is not known."""

    html: bytes
    url: str | None = None
    content_type: str | None = None
    name: str = "a page"
    """What the person who gave it calls it."""
    _known: dict[tuple[object, ...], Extraction | Explanation] = field(
        default_factory=dict, compare=False, repr=False
    )
    """How it was read with which settings: a draft asks for the same again and again."""

    def address(self) -> str | None:
        """Return the address that answered, else the canonical link, None where neither is known or can be one."""
        if self.url:
            return self.url
        try:
            return _WEB_ADDRESS.validate_python(read_metadata(self.tree(), None).canonical)
        except (PageRejected, ValidationError):
            return None

    def read(self, source: Source | None) -> Extraction:
        """Return what is read of the page."""
        return self._once(extract, source)

    def explained(self, source: Source | None) -> Explanation:
        """Return how the page is read."""
        return self._once(explain, source)

    def _once(self, reader: Callable[..., Read], source: Source | None) -> Read:
        key = (reader, *_settings(source))
        if key not in self._known:
            self._known[key] = reader(self.html, url=self.url, source=source, content_type=self.content_type)
        return cast("Read", self._known[key])

    def is_page(self) -> bool:
        """Tell whether it is HTML, and not too much of it."""
        try:
            self.tree()
        except PageRejected:
            return False
        return True

    def tree(self) -> LexborHTMLParser:
        """Return the page's DOM; raises PageRejected where no parser should see it."""
        return parse(self.html, self.content_type)


def _settings(source: Source | None) -> tuple[object, ...]:
    """Return all of a source on which it depends how a page is read."""
    if source is None:
        return ()
    told = source.model_dump_json(exclude={"discover", "expect", "readers"})
    return (told, *source.readers.items())


def read_all(examples: Sequence[Example], source: Source | None) -> list[Extraction]:
    """Return what is read of each page."""
    return [example.read(source) for example in examples]


def values_of(found: Extraction) -> list[Value]:
    """Return the statements and other names of a record, in its order; none where there is no record."""
    return [value for value, _ in _pointed(found.profile)] if found.profile else []


def places_of(found: Extraction, tree: LexborHTMLParser) -> Iterator[tuple[Value, LexborNode]]:
    """Yield each value of a record with the element that it was read from, where that is known."""
    css = {evidence.field: evidence.css for evidence in found.evidence}
    for value, pointer in _pointed(found.profile) if found.profile else ():
        selector = css.get(pointer)
        node = tree.css_first(selector) if selector else None
        if node is not None:
            yield value, node


def _pointed(profile: JobProfile) -> Iterator[tuple[Value, str]]:
    """Yield the values of a record with their JSON pointers, as evidence has them."""
    for index, task in enumerate(profile.tasks):
        yield Value("tasks", comparable(task.text)), f"/tasks/{index}/text"
    for index, requirement in enumerate(profile.requirements):
        yield Value("requirements", comparable(requirement.text)), f"/requirements/{index}/text"
    for index, alias in enumerate(profile.aliases):
        yield Value("aliases", comparable(alias)), f"/aliases/{index}"
