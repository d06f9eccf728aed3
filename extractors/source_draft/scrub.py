"""A page with its structure and without its texts, for pages that a repository must not hold a copy of."""

import json
import re
from collections.abc import Callable
from typing import Any
from urllib.parse import urljoin, urlsplit, urlunsplit

from bs4 import BeautifulSoup, Tag
from bs4.element import CData, Comment, Declaration, Doctype, NavigableString, ProcessingInstruction

from extractors.parse import decode

_EMPTIED = ["script", "style", "svg", "template", "iframe", "object"]
_READ_OUT = frozenset({"alt", "title", "content", "placeholder", "label", "summary", "aria-label", "value"})
"""Attributes that hold text."""
_ADDRESSES = frozenset({"href", "cite", "action"})
_KEPT = frozenset(
    "id class lang xml:lang dir rel type name property http-equiv charset role hidden colspan rowspan headers scope "
    "datetime itemprop itemscope itemtype itemid start for tabindex open aria-hidden aria-expanded".split()
)
"""Attributes that say what an element is."""
_STYLE_THAT_HIDES = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_MACHINE_VALUES = re.compile(
    r"\s*(?:(?:text|image|audio|video|font|application)/[\w.+-]+|#[0-9a-fA-F]{3,8})\s*"
)
"""Contents of attributes that are no text, though they hold words: types and colours."""
_QUERY_VALUE = re.compile(r"=[^&]*|(?<![^&])[^=&]+(?![^=&])(?!=)")

Reword = Callable[[str], str]


def scrub(html: bytes, content_type: str | None, reword: Reword) -> bytes:
    """Return the page in UTF-8 with its elements, ids and classes, and its texts reworded.

    Scripts, styles and drawings are emptied, comments and whatever else attributes hold are left out; structured
    data (JSON-LD) stays, reworded. Of addresses the last part of the path and the values of the query are reworded:
    by the rest, a listing's links are known.
    """
    soup = BeautifulSoup(decode(html, content_type), "html.parser")
    for element in soup.find_all(_EMPTIED):
        if not _is_data(element):
            element.clear()
    for text in list(soup.find_all(string=True)):
        _scrub_text(text, reword)
    for element in soup.css.select("*"):
        _scrub_attributes(element, reword)
    return _in_utf_8(soup)


def _is_data(element: Tag | None) -> bool:
    return element is not None and element.name == "script" and "ld+json" in str(element.get("type")).lower()


def _scrub_text(text: NavigableString, reword: Reword) -> None:
    if isinstance(text, Doctype):
        return
    if isinstance(text, CData | Comment | Declaration | ProcessingInstruction):
        text.extract()
    elif _is_data(text.parent):
        text.replace_with(_scrub_json(str(text), reword))
    elif text.strip():
        text.replace_with(NavigableString(reword(str(text))))


def _scrub_attributes(element: Tag, reword: Reword) -> None:
    for name, value in list(element.attrs.items()):
        said = " ".join(value) if isinstance(value, list) else str(value)
        if name in _ADDRESSES:
            element[name] = _folder(said) if element.name == "base" else scrubbed_url(said, reword)
        elif name == "style" and _STYLE_THAT_HIDES.search(said):
            element[name] = "display: none"
        elif name in _READ_OUT:
            element[name] = scrubbed_url(said, reword) if _is_address(said) else _reworded(said, reword)
        elif name not in _KEPT:
            del element[name]


def _reworded(text: str, reword: Reword) -> str:
    return text if _MACHINE_VALUES.fullmatch(text) else reword(text)


def _is_address(text: str) -> bool:
    return text.startswith(("http://", "https://", "/")) and " " not in text.strip()


def scrubbed_url(url: str, reword: Reword) -> str:
    """Return an address with the last part of its path and the values of its query reworded, and without credentials.

    Addresses that are none of a page (mailto:, tel:) are emptied.
    """
    try:
        parts = urlsplit(url.strip())
    except ValueError:
        return ""
    if parts.scheme not in ("", "http", "https"):
        return ""
    folder, _, name = parts.path.rstrip("/").rpartition("/")
    closing = "/" if parts.path.endswith("/") and name else ""
    stem, dot, ending = name.rpartition(".")
    reworded = f"{reword(stem)}{dot}{ending}" if dot else reword(name)
    path = f"{folder}/{reworded}{closing}" if "/" in parts.path else reworded
    query = _QUERY_VALUE.sub(lambda value: reword(value[0]), parts.query)
    host = parts.netloc.rpartition("@")[2]
    return urlunsplit((parts.scheme, host, path, query, reword(parts.fragment)))


def _folder(url: str) -> str:
    """Return the address of the folder of a page: all that relative links are resolved against."""
    try:
        return urljoin(url.strip(), ".")
    except ValueError:
        return ""


def _scrub_json(text: str, reword: Reword) -> str:
    try:
        data = _scrubbed_value(json.loads(text), "", reword)
        return json.dumps(data, ensure_ascii=False).replace("</", "<\\/")
    except (ValueError, RecursionError):
        return ""


def _scrubbed_value(value: Any, key: str, reword: Reword) -> Any:
    if isinstance(value, dict):
        return {name: _scrubbed_value(inner, name, reword) for name, inner in value.items()}
    if isinstance(value, list):
        return [_scrubbed_value(inner, key, reword) for inner in value]
    if not isinstance(value, str) or key in ("@type", "@context"):
        return value
    return scrubbed_url(value, reword) if _is_address(value) else _reworded(value, reword)


def _in_utf_8(soup: BeautifulSoup) -> bytes:
    for meta in soup.css.select("meta"):
        if meta.has_attr("charset"):
            meta["charset"] = "utf-8"
        elif str(meta.get("http-equiv", "")).lower() == "content-type":
            meta["content"] = "text/html; charset=utf-8"
    return soup.decode(formatter="minimal").encode("utf-8", "replace")
