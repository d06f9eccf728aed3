"""Lists of names in running text: "X, Y and Z", cut out of the sentence that holds them."""

import re
from dataclasses import dataclass
from functools import lru_cache

from extractors.lexicon import Lexicon

_LONGEST = 90
_MANY_WORDS = 9
_NAME_WORDS = 5
_QUOTES = "\"'“”„‚‘’«»‹›"
_SENTENCE_MARKS = " .;:!?–—-"
_ELIDING = ("fr", "it")
_ELIDED = re.compile(r"^[dl]['’](?=\w)")
"""Articles of these languages that lean on the name behind them."""
_GRAMMAR_NOTE = re.compile(r"\s*\((?![A-Za-z.&/-]{2,8}\))[^)]*\)?")


@lru_cache(maxsize=32)
def _words(words: tuple[str, ...]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


@lru_cache(maxsize=32)
def _separator(conjunctions: tuple[str, ...]) -> re.Pattern[str]:
    joined = _words(conjunctions)
    return re.compile(
        rf"\s*[,;•·|]\s*(?:(?P<comma_last>(?:{joined})\s+))?|\s/\s|(?<!-)\s+(?P<last>(?:{joined}))\s+",
        re.IGNORECASE,
    )


@dataclass(frozen=True, slots=True)
class _Piece:
    """A part of a list, and what stands behind it."""

    text: str
    closed: bool
    """A comma or a bracket ends it, or the text does."""
    joined: bool
    """A conjunction stands in front of it."""


@lru_cache(maxsize=32)
def _insertion(conjunctions: tuple[str, ...]) -> re.Pattern[str]:
    """Return a pattern for what may stand between a conjunction and its name: "or, in smaller towns, …"."""
    return re.compile(rf"(?<=\s)({_words(conjunctions)}),\s+[^,.;]{{1,40}},\s+", re.IGNORECASE)


def enclosed_names(text: str, lexicon: Lexicon, *, aside: bool = False, goes_on: bool = False) -> list[str]:
    """Return the names with which `text` begins, up to where the sentence goes on with something else.

    A list ends after the name that follows its conjunction ("X, Y or Z, who …"); without a conjunction it is the
    one name before the next comma. An `aside` ("…, also known as X, does …") has to be closed by a comma or a
    bracket, so that a list of verbs behind it is not taken for more names; where the sentence `goes_on`, because its
    verb is still to come, a list that reaches its end is one of verbs.
    """
    pieces = _pieces(_insertion(lexicon.conjunctions).sub(r"\1 ", text), lexicon)
    last = next((position for position, piece in enumerate(pieces) if piece.joined), 0)
    is_of_verbs = goes_on and last == len(pieces) - 1
    if aside and last > 1 and (is_of_verbs or not _are_names(pieces[: last + 1], lexicon)):
        last = 0
    names = []
    for piece in pieces[: last + 1]:
        name, ended = _cut(piece.text, lexicon)
        if name and len(name.split()) <= _MANY_WORDS:
            names.append(name)
        if ended:
            break
    return names


def listed_names(text: str, lexicon: Lexicon) -> list[str]:
    """Return all names of a text that is nothing but a list of names."""
    # Where semicolons part the names, a comma is part of one ("Guest service agent, overnight; …").
    texts = [piece.text for piece in _pieces(text, lexicon)] if not _has_both_marks(text) else text.split(";")
    names = (_cut(piece, lexicon, is_listed=True)[0] for piece in texts)
    return [name for name in names if name and len(name.split()) <= _MANY_WORDS]


def _has_both_marks(text: str) -> bool:
    """Tell whether a list has semicolons and commas, and no other marks between its names."""
    return ";" in text and "," in text and not any(mark in text for mark in "|•·")


def bracketed_names(text: str, lexicon: Lexicon) -> list[str]:
    """Return the names in a bracket behind a title, each piece of which may say more ("X for short, or simply Y")."""
    names = (_cut(_behind_place(piece.text, lexicon), lexicon)[0] for piece in _pieces(text, lexicon))
    return [name for name in names if name and len(name.split()) <= _NAME_WORDS]


def _behind_place(piece: str, lexicon: Lexicon) -> str:
    """Return what stands behind "in some regions the …"."""
    words = piece.split()
    if words and words[0].casefold() in lexicon.also:
        return " ".join(words[1:])
    if not words or words[0].casefold() not in lexicon.places:
        return piece
    articles = [at for at, word in enumerate(words) if word.casefold() in lexicon.articles]
    return " ".join(words[articles[-1] + 1 :]) if articles else ""


def _are_names(pieces: list[_Piece], lexicon: Lexicon) -> bool:
    """Tell whether pieces may be names: closed, short, and without an article inside as a verb's object has."""
    return pieces[-1].closed and not any(
        len(words) > _NAME_WORDS or not lexicon.determiners.isdisjoint(words[1:])
        for words in (piece.text.casefold().split() for piece in pieces)
    )


def _pieces(text: str, lexicon: Lexicon) -> list[_Piece]:
    """Split `text` at commas and conjunctions."""
    pieces: list[_Piece] = []
    position, joined = 0, False
    for match in _separator(lexicon.conjunctions).finditer(text):
        closed = match["last"] is None
        pieces.append(_Piece(text[position : match.start()], closed, joined))
        position, joined = match.end(), bool(match["comma_last"] or match["last"])
    rest = text[position:]
    pieces.append(_Piece(rest, len(rest.split()) <= _NAME_WORDS or ")" in rest, joined))
    return pieces


def _cut(piece: str, lexicon: Lexicon, *, is_listed: bool = False) -> tuple[str, bool]:
    """Return the name in a piece of a list, and whether the sentence goes on after it.

    A short piece of a mere list is a name whatever words are in it ("worker in the woods").
    """
    name, ended = _GRAMMAR_NOTE.sub("", piece), False
    if found := re.search(rf"(?<=\w)[{_QUOTES}]?[.!?](?=\s|$)|(?<=\w)\s+[–—]\s", name):
        name, ended = name[: found.start()], True
    may_go_on = not is_listed or len(name.split()) > _NAME_WORDS
    if may_go_on and (
        found := re.search(rf"(?<=\S)\s(?:{_words(lexicon.alias_ends)})(?!\w)", name, re.IGNORECASE)
    ):
        name, ended = name[: found.start()], True
    if found := re.match(r"[^()]*(?=\))", name):
        name, ended = found[0], True
    name = name.strip(_SENTENCE_MARKS + _QUOTES)
    while found := re.match(
        rf"(?:{_words(lexicon.articles + lexicon.conjunctions)})\s+", name, re.IGNORECASE
    ):
        name = name[found.end() :].strip(_QUOTES)
    if lexicon.language in _ELIDING:
        name = _ELIDED.sub("", name)
    return (name, ended) if 1 < len(name) <= _LONGEST else ("", ended)
