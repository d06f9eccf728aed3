"""What a page says of itself to machines: canonical link, Open Graph, JSON-LD, dates, language."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urljoin, urlsplit

import orjson
from selectolax.lexbor import LexborHTMLParser

from extractors.clean_text import clean_text

_MAX_JSON_LD = 500_000
_MAX_NODES = 2_000


@dataclass(frozen=True, slots=True)
class Metadata:
    """The machine-readable head of a page; empty strings where it says nothing."""

    canonical: str = ""
    language: str = ""
    """ISO 639 code out of the lang attribute or og:locale."""
    title: str = ""
    og_title: str = ""
    site_name: str = ""
    description: str = ""
    published: str = ""
    modified: str = ""
    nodes: tuple[Mapping[str, Any], ...] = field(default=())
    """Every object of the page's JSON-LD, however deep, in reading order."""

    def of_type(self, *types: str) -> list[Mapping[str, Any]]:
        """Return the JSON-LD objects of these schema.org types."""
        return [node for node in self.nodes if not types_of(node).isdisjoint(types)]


def types_of(node: Mapping[str, Any]) -> set[str]:
    """Return the schema.org types of a JSON-LD object, without prefixes."""
    types = node.get("@type")
    listed = types if isinstance(types, list) else [types]
    return {kind.rpartition("/")[2].rpartition(":")[2] for kind in listed if isinstance(kind, str)}


def text_of(value: Any) -> str:
    """Return the clean text of a JSON-LD value that should be a string, empty where it is none."""
    if isinstance(value, Mapping):
        value = value.get("@value", value.get("name"))
    return clean_text(value) if isinstance(value, str) else ""


def read_metadata(tree: LexborHTMLParser, url: str | None) -> Metadata:
    """Return what the page says of itself; relative addresses are resolved against `url`."""
    meta = _meta(tree)
    root = tree.css_first("html")
    language = (root.attributes.get("lang") or root.attributes.get("xml:lang") or "") if root else ""
    language = language or meta.get("content-language", "") or meta.get("og:locale", "")
    title = tree.css_first("head title") or tree.css_first("title")
    nodes = tuple(_json_ld(tree))
    return Metadata(
        canonical=_canonical(tree, meta, url),
        language=language.strip().replace("_", "-").partition("-")[0].lower(),
        title=clean_text(title.text(deep=True)) if title else "",
        og_title=meta.get("og:title", "") or meta.get("twitter:title", ""),
        site_name=meta.get("og:site_name", "") or _site_name(nodes),
        description=meta.get("description", "") or meta.get("og:description", ""),
        published=meta.get("article:published_time", "") or _first(nodes, "datePublished"),
        modified=meta.get("article:modified_time", "") or meta.get("og:updated_time", "")
        or _first(nodes, "dateModified"),
        nodes=nodes,
    )  # fmt: skip


def _meta(tree: LexborHTMLParser) -> dict[str, str]:
    found: dict[str, str] = {}
    for node in tree.css("meta[content]"):
        attributes = node.attributes
        name = attributes.get("property") or attributes.get("name") or attributes.get("http-equiv")
        if name:
            found.setdefault(name.lower(), clean_text(attributes.get("content") or ""))
    return found


def _canonical(tree: LexborHTMLParser, meta: Mapping[str, str], url: str | None) -> str:
    """Return the page's own word on its address, where that is an absolute web address."""
    link = tree.css_first('link[rel~="canonical" i][href]')
    written = (link.attributes.get("href") if link else None) or meta.get("og:url", "")
    try:
        address = urljoin(url or "", (written or "").strip())
        parts = urlsplit(address)
    except ValueError:
        return ""
    return address.partition("#")[0] if parts.scheme in ("http", "https") and parts.hostname else ""


def _json_ld(tree: LexborHTMLParser) -> Iterator[Mapping[str, Any]]:
    for script in tree.css('script[type*="ld+json" i]'):
        text = script.text(deep=True)
        if not text or len(text) > _MAX_JSON_LD:
            continue
        try:
            data = orjson.loads(text)
        except orjson.JSONDecodeError:
            continue
        yield from _objects(data)


def _objects(data: Any) -> Iterator[Mapping[str, Any]]:
    """Yield every object of a JSON document, outermost first; bounded, and without recursion."""
    waiting, count = [data], 0
    while waiting and count < _MAX_NODES:
        value = waiting.pop(0)
        count += 1
        if isinstance(value, dict):
            yield value
            waiting.extend(child for child in value.values() if isinstance(child, dict | list))
        elif isinstance(value, list):
            waiting.extend(child for child in value if isinstance(child, dict | list))


def _first(nodes: tuple[Mapping[str, Any], ...], key: str) -> str:
    return next((text for node in nodes if (text := text_of(node.get(key)))), "")


def _site_name(nodes: tuple[Mapping[str, Any], ...]) -> str:
    return next((text_of(node.get("name")) for node in nodes if "WebSite" in types_of(node)), "")
