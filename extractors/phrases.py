"""Phrases of a vocabulary, looked up in folded text."""

import re
from collections import defaultdict
from functools import lru_cache
from itertools import groupby

_GAP = r"(?:\w+ ){0,6}?"
_OPEN = r"\w*"
"""What a star stands for: any beginning or any ending of a word."""
_ELISION = re.compile(
    r"(?<!\w)(c|d|j|l|m|n|qu|s|t|jusqu|lorsqu|puisqu|quelqu|all|dall|dell|nell|sull|quell|un)['’](?=\w)"
)
"""What French and Italian shorten in front of a vowel: a word of its own ("l'emploi", "dell'inglese")."""
_WORD = re.compile(r"\w+")
_ASCII = {number: chr(number).lower() if _WORD.match(chr(number)) else " " for number in range(128)}
_REMEMBERED, _REMEMBERED_LENGTH = 4_096, 2_000
_REMEMBERED_WORDS, _LONGEST_WORD = 50_000, 40


def fold(text: str) -> str:
    """Return `text` as phrases are matched against it: lower case words with single spaces between and around."""
    return _folded(text) if len(text) <= _REMEMBERED_LENGTH else _folded.__wrapped__(text)


@lru_cache(maxsize=_REMEMBERED)
def _folded(text: str) -> str:
    if text.isascii() and "'" not in text:  # three times as fast
        return f" {' '.join(text.translate(_ASCII).split())} "
    return f" {' '.join(_WORD.findall(_without_apostrophes(text.casefold())))} "


def _without_apostrophes(text: str) -> str:
    if "'" not in text and "’" not in text:
        return text
    return _ELISION.sub(r"\1 ", text).replace("’", "").replace("'", "")


class Phrases:
    """Phrases that are looked up together.

    A word, or several; `task*` stands for every ending, `*kurs` for every beginning, `...` for up to six words.
    """

    def __init__(self, phrases: list[str], first_words: "FirstWords | None" = None) -> None:
        written = sorted({_pattern(phrase) for phrase in phrases} - {""}, key=lambda p: (p[0], -len(p), p))
        closed = [pattern for pattern in written if not pattern.startswith(_OPEN)]
        # Grouped by the first letter, because the regular expression engine tries alternatives one by one.
        groups = [
            f"{letter}(?:{'|'.join(pattern[1:] for pattern in group)})"
            for letter, group in groupby(closed, key=lambda pattern: pattern[0])
        ]
        if opened := [pattern.removeprefix(_OPEN) for pattern in written if pattern.startswith(_OPEN)]:
            groups.append(f"{_OPEN}(?:{'|'.join(opened)})")
        self._regex = re.compile(f"(?<= )(?:{'|'.join(groups)})(?= )") if groups else re.compile(r"(?!)")
        first_words = first_words or FirstWords()
        self._sets_that_may_stand_in = first_words.sets_in
        self._set = first_words.register(written)

    def spans(self, folded: str) -> list[tuple[int, int]]:
        """Return where the phrases stand in folded text."""
        if not self._may_stand_in(folded):
            return []
        return [match.span() for match in self._regex.finditer(folded)]

    def count(self, folded: str) -> int:
        """Return how many phrases stand in folded text."""
        return len(self._regex.findall(folded)) if self._may_stand_in(folded) else 0

    def __contains__(self, folded: str) -> bool:
        return self._may_stand_in(folded) and self._regex.search(folded) is not None

    def _may_stand_in(self, folded: str) -> bool:
        return self._sets_that_may_stand_in(folded) & self._set != 0


class FirstWords:
    """The words that phrases begin with: tells of a text in one look which sets of phrases may stand in it.

    Sets are bits of a number. A text is read word by word once, however many sets are looked up in it.
    """

    def __init__(self) -> None:
        self._sets = 0
        self._anywhere = 0
        self._words: defaultdict[str, int] = defaultdict(int)
        self._beginnings: defaultdict[str, int] = defaultdict(int)
        self._endings: defaultdict[str, int] = defaultdict(int)
        self._longest = 0
        """Length of the longest beginning or ending."""
        self._of_word: dict[str, int] = {}
        self._of_text = lru_cache(maxsize=_REMEMBERED)(self._read)

    def register(self, patterns: list[str]) -> int:
        """Return the bit of a new set of phrases, given as regular expressions."""
        bit = 1 << self._sets
        self._sets += 1
        for pattern in patterns:
            first = pattern.partition(" ")[0].replace("\\", "")
            word = first.removeprefix("w*").removesuffix("w*")
            if not _WORD.fullmatch(word) or (first.startswith("w*") and first.endswith("w*")):
                self._anywhere |= bit
            elif first.startswith("w*"):
                self._endings[word] |= bit
            elif first.endswith("w*"):
                self._beginnings[word] |= bit
            else:
                self._words[word] |= bit
        self._longest = max(map(len, (*self._beginnings, *self._endings)), default=0)
        self._of_word.clear()
        self._of_text.cache_clear()
        return bit

    def sets_in(self, folded: str) -> int:
        """Return the bits of the sets of which a phrase may stand in folded text."""
        return self._of_text(folded) if len(folded) <= _REMEMBERED_LENGTH else self._read(folded)

    def _read(self, folded: str) -> int:
        sets, known = self._anywhere, self._of_word
        for word in folded.split():
            bits = known.get(word)
            if bits is None:
                bits = self._sets_of(word)
            sets |= bits
        return sets

    def _sets_of(self, word: str) -> int:
        bits = self._words.get(word, 0)
        for length in range(1, min(len(word), self._longest) + 1):
            bits |= self._beginnings.get(word[:length], 0) | self._endings.get(word[-length:], 0)
        if len(self._of_word) >= _REMEMBERED_WORDS:
            self._of_word.clear()
        if len(word) <= _LONGEST_WORD:
            self._of_word[word] = bits
        return bits


def _pattern(phrase: str) -> str:
    pattern = ""
    for word in _without_apostrophes(phrase.casefold()).strip(". ").split():
        if word == "...":
            pattern += _GAP
            continue
        stem = word.removeprefix("*").removesuffix("*")
        opening = _OPEN if word.startswith("*") else ""
        written = " ".join(re.findall(r"\w+", stem))
        if written:
            ending = _OPEN if word.endswith("*") else ""
            pattern += opening + re.escape(written).replace(r"\ ", " ") + ending + " "
    return pattern.removesuffix(" ")
