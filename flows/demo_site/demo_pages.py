"""Every answer the demo site can give, made before the first request: no request ever names a file."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

PAGES = Path(__file__).with_name("pages")

MOVED = MappingProxyType({"/occupations/tram-depot-manager.htm": "/careers/tram-depot-manager/"})
"""Old path → new path; answered with 301."""
GONE = frozenset({"/careers/lamplighter/"})
"""Paths that once held a profile; answered with 410."""

_TYPES = MappingProxyType(
    {
        ".html": "text/html; charset=utf-8",
        ".xml": "application/xml; charset=utf-8",
        ".txt": "text/plain; charset=utf-8",
        ".css": "text/css; charset=utf-8",
        ".svg": "image/svg+xml; charset=utf-8",
    }
)


@dataclass(frozen=True, slots=True)
class Answer:
    """What the site says at one path."""

    status: int
    content_type: str = _TYPES[".html"]
    body: bytes = b""
    location: str | None = None

    @property
    def etag(self) -> str:
        """Return a strong entity tag (RFC 9110, section 8.8.3): equal bytes, equal tag."""
        return f'"{hashlib.sha256(self.body).hexdigest()[:32]}"'


NOT_FOUND = Answer(404, body=b"<!doctype html><title>Not found</title><p>There is no such page.</p>\n")


def load_answers(pages: Path = PAGES) -> Mapping[str, Answer]:
    """Return path → answer for every file under `pages`, every moved page and every page that is gone.

    "a/index.html" answers at "/a/", "a/b.html" at "/a/b.html" and at "/a/b". Other types are left out.
    """
    answers = {path: Answer(301, location=target) for path, target in MOVED.items()}
    gone = b"<!doctype html><title>Gone</title><p>This profile was withdrawn.</p>\n"
    answers |= {path: Answer(410, body=gone) for path in GONE}
    for file in sorted(pages.rglob("*")):
        content_type = _TYPES.get(file.suffix)
        if content_type is None or not file.is_file():
            continue
        answer = Answer(200, content_type, file.read_bytes())
        answers |= dict.fromkeys(_paths("/" + file.relative_to(pages).as_posix()), answer)
    return MappingProxyType(answers)


def _paths(name: str) -> tuple[str, ...]:
    if name.endswith("/index.html"):
        return (name.removesuffix("index.html"),)
    if name.endswith(".html"):
        return (name, name.removesuffix(".html"))
    return (name,)
