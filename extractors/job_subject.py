"""Whether the words of a sentence are the job of a page: its title in any number, "the role", "they"."""

import re
from functools import lru_cache

from extractors.lexicon import Lexicon
from extractors.phrases import fold

_LONG_WORD, _ENDING = 5, 3
_ELIDED = re.compile(r"\b(?:l|d|un|dell|all|nell|sull|dall)['’](?=\w)", re.IGNORECASE)
"""French and Italian articles that lean on the word behind them."""
_SUBJECT_LENGTH = 300
_ASIDE_WORDS, _PLACE_WORDS, _PRONOUN_LENGTH = 3, 5, 4


class JobSubject:
    """The job of one page, as sentences speak of it."""

    def __init__(self, title: str, lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self._singular = _singular(title)
        self._names = [self._singular.split(), *_stand_ins(lexicon.alias_subjects)]
        self._pronouns = {subject for subject in lexicon.alias_subjects if len(subject) <= _PRONOUN_LENGTH}

    def is_called_in(self, text: str) -> bool:
        """Tell whether a text calls the job "the role", "this profession" or the like."""
        folded = fold(text)
        return any(f" {subject} " in folded for subject in self._lexicon.alias_subjects if " " in subject)

    def is_spoken_of(self, sentence: str) -> bool:
        """Tell whether a sentence names the job, or calls it so."""
        return self.is_called_in(sentence) or self._singular in _singular(sentence)

    def is_subject(self, subject: str, *, is_intro: bool) -> bool:
        """Tell whether the words before an "also called" are this job.

        They end in its title, with at most a few words set off behind it ("Gilders, in some regions, …"); in the
        introduction they may be missing, or only say where ("In the trade you will also hear …").
        """
        words = fold(subject).split()
        if words and words[-1] in self._pronouns and len(words) <= _PLACE_WORDS:
            return True
        head, comma, tail = subject.rpartition(",")
        if self.ends(subject) or (comma and len(tail.split()) <= _ASIDE_WORDS and self.ends(head)):
            return True
        return (
            is_intro
            and len(words) <= _PLACE_WORDS
            and (not words or words[0] in self._lexicon.places | self._lexicon.also)
        )

    def ends(self, subject: str) -> bool:
        """Tell whether a clause ends in the title, or in words that stand for it, and in nothing narrower."""
        title = self._singular
        whole = re.sub(r"\([^)]*\)", " ", subject[-_SUBJECT_LENGTH:]).rstrip(" ,")
        clause = whole.rpartition(", ")[2]
        words = _singular(
            whole if title in _singular(whole) and title not in _singular(clause) else clause
        ).split()
        return any(self._ends_in(words, name) for name in self._names)

    def _ends_in(self, words: list[str], name: list[str]) -> bool:
        before = words[: -len(name)]
        return (
            len(words) >= len(name) > 0
            and all(map(_is_form_of, words[-len(name) :], name))
            and (
                not before
                or (
                    before[-1] not in self._lexicon.alias_partly
                    and (before[-1] in self._lexicon.articles or before[-1] in self._lexicon.filler)
                )
            )
        )


@lru_cache(maxsize=32)
def _stand_ins(subjects: tuple[str, ...]) -> tuple[list[str], ...]:
    """Return what a sentence calls the job instead of naming it, word by word."""
    return tuple(_singular(subject).split() for subject in subjects)


def _singular(text: str) -> str:
    words = fold(_ELIDED.sub("", text)).split()
    return " ".join(word[:-1] if word.endswith("s") and len(word) > len("gas") else word for word in words)


def _is_form_of(word: str, name: str) -> bool:
    """Tell whether two words are equal but for an ending, such as the Scandinavian article ("urmageren")."""
    return word == name or (
        len(name) >= _LONG_WORD and word.startswith(name) and len(word) - len(name) <= _ENDING
    )
