"""Answers that stand in the place of a page: a bot challenge, a login, a consent page, a home page."""

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Literal
from urllib.parse import urlsplit

from selectolax.lexbor import LexborHTMLParser

from extractors.parse import PageRejected, parse
from schemas.page import Page

_LITTLE_TEXT = 400
"""Characters: a challenge, a login or a consent page says less, a profile more."""
_PASSWORD = re.compile(rb"""type\s*=\s*["']?password""")
_UNSEEN = ["script", "style", "noscript", "template", "svg"]
_LOOKED_AT = 500_000
_LANGUAGE_ROOT = re.compile(r"/(?:[a-z]{2}(?:-[a-z]{2})?/?)?(?:index\.\w{3,5})?", re.IGNORECASE)

Kind = Literal["soft 404", "login wall", "bot challenge", "consent page"]


@dataclass(frozen=True, slots=True)
class Wall:
    """What stands in the place of the page, and the sign that told."""

    kind: Kind
    reason: str


def wall_of(page: Page) -> Wall | None:
    """Return what stands in the place of the page, None where it seems to be the page itself.

    Pages of any status are looked at. An ordinary page that embeds a captcha in a form, a login link or a cookie
    bar is none: signs in the HTML count only where there is hardly any text beside them.
    """
    return _by_headers(page) or _by_redirect(page) or _by_content(page)


@cache
def _signs() -> dict[str, Any]:
    return tomllib.loads(files("extractors").joinpath("walls.toml").read_text(encoding="utf-8"))


def _by_headers(page: Page) -> Wall | None:
    for name, (value, vendor) in _signs()["headers"].items():
        if (found := page.header(name)) and re.fullmatch(value, found.strip(), re.IGNORECASE):
            return Wall("bot challenge", f"bot challenge by {vendor} (header {name}: {found.strip()[:40]})")
    return None


def _by_redirect(page: Page) -> Wall | None:
    asked, came = urlsplit(page.url_asked), urlsplit(page.url)
    if not page.redirects or _is_root(asked.path):
        return None
    signs = _signs()["redirects"]
    kinds: tuple[tuple[Kind, str], ...] = (("login wall", "login"), ("consent page", "consent"))
    for kind, sign in kinds:
        where = f"{came.hostname or ''}{came.path}"
        if re.search(signs[sign], where, re.IGNORECASE) and not re.search(
            signs[sign], f"{asked.hostname or ''}{asked.path}", re.IGNORECASE
        ):
            return Wall(kind, f"{kind}: it led to {page.url[:200]}")
    if _is_root(came.path) and not came.query:
        return Wall("soft 404", f"soft 404: it led to the home page {page.url[:200]}")
    return None


def _is_root(path: str) -> bool:
    return _LANGUAGE_ROOT.fullmatch(path or "/") is not None


def _by_content(page: Page) -> Wall | None:
    # A scan of the bytes first: most pages are cleared by it, and never parsed here.
    body = page.body[:_LOOKED_AT]
    tables: tuple[tuple[Kind, str], ...] = (("bot challenge", "challenge"), ("consent page", "consent"))
    suspects = [
        Wall(kind, f"{kind} by {vendor}, and hardly any text beside it")
        for kind, table in tables
        for sign, vendor in _signs()[table].items()
        if sign.encode() in body
    ]
    if _PASSWORD.search(body.lower()):
        suspects.append(
            Wall("login wall", "login wall: a password is asked for, and hardly anything else said")
        )
    return suspects[0] if suspects and _length_of_text(body, page) < _LITTLE_TEXT else None


def _length_of_text(body: bytes, page: Page) -> int:
    try:
        tree: LexborHTMLParser = parse(body, page.header("Content-Type"))
    except PageRejected:
        return 0
    tree.strip_tags(_UNSEEN)
    return len(" ".join(tree.body.text(separator=" ").split())) if tree.body else 0
