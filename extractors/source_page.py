"""A page as a source's own reader sees it."""

from dataclasses import dataclass

from bs4 import BeautifulSoup
from selectolax.lexbor import LexborHTMLParser

from extractors.outline import Section


@dataclass(frozen=True, slots=True)
class SourcePage:
    """What a reader of `Source.readers` gets: the page's address, its DOM, its outline, and soup on request."""

    url: str
    tree: LexborHTMLParser
    outline: Section

    def soup(self, css: str) -> BeautifulSoup:
        """Return a BeautifulSoup of just the elements that `css` picks; empty where it picks none.

        Soup of a part costs a fraction of soup of the page.
        """
        picked = "".join(node.html or "" for node in self.tree.css(css))
        return BeautifulSoup(picked, "html.parser")
