"""What pages say of the site that they belong to: its name, its language, the licence of its texts."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from urllib.parse import urlsplit

from publicsuffixlist import PublicSuffixList
from selectolax.lexbor import LexborHTMLParser

from extractors.dom_walk import ancestors
from extractors.metadata import Metadata, read_metadata, text_of
from extractors.parse import PageRejected
from extractors.source_draft.example import Example

_LICENCES = {
    **{
        f"creativecommons.org/licenses/{kind}/{version}": f"CC-{kind.upper()}-{version}"
        for kind in ("by", "by-nc", "by-nc-nd", "by-nc-sa", "by-nd", "by-sa")
        for version in ("1.0", "2.0", "2.5", "3.0", "4.0")
    },
    "creativecommons.org/publicdomain/zero/1.0": "CC0-1.0",
    "creativecommons.org/publicdomain/mark/1.0": "CC-PDM-1.0",
    "opendatacommons.org/licenses/by/1-0": "ODC-By-1.0",
    "opendatacommons.org/licenses/odbl/1-0": "ODbL-1.0",
    "opendatacommons.org/licenses/pddl/1-0": "PDDL-1.0",
    "www.nationalarchives.gov.uk/doc/open-government-licence/version/1": "OGL-UK-1.0",
    "www.nationalarchives.gov.uk/doc/open-government-licence/version/2": "OGL-UK-2.0",
    "www.nationalarchives.gov.uk/doc/open-government-licence/version/3": "OGL-UK-3.0",
}
"""Addresses of licences, without their schemes → SPDX identifiers (https://spdx.org/licenses/)."""
_DEED = re.compile(r"/(?:deed(?:\.[a-z_-]+)?|legalcode(?:\.[a-z_-]+)?)?$", re.IGNORECASE)
"""What follows on the address of a licence: the page for people, and that for lawyers."""
_LONGEST_ID, _LONGEST_ADDRESS = 60, 200
_SIGNS = re.compile(r"\s+[|–—·»:-]\s+|\s*[|»]\s*")
_OF_PICTURES = ("figure", "figcaption", "picture")


@dataclass(frozen=True, slots=True)
class SiteIdentity:
    """What the pages of a site say of it; empty or None where they do not say it, or not all the same."""

    id: str
    name: str
    language: str | None
    licence: str | None
    """SPDX identifier, or address, of the licence that the pages call their own (rel="license", JSON-LD)."""
    other_licences: tuple[str, ...] = ()
    """Licences that they link to in other words: those of pictures, of software, or theirs after all."""


def read_identity(examples: Sequence[Example], urls: Sequence[str], languages: Sequence[str]) -> SiteIdentity:
    """Return what the pages at `urls`, written in `languages`, say of their site."""
    names: set[str] = set()
    titles: list[str] = []
    licences: set[str | None] = set()
    others: dict[str, None] = {}
    for example in examples:
        try:
            tree = example.tree()
        except PageRejected:
            continue
        metadata = read_metadata(tree, example.url)
        names.add(metadata.site_name)
        titles.append(metadata.title)
        licences.add(next(_own_licences(tree, metadata), None))
        others.update(dict.fromkeys(_linked_licences(tree)))
    licence = _only(licences)
    host = urlsplit(urls[0]).hostname or ""
    return SiteIdentity(
        id=id_of_host(host),
        name=_only(names) or _shared_part(titles) or host,
        language=_only(set(languages)),
        licence=licence,
        other_licences=tuple(other for other in others if other != licence),
    )


def _shared_part(titles: Sequence[str]) -> str | None:
    """Return what the titles of unlike pages end or begin with, behind a sign that sets it apart: the site's name."""
    parts = [_SIGNS.split(title) for title in titles]
    if len(set(titles)) < 2 or any(len(each) < 2 for each in parts):  # noqa: PLR2004 - one title shows no difference
        return None
    return _only({each[-1] for each in parts}) or _only({each[0] for each in parts})


def _only(found: set[str] | set[str | None]) -> str | None:
    return next(iter(found)) if len(found) == 1 else None


def id_of_host(host: str) -> str:
    """Return a source id for the site of a host: "guild" for www.guild.org.uk, "site" where it has no such letters."""
    is_number = host[-1:].isdigit()  # of a machine, not of a site
    suffix = "" if is_number else _public_suffixes().publicsuffix(host) or ""
    name = host.removeprefix("www.").removesuffix(suffix).rstrip(".") or host
    return re.sub(r"[^a-z0-9]+", "-", name.lower()[:_LONGEST_ID]).strip("-") or "site"


@cache
def _public_suffixes() -> PublicSuffixList:
    return PublicSuffixList(only_icann=True)


def _own_licences(tree: LexborHTMLParser, metadata: Metadata) -> Iterator[str]:
    """Yield the licences that a page gives as its own, as SPDX identifiers where these are known."""
    for link in tree.css('[rel~="license"][href]'):
        if not any(around.tag in _OF_PICTURES for around in ancestors(link)):
            yield from _told(link.attributes.get("href") or "")
    for node in metadata.of_type("WebPage", "Article", "WebSite", "Occupation", "CreativeWork"):
        yield from _told(text_of(node.get("license")))


def _told(url: str) -> Iterator[str]:
    """Yield how a licence is named: by its identifier, else by its address, if that is one."""
    if name := spdx_of(url):
        yield name
    elif url.startswith(("https://", "http://")) and len(url) <= _LONGEST_ADDRESS and url.isprintable():
        yield url


def _linked_licences(tree: LexborHTMLParser) -> Iterator[str]:
    for link in tree.css("a[href]"):
        if name := spdx_of(link.attributes.get("href") or ""):
            yield name


def spdx_of(url: str) -> str | None:
    """Return the SPDX identifier of the licence at an address, None where it is not known."""
    address = _DEED.sub("", url.partition("://")[2].partition("#")[0].partition("?")[0].lower())
    return _LICENCES.get(address.rstrip("/"))
