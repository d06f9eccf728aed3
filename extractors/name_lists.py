"""Lists of names in running text: "X, Y and Z", cut out of the sentence that holds them."""

import re
from functools import lru_cache

from extractors.lexicon import Lexicon

_LONGEST = 90
_MANY_WORDS = 9
_QUOTES = "\"'“”„‚‘’«»‹›"
_SENTENCE_MARKS = " .;:!?–—-"
_GRAMMAR_NOTE = re.compile(r"\s*\((?![A-Za-z.&/-]{2,8}\))[^)]*\)?")


@lru_cache(maxsize=32)
def _words(words: tuple[str, ...]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


@lru_cache(maxsize=32)
def _separator(conjunctions: tuple[str, ...]) -> re.Pattern[str]:
    joined = _words(conjunctions)
    return re.compile(rf"\s*[,;•·|]\s*(?:(?P<comma_last>(?:{joined})\s+))?|\s+(?P<last>(?:{joined}))\s+", re.IGNORECASE)


def enclosed_names(text: str, lexicon: Lexicon) -> list[str]:
    """Return the names with which `text` begins, up to where the sentence goes on with something else.

    A list ends after the name that follows its conjunction ("X, Y or Z, who …"); without a conjunction it is the
    one name before the next comma.
    """
    pieces, conjunction_at = _pieces(text, lexicon)
    if conjunction_at is None:
        pieces = pieces[:1]
    names = []
    for position, piece in enumerate(pieces):
        name, ended = _cut(piece, lexicon)
        if name and len(name.split()) <= _MANY_WORDS:
            names.append(name)
        if ended or position == conjunction_at:
            break
    return names


def listed_names(text: str, lexicon: Lexicon) -> list[str]:
    """Return all names of a text that is nothing but a list of names."""
    pieces, _ = _pieces(text, lexicon, whole=True)
    names = (_cut(piece, lexicon)[0] for piece in pieces)
    return [name for name in names if name and len(name.split()) <= _MANY_WORDS]


def _pieces(text: str, lexicon: Lexicon, *, whole: bool = False) -> tuple[list[str], int | None]:
    """Split `text` at commas and conjunctions; also tell which piece follows the conjunction that ends the list."""
    pieces: list[str] = []
    position, conjunction_at = 0, None
    for match in _separator(lexicon.conjunctions).finditer(text):
        pieces.append(text[position : match.start()])
        position = match.end()
        joins = match["comma_last"] or match["last"]
        if not whole and conjunction_at is None:
            if len(pieces[-1].split()) > _MANY_WORDS:
                break
            if joins:
                conjunction_at = len(pieces)
    pieces.append(text[position:])
    return pieces, conjunction_at


def _cut(piece: str, lexicon: Lexicon) -> tuple[str, bool]:
    """Return the name in a piece of a list, and whether the sentence goes on after it."""
    name, ended = _GRAMMAR_NOTE.sub("", piece), False
    if found := re.search(rf"(?<=\w)[{_QUOTES}]?[.!?](?=\s|$)|(?<=\w)\s+[–—]\s", name):
        name, ended = name[: found.start()], True
    if found := re.search(rf"(?<=\S)\s(?:{_words(lexicon.alias_ends)})(?!\w)", name, re.IGNORECASE):
        name, ended = name[: found.start()], True
    name = name.strip(_SENTENCE_MARKS + _QUOTES)
    while found := re.match(rf"(?:{_words(lexicon.articles + lexicon.conjunctions)})\s+", name, re.IGNORECASE):
        name = name[found.end() :].strip(_QUOTES)
    return (name, ended) if 1 < len(name) <= _LONGEST else ("", ended)
