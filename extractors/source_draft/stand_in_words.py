"""Made-up words in place of a page's own: always the same for the same one."""

import re
from collections.abc import Callable, Iterable
from functools import cache
from hashlib import sha256

from extractors.source_draft.told_words import ToldWords

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_DIGIT = re.compile(r"\d")
_LONG_NUMBER = re.compile(r"\d{5,}")
_MAIL_ADDRESS = re.compile(r"[\w.+-]{1,64}@[\w.-]{1,255}")
_TELEPHONE = re.compile(
    r"(?<![\w.,/-])(?!\d\d[./-]\d\d[./-]\d{4}\b)(?:\+|\(?0)\d(?:[ \u00a0()/.-]{0,3}\d){5,14}(?!\d)"
)
"""International, or with the zero of most countries; no date, such as 01.02.2023."""
_ENDINGS = re.compile(
    r"(?<=\w{4})(?:ers|ern|ings|innen|ingen|eurs|euses|ences|ing|ed|er|en|es|em|in|et|or|ar|s|e|n|a|o)$"
)
"""Of inflected words: what remains is the same for a word and its plural, so that the two stay alike."""
_CONSONANTS, _VOWELS = "bdfgklmnprstvz", "aeiou"
_LETTERS, _MANY = 4, 9


def stand_ins(language: str, kept: Iterable[str] = ()) -> Callable[[str], str]:
    """Return a function that replaces the words of a text, but for those that the extractor goes by or are `kept`.

    Where a phrase of the language's vocabulary stands (a cue, a lead-in, in a short text also what a heading says), its
    words stay, for they tell what is a task and what a requirement; so do words of up to three letters and numbers, but
    for telephone numbers and mail addresses. All others give way to words that are made of a hash (SHA-256) of their
    stems: the same text always gives the same words, "gilder" and "gilders" stay alike. The first letter stays, for
    abbreviations are made of them. Of nine words and more, one is replaced in any case.
    """
    told = ToldWords(language, kept)

    def of_text(text: str) -> str:
        replaced = _TELEPHONE.sub(lambda number: _DIGIT.sub("1", number[0]), text)
        replaced = _LONG_NUMBER.sub(_made_up_number, replaced)
        words = list(_WORD.finditer(replaced))
        stay = told.places([word[0] for word in words])
        if len(words) >= _MANY and len(stay) == len(words):
            stay.remove(max(stay, key=lambda place: len(words[place][0])))
        for place, word in reversed(list(enumerate(words))):
            if place not in stay:
                made_up = _cased(_made_up(word[0].casefold()), word[0])
                replaced = replaced[: word.start()] + made_up + replaced[word.end() :]
        return _MAIL_ADDRESS.sub("name@mail.example", replaced)

    return of_text


@cache
def _made_up(word: str) -> str:
    stem = word
    while (shorter := _ENDINGS.sub("", stem)) != stem:  # "gilderne", "gildern", "gilder", "gild"
        stem = shorter
    digest = sha256(stem.encode()).digest()
    letters = (
        (_VOWELS if place % 2 else _CONSONANTS)[digest[place % len(digest)] % (5 if place % 2 else 14)]
        for place in range(max(_LETTERS, min(len(stem), len(digest))))
    )
    return word[0] + "".join(letters)[1:] + word[len(stem) :]


def _made_up_number(number: re.Match[str]) -> str:
    """Return as many other digits: pages whose addresses differ in their numbers alone stay apart."""
    digits = sha256(number[0].encode()).digest()
    return "".join(str(digits[place % len(digits)] % 10) for place in range(len(number[0])))


def _cased(made_up: str, word: str) -> str:
    if word.isupper():
        return made_up.upper()
    return made_up.capitalize() if word[0].isupper() else made_up
