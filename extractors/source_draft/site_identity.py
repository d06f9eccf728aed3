"""What pages say of the site that they belong to: its name, its language, the licence of its texts."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from selectolax.lexbor import LexborHTMLParser

from extractors.metadata import read_metadata
from extractors.parse import PageRejected
from extractors.source_draft.example import Example

_SUFFIXES = frozenset("ac co com edu gob gouv gov net org".split())
"""Second-level labels that name no site ("guild.org.uk"); a stand-in for the whole list of public suffixes, and good
enough for a name that a person may change."""
_LONGEST_ID = 100
_CREATIVE_COMMONS = re.compile(
    r"creativecommons\.org/(licenses|publicdomain)/([a-z-]+)/(\d\.\d)", re.IGNORECASE
)
_OPEN_GOVERNMENT = re.compile(
    r"nationalarchives\.gov\.uk/doc/open-government-licence/version/(\d)", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class SiteIdentity:
    """What the pages of a site say of it; empty or None where they do not say it, or not all the same."""

    id: str
    name: str
    language: str | None
    licence: str | None
    """SPDX identifier of the licence that the pages link to."""


def read_identity(examples: Sequence[Example], urls: Sequence[str], languages: Sequence[str]) -> SiteIdentity:
    """Return what the pages at `urls`, written in `languages`, say of their site."""
    names, licences = set(), set()
    for example in examples:
        try:
            tree = example.tree()
        except PageRejected:
            continue
        names.add(read_metadata(tree, example.url).site_name)
        licences.add(next(_licences(tree), None))
    host = urlsplit(urls[0]).hostname or ""
    said = _only(names)
    return SiteIdentity(
        id=id_of_host(host), name=said or host, language=_only(set(languages)), licence=_only(licences)
    )


def _only(found: set[str] | set[str | None]) -> str | None:
    return next(iter(found)) if len(found) == 1 else None


def id_of_host(host: str) -> str:
    """Return a source id for the site of a host: "guild" for www.guild.org.uk, "site" where it has no such letters."""
    labels = host.removeprefix("www.").split(".")
    while len(labels) > 1 and (
        len(labels) == len(host.removeprefix("www.").split(".")) or labels[-1] in _SUFFIXES
    ):
        labels.pop()
    return re.sub(r"[^a-z0-9]+", "-", "-".join(labels).lower()[:_LONGEST_ID]).strip("-") or "site"


def _licences(tree: LexborHTMLParser) -> Iterator[str]:
    """Yield the licences that a page links to as its own, then those that it links to at all."""
    for selector in ('[rel~="license"][href]', "footer a[href]", "a[href]"):
        for link in tree.css(selector):
            if name := spdx_of(link.attributes.get("href") or ""):
                yield name


def spdx_of(url: str) -> str | None:
    """Return the SPDX identifier (https://spdx.org/licenses/) of a licence's address, None where it is not known."""
    if found := _CREATIVE_COMMONS.search(url):
        kind, name, version = (part.lower() for part in found.groups())
        return (
            f"CC0-{version}" if kind == "publicdomain" and name == "zero" else f"CC-{name.upper()}-{version}"
        )
    found = _OPEN_GOVERNMENT.search(url)
    return f"OGL-UK-{found[1]}.0" if found else None
