"""The forms in which a sentence gives other names of a job, compiled from one language's vocabulary."""

import re
from functools import cache
from typing import NamedTuple

from extractors.lexicon import lexicon
from extractors.phrases import Phrases


class AliasPatterns(NamedTuple):
    """One pattern a form; X stands for the names."""

    listing: re.Pattern[str]
    """ "Other titles include X", "Other titles: X"."""
    naming: re.Pattern[str]
    """ "Other titles are X"."""
    after: re.Pattern[str]
    """ "X are other names for this job"."""
    before: re.Pattern[str]
    """ "…, also known as X"."""
    opening: re.Pattern[str]
    """ "Also known as X" at the start of a line."""
    introduction: re.Pattern[str]
    """ "… including X"."""
    copula: re.Pattern[str]
    """ "X are …"."""
    around: re.Pattern[str]
    """ "auch X genannt": the names are the group of that name."""
    signs: Phrases
    """Words of which each form but the last two holds one."""


@cache
def alias_patterns(language: str) -> AliasPatterns:
    """Return the patterns of a language that has a vocabulary."""
    words = lexicon(language)
    listed = rf"(?<!\w)(?:{_any(*words.alias_listing)})(?!\w)"
    introductions, copulas = _any(*words.alias_introductions), _any(*words.alias_copulas)
    before, verbs = _any(*words.alias_before), _any(*words.alias_verbs)
    patterns = {
        "listing": rf"{listed}(?:\s*:\s*|[^.:!?]{{0,120}}?[\s,](?:{introductions}):?\s+)",
        "naming": rf"{listed}[^.:!?]{{0,60}}?\s(?:{copulas}):?\s+",
        "after": rf"\s(?:{_any(*words.alias_after)})(?!\w)",
        "before": rf"(?:^|\s*[,(–—-]\s*|\s+)(?:(?:{verbs})\s+)?(?:{before})(?:\s+as)?:?\s+(?=\S)",
        "opening": rf"(?:{before})(?:\s+as)?\s*:?\s+(?=\S)",
        "introduction": rf"[\s,](?:{introductions}):?\s+(?=\S)",
        "copula": rf"\s(?:{copulas})\s",
        "around": _around(words.alias_around),
    }
    forms = {form: re.compile(pattern, re.IGNORECASE) for form, pattern in patterns.items()}
    return AliasPatterns(**forms, signs=words.alias_signs)


def _any(*phrases: str) -> str:
    return "|".join(_pattern(phrase) for phrase in sorted(phrases, key=len, reverse=True))


def _pattern(phrase: str) -> str:
    """Return the pattern of a phrase, in which "..." stands for up to three words."""
    pieces = (re.escape(piece.strip()).replace(r"\ ", r",?\s+") for piece in phrase.split("..."))
    return r"\s+(?:\w+\s+){0,3}?".join(pieces)


def _around(phrases: tuple[str, ...]) -> str:
    forms = (phrase.partition("...") for phrase in phrases)
    return (
        "|".join(
            rf"(?<!\w){re.escape(opening.strip())}\s+(?P<names{number}>[^.:;!?]{{2,160}}?)\s+{re.escape(closing.strip())}(?!\w)"
            for number, (opening, _, closing) in enumerate(forms)
        )
        or r"(?!)"
    )
