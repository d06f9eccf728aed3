"""Pages of about 100 kB, each in words of its own, about as compressible as the pages of real career sites."""

import random
import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import accumulate

_SEED = 4
_SECTIONS, _SECTIONS_A_PAGE = 300, 21
_WORDS, _MENU_ITEMS, _STATEMENTS = 12_000, 60, 16
_SYLLABLES = "an be cor da el fi gra hu in jo ka lum mo ne or pa qui ra sti tra un ver wen xi yo zel".split()
_GZIP_HEADER = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x02\xff"  # RFC 1952, section 2.3

Words = Callable[[int], str]
"""So many words, as one text."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of pages: as it is, and as blocks of a deflate stream that need no others (RFC 1951)."""

    plain: bytes
    deflated: bytes


class GeneratedPages:
    """The same pages whenever they are made: page 7 of one run is page 7 of the next.

    A page is put together from sections made beforehand, because a server of thousands a second has no time
    to write or to compress.
    """

    def __init__(self) -> None:
        dice = random.Random(_SEED)
        vocabulary = ["".join(dice.choices(_SYLLABLES, k=dice.randint(1, 4))) for _ in range(_WORDS)]
        by_rank = list(
            accumulate(rank**-0.8 for rank in range(1, _WORDS + 1))
        )  # Zipf's law, a little flatter

        def words(many: int) -> str:
            return " ".join(dice.choices(vocabulary, cum_weights=by_rank, k=many))

        self._menu = _piece(_menu(words))
        self._sections = [_piece(_section(words, number)) for number in range(_SECTIONS)]
        self._foot = _piece(
            "</main><footer><p>All pages of this site are made up.</p></footer></body></html>\n"
        )

    def plain(self, number: int) -> bytes:
        """Return the HTML of a page."""
        return b"".join([_head(number), *(piece.plain for piece in self._pieces(number))])

    def gzipped(self, number: int) -> bytes:
        """Return the page as one gzip member, put together without compressing it anew."""
        whole = self.plain(number)
        trailer = zlib.crc32(whole).to_bytes(4, "little") + len(whole).to_bytes(4, "little")
        blocks = [
            _deflated(_head(number), zlib.Z_FULL_FLUSH),
            *(piece.deflated for piece in self._pieces(number)),
        ]
        return b"".join([_GZIP_HEADER, *blocks, _deflated(b"", zlib.Z_FINISH), trailer])

    def _pieces(self, number: int) -> Sequence[Piece]:
        chosen = random.Random(number).sample(self._sections, _SECTIONS_A_PAGE)
        return [self._menu, *chosen, self._foot]


def _head(number: int) -> bytes:
    return (
        f'<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8"><title>Job profile {number}</title>'
        f'<link rel="canonical" href="/page/{number}.html"></head><body><h1>Job profile {number}</h1>\n'
    ).encode()


def _menu(words: Words) -> str:
    items = (
        f'<li class="menu-item menu-item-type-post-type"><a class="menu-link" href="/page/{number}.html">'
        f"<span>{words(2)}</span></a></li>\n"
        for number in range(_MENU_ITEMS)
    )
    return f'<nav class="main-menu" aria-label="Main"><ul>\n{"".join(items)}</ul></nav><main>\n'


def _section(words: Words, number: int) -> str:
    statements = (
        f'<li class="statement list-item" data-row="{number}-{row}"><span class="statement-label">{words(2)}</span>'
        f'<span class="statement-text">{words(15)}.</span></li>\n'
        for row in range(_STATEMENTS)
    )
    return (
        f'<section class="section section-wide" id="part-{number}"><h2 class="section-title">{words(3)}</h2>\n'
        f'<p class="section-lead">{words(40)}.</p><ul class="statements">\n{"".join(statements)}</ul></section>\n'
    )


def _piece(text: str) -> Piece:
    plain = text.encode()
    return Piece(plain, _deflated(plain, zlib.Z_FULL_FLUSH))


def _deflated(plain: bytes, ending: int) -> bytes:
    stream = zlib.compressobj(wbits=-15)
    return stream.compress(plain) + stream.flush(ending)
