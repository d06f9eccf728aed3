"""A page as a source's own reader sees it."""

from dataclasses import dataclass, field

from bs4 import BeautifulSoup
from selectolax.lexbor import LexborHTMLParser, LexborNode

from extractors.outline import Section


@dataclass(frozen=True, slots=True)
class SourcePage:
    """What a reader of `Source.readers` gets: the page's address, its DOM, its outline, and soup on request."""

    url: str
    """Its canonical address where that can be believed, else the one that was fetched."""
    tree: LexborHTMLParser
    """The whole page, with what the source's `content` and `drop` leave out."""
    outline: Section
    """What the extractor reads of it."""
    picked: list[LexborNode] = field(default_factory=list)
    """The elements that soup was made of: what a reader returns is looked for in these first."""

    def soup(self, css: str) -> BeautifulSoup:
        """Return a BeautifulSoup of just the elements that `css` picks; empty where it picks none.

        Soup of a part costs a fraction of soup of the page.
        """
        nodes = self.tree.css(css)
        self.picked.extend(nodes)
        return BeautifulSoup("".join(node.html or "" for node in nodes), "html.parser")
