"""Broken pages, by number: the same number gives the same input, on every machine."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from random import Random

from benchmarks.gold import own_html
from benchmarks.pieces import ATTRIBUTES, CHARSETS, DECLARED, PIECES, TAGS, WORDS

_LARGEST = 60_000


@dataclass(frozen=True, slots=True)
class Input:
    """What `extract` is given."""

    html: bytes
    url: str | None
    content_type: str | None


def broken_page(seed: int, number: int) -> Input:
    """Return input `number` of the list that `seed` stands for."""
    chance = Random(f"{seed}:{number}")
    html = _generated(chance) if chance.random() < 0.15 else chance.choice(_pages())
    for _ in range(chance.randint(1, 6)):
        html = chance.choice(_MUTATIONS)(html, chance)[:_LARGEST]
    url = chance.choice(
        [None, "https://guide.example/gilder", "https://xn--a.example/%00/ä?b#c", "http://[::1]/x"]
    )
    content_type = f"text/html; charset={chance.choice(DECLARED)}" if chance.random() < 0.3 else None
    return Input(html, url, content_type)


@cache
def _pages() -> tuple[bytes, ...]:
    return tuple(page.read_bytes() for page in own_html())


def _generated(chance: Random) -> bytes:
    parts = [_element(chance, 4) for _ in range(chance.randint(0, 10))]
    return f"<html><h1>Gilder</h1>{''.join(parts)}".encode()


def _element(chance: Random, depth: int) -> str:
    if not depth or chance.random() < 0.25:
        return chance.choice(WORDS)
    tag, attribute = chance.choice(TAGS), chance.choice(ATTRIBUTES) if chance.random() < 0.4 else ""
    inside = "".join(_element(chance, depth - 1) for _ in range(chance.randint(0, 5)))
    return f"<{tag} {attribute}>{inside}" + (f"</{tag}>" if chance.random() < 0.8 else "")


def _slice(html: bytes, chance: Random, most: int = 4_000) -> tuple[int, int]:
    start = chance.randint(0, len(html))
    return start, min(len(html), start + chance.randint(0, most))


def _cut(html: bytes, chance: Random) -> bytes:
    start, end = _slice(html, chance)
    return html[:start] + html[end:]


def _end_early(html: bytes, chance: Random) -> bytes:
    return html[: chance.randint(0, len(html))]


def _splice(html: bytes, chance: Random) -> bytes:
    other, place = chance.choice(_pages()), chance.randint(0, len(html))
    start, end = _slice(other, chance)
    return html[:place] + other[start:end] + html[place:]


def _repeat(html: bytes, chance: Random) -> bytes:
    start, end = _slice(html, chance, 500)
    return html[:end] + html[start:end] * chance.randint(1, 40) + html[end:]


def _swap(html: bytes, chance: Random) -> bytes:
    start, middle, end = sorted(chance.randint(0, len(html)) for _ in range(3))
    return html[:start] + html[middle:end] + html[start:middle] + html[end:]


def _noise(html: bytes, chance: Random) -> bytes:
    noisy = bytearray(html)
    for _ in range(chance.randint(1, 30) if noisy else 0):
        noisy[chance.randrange(len(noisy))] = chance.randrange(256)
    return bytes(noisy)


def _insert(html: bytes, chance: Random) -> bytes:
    for _ in range(chance.randint(1, 12)):
        place = chance.randint(0, len(html))
        html = html[:place] + chance.choice(PIECES) + html[place:]
    return html


def _insert_elements(html: bytes, chance: Random) -> bytes:
    place = chance.randint(0, len(html))
    return html[:place] + _element(chance, 3).encode() + html[place:]


def _retag(html: bytes, chance: Random) -> bytes:
    share = chance.random() / 3

    def other(tag: re.Match[bytes]) -> bytes:
        return tag[1] + chance.choice(TAGS).encode() if chance.random() < share else tag[0]

    return re.sub(rb"(</?)([a-z][a-z0-9]*)", other, html)


def _add_attributes(html: bytes, chance: Random) -> bytes:
    share = chance.random() / 3

    def more(tag: re.Match[bytes]) -> bytes:
        return tag[0] + b" " + chance.choice(ATTRIBUTES).encode() if chance.random() < share else tag[0]

    return re.sub(rb"<[a-z][a-z0-9]*", more, html)


def _recode(html: bytes, chance: Random) -> bytes:
    text = html.decode(chance.choice(["utf-8", "latin-1"]), "replace")
    return text.encode(chance.choice(CHARSETS), chance.choice(["replace", "xmlcharrefreplace", "ignore"]))


def _declare(html: bytes, chance: Random) -> bytes:
    return f'<meta charset="{chance.choice(DECLARED)}">'.encode() + html


_MUTATIONS: tuple[Callable[[bytes, Random], bytes], ...] = (
    _cut, _end_early, _splice, _repeat, _swap, _noise, _insert, _insert, _insert_elements, _retag, _add_attributes,
    _recode, _declare,
)  # fmt: skip
