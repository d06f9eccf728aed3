"""Which words of a text the extractor goes by."""

from collections.abc import Iterable, Sequence

from extractors.lexicon import lexicon, vocabulary_pattern
from extractors.phrases import Phrases, fold

_SHORT = 12
"""Words of a text that may be a heading."""
_LETTERS = 4
"""Shorter words are the mortar of every sentence, and nobody's own."""


class ToldWords:
    """Finds the words of one language's texts that say what the texts are, whatever they speak of."""

    def __init__(self, language: str, kept: Iterable[str] = ()) -> None:
        words = lexicon(language)
        self._known = vocabulary_pattern(language)
        self._nothing = words.nothing
        self._kept = {word for text in kept for word in fold(text).split()}
        self._anywhere: tuple[Phrases, ...] = (
            words.cues, words.strong_cues, words.required, words.preferred, words.negations, words.contrasts,
            words.alias_signs, words.boilerplate, words.modified, *words.lead_ins.values(), *words.kinds.values(),
            *words.rejections.values(),
        )  # fmt: skip
        self._in_short = (*words.headings.values(), words.firm_headings)
        self._alias_signs = words.alias_signs
        self._around_names = frozenset(
            word
            for phrase in (
                *words.alias_before, *words.alias_verbs, *words.alias_listing, *words.alias_after, *words.alias_around,
                *words.alias_introductions, *words.alias_copulas, *words.alias_subjects, *words.also, *words.alias_ends,
            )
            for word in fold(phrase).split()
        )  # fmt: skip
        self._mortar = words.filler | words.determiners | frozenset(words.months) | set(words.conjunctions)

    def places(self, words: Sequence[str]) -> set[int]:
        """Return the places of the words of a text that stay what they are."""
        folded = [fold(word).split() for word in words]
        text = " ".join(["", *(piece for pieces in folded for piece in pieces), ""])
        if text.strip() in self._nothing:
            return set(range(len(words)))
        told = self._told(text, short=len(words) <= _SHORT)
        stay, start = set(), 1
        for place, pieces in enumerate(folded):
            width = sum(len(piece) + 1 for piece in pieces)
            covered = any(begin < start + width - 1 and start < end for begin, end in told)
            if len(words[place]) < _LETTERS or any(
                self._stays(piece, text, covered=covered) for piece in pieces
            ):
                stay.add(place)
            start += width
        return stay

    def _told(self, text: str, *, short: bool) -> list[tuple[int, int]]:
        """Return where phrases of the vocabulary stand in folded text."""
        return [
            span
            for phrases in (*self._anywhere, *(self._in_short if short else ()))
            for span in phrases.spans(text)
        ]

    def _stays(self, piece: str, text: str, *, covered: bool) -> bool:
        if piece in self._kept or piece in self._mortar:
            return True
        if covered and self._known.fullmatch(piece):  # what fills a gap ("what ... do") is not told
            return True
        return piece in self._around_names and text in self._alias_signs
