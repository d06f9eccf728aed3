"""What the extractor is measured beside: each contender reads one page, and the text of what it read.

A contender is imported when it is asked for, in a process of its own.
"""

from collections.abc import Callable
from dataclasses import dataclass
from importlib.metadata import version

Read = Callable[[bytes], object]
Text = Callable[[object], str]


@dataclass(frozen=True, slots=True)
class Contender:
    """How one library reads a page (timed), and the text of what came out (not timed); None where it only parses."""

    read: Read
    text: Text | None = None


def _jobprofiles() -> Contender:
    from extractors.extract import extract
    from schemas.extraction import Extraction

    def text(found: object) -> str:
        if not isinstance(found, Extraction) or found.profile is None:
            return ""
        profile = found.profile
        statements = [task.text for task in profile.tasks] + [asked.text for asked in profile.requirements]
        return "\n".join([profile.title, *profile.aliases, profile.summary or "", *statements])

    return Contender(extract, text)


def _trafilatura() -> Contender:
    import trafilatura

    return Contender(trafilatura.extract, _as_it_is)


def _trafilatura_fast() -> Contender:
    import trafilatura

    return Contender(lambda html: trafilatura.extract(html, fast=True), _as_it_is)


def _resiliparse() -> Contender:
    from resiliparse.extract.html2text import extract_plain_text
    from resiliparse.parse.encoding import detect_encoding
    from resiliparse.parse.html import HTMLTree

    def read(html: bytes) -> object:
        tree = HTMLTree.parse_from_bytes(html, detect_encoding(html) or "utf-8")
        return extract_plain_text(tree, main_content=True)

    return Contender(read, _as_it_is)


def _readability() -> Contender:
    from lxml.html import fromstring
    from readability import Document

    def text(summary: object) -> str:
        return str(fromstring(str(summary)).text_content())

    return Contender(lambda html: Document(html.decode("utf-8", "replace")).summary(), text)


def _newspaper() -> Contender:
    from newspaper import Article

    def read(html: bytes) -> object:
        article = Article("https://guide.example/page", fetch_images=False)  # no network
        article.download(input_html=html.decode("utf-8", "replace"))
        article.parse()
        return article.text

    return Contender(read, _as_it_is)


def _beautifulsoup() -> Contender:
    from bs4 import BeautifulSoup

    return Contender(lambda html: BeautifulSoup(html, "lxml"))


def _beautifulsoup_alone() -> Contender:
    from bs4 import BeautifulSoup

    return Contender(lambda html: BeautifulSoup(html, "html.parser"))


def _selectolax() -> Contender:
    from selectolax.lexbor import LexborHTMLParser

    return Contender(LexborHTMLParser)


def _as_it_is(found: object) -> str:
    return str(found or "")


CONTENDERS: dict[str, tuple[str, Callable[[], Contender]]] = {
    "jobprofiles": ("jobprofiles: bytes to validated record with evidence", _jobprofiles),
    "trafilatura": ("trafilatura {}: main text", _trafilatura),
    "trafilatura-fast": ("trafilatura {}, fast=True: main text", _trafilatura_fast),
    "Resiliparse": ("resiliparse {}: main text", _resiliparse),
    "readability-lxml": ("readability-lxml {}: main element", _readability),
    "newspaper4k": ("newspaper4k {}: main text", _newspaper),
    "beautifulsoup4": ("beautifulsoup4 {} over lxml: parsing alone", _beautifulsoup),
    "selectolax": ("selectolax {}, lexbor: parsing alone", _selectolax),
    "beautifulsoup4-alone": ("beautifulsoup4 {} over html.parser: parsing alone", _beautifulsoup_alone),
}
"""Name → label and how to make it ready; `{}` stands for the version of the distribution of that name."""
REFERENCE = "trafilatura"


def label_of(name: str) -> str:
    """Return a contender's label with its version."""
    label = CONTENDERS[name][0]
    return (
        label.format(version(name.removesuffix("-fast").removesuffix("-alone"))) if "{}" in label else label
    )
