"""When a value that was read is the value of the gold: compared word by word, in folded text."""

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence

SAME = 0.8
"""Token F1 (or share of words) from which on two statements are the same."""
_STANDS = 0.95
_SLACK = 6
_SIGNS = str.maketrans({"’": None, "'": None, "–": "-"})


def folded(text: str | None) -> str:
    """Return the words of `text` in lower case, single spaced, without punctuation (NFKC)."""
    return " ".join(
        re.findall(r"\w+", unicodedata.normalize("NFKC", text or "").casefold().translate(_SIGNS))
    )


def letters(text: str) -> str:
    """Return `text` as compared letter by letter: NFC, single spaces."""
    return " ".join(unicodedata.normalize("NFC", text).split())


def token_f1(one: str, other: str) -> float:
    """Return the F1 of the words of two folded texts, 0 to 1."""
    words, others = Counter(one.split()), Counter(other.split())
    common = (words & others).total()
    return 2 * common / (words.total() + others.total()) if common else 0.0


def share_of(text: str, within: str) -> float:
    """Return the share of the words of a folded `text` that `within` holds."""
    words = Counter(text.split())
    return (words & Counter(within.split())).total() / max(1, words.total())


def set_f1(found: Sequence[str], wanted: Sequence[str]) -> float:
    """Return the F1 of two sets of names, compared folded; two empty sets are equal."""
    names, gold = {folded(name) for name in found}, {folded(name) for name in wanted}
    return 2 * len(names & gold) / (len(names) + len(gold)) if names or gold else 1.0


def stands_in(statement: str, region: str) -> bool:
    """Tell whether a folded statement stands in a folded region: 95 % of its words within one window of it."""
    if not statement:
        return False
    if f" {statement} " in f" {region} ":
        return True
    words, text = statement.split(), region.split()
    wanted, first_two = Counter(words), set(words[:2])
    windows = (text[at : at + len(words) + _SLACK] for at, word in enumerate(text) if word in first_two)
    return any((wanted & Counter(window)).total() >= _STANDS * len(words) for window in windows)


def pairs(found: Sequence[str], wanted: Sequence[str]) -> dict[int, int]:
    """Return which folded statement found is which one wanted, one to one, the most alike first."""
    alike = sorted(
        (
            (token_f1(text, gold), index, place)
            for index, text in enumerate(found)
            for place, gold in enumerate(wanted)
        ),
        reverse=True,
    )
    matched: dict[int, int] = {}
    taken: set[int] = set()
    for score, index, place in alike:
        if score >= SAME and index not in matched and place not in taken:
            matched[index] = place
            taken.add(place)
    return matched
