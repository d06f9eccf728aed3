"""A source: what is special about one site."""

from collections.abc import Callable, Iterable, Mapping
from typing import Annotated, Literal, get_args
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, Field

from extractors.source_page import SourcePage
from extractors.source_values import Host, Identifier, Language, expected
from schemas.bounds import Bounds
from schemas.discovery import Discovery, UrlList, WarcFile
from schemas.expressions import Selector
from schemas.profile import SourceReference
from schemas.text import CleanText

FieldName = Literal["aliases", "summary", "tasks", "requirements"]
"""Fields that a heading can speak of."""
HeadedField = Literal[FieldName, "other"]
"""What a heading can speak of: a field, or other things, which are no part of the record."""
ReadField = Literal["title", FieldName, "codes"]
"""Fields that a reader can read."""
Reader = Callable[[SourcePage], str | Iterable[str] | None]
"""A function of a page that returns a field's text (title, summary) or texts; None or nothing leaves the field to the
generic extractor. A code is named with its scheme ("SOC 47-2121")."""


_HeadingField = Annotated[HeadedField, expected(f"one of {', '.join(get_args(HeadedField))}")]
_ReaderField = Annotated[ReadField, expected(f"one of {', '.join(get_args(ReadField))}")]


class Source(BaseModel):
    """One site: its name, its terms, where its pages are listed, and how they differ from other sites' pages.

    Most sources give nothing below `discover`: the generic extractor reads their pages as they are.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True)

    id: Identifier
    """What commands, the dataset's folder and the ids of its records call it."""
    name: CleanText
    """What people call the site."""
    publisher: CleanText | None = None
    """Who publishes the site's texts."""
    licence: CleanText | None = None
    """Under which its texts may be passed on: an SPDX identifier, words, or an address. None: no licence is known."""
    attribution: CleanText | None = None
    """The sentence with which the licence wants the publisher to be named, word by word."""
    language: Language | None = None
    """Language of the pages where they do not say it themselves."""
    hosts: tuple[Host, ...] = ()
    """Hosts whose pages belong to this source, besides those of the addresses in `discover`."""
    discover: Discovery
    """Where its pages are listed."""
    render: bool = False
    """Whether its pages are empty until scripts ran: they are fetched through a browser."""
    content: Selector | None = None
    """CSS: the element in which the profile stands; the first that fits. A page without one is read as a whole."""
    drop: tuple[Selector, ...] = ()
    """CSS: elements that are never part of the profile."""
    headings: Mapping[_HeadingField, tuple[str, ...]] = Field(default_factory=dict)
    """This site's words for a field, where the vocabulary does not know them."""
    readers: Mapping[_ReaderField, Reader] = Field(default_factory=dict)
    """Functions of a page that read a field in place of the generic extractor."""
    reservations_waived: CleanText | None = None
    """Why pages are read in spite of noindex or a reservation of text and data mining: a contract, a licence, an
    exception of the law. None: both are obeyed."""
    expect: Bounds = Field(default_factory=Bounds)
    """What it promises about its data; the quality gate holds it to that."""

    def reference(self) -> SourceReference:
        """Return what a record tells of its source."""
        return SourceReference(
            id=self.id,
            name=self.name,
            publisher=self.publisher,
            licence=self.licence,
            attribution=self.attribution,
        )

    @property
    def start(self) -> str | None:
        """Address at which the list of its pages begins; None where it is not known, or where there is no such page."""
        return None if isinstance(self.discover, UrlList | WarcFile) else self.discover.url

    def owns(self, url: str) -> bool:
        """Tell whether the page at `url` belongs to this source, by its host."""
        host = urlsplit(url).hostname
        return host is not None and host in self.all_hosts()

    def all_hosts(self) -> frozenset[str]:
        """Return the hosts of this source's pages, lower case and without ports."""
        listed = getattr(self.discover, "urls", ())
        from_addresses = {urlsplit(url).hostname for url in (self.start, *listed) if url}
        return frozenset({host for host in from_addresses if host} | set(self.hosts))
