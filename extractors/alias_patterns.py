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
    signs: Phrases
    """Words of which each form but the last two holds one."""


@cache
def alias_patterns(language: str) -> AliasPatterns:
    """Return the patterns of a language that has a vocabulary."""
    words = lexicon(language)
    listed = rf"(?<!\w)(?:{_any(*words.alias_listing)})(?!\w)"
    introductions, copulas = _any(*words.alias_introductions), _any(*words.alias_copulas)
    before, verbs = _any(*words.alias_before), _any(*words.alias_verbs)
    patterns = (
        rf"{listed}(?:\s*:\s*|[^.:!?]{{0,120}}?[\s,](?:{introductions}):?\s+)",
        rf"{listed}[^.:!?]{{0,60}}?\s(?:{copulas}):?\s+",
        rf"\s(?:{_any(*words.alias_after)})(?!\w)",
        rf"(?:\s*[,(–—-]\s*|\s+)(?:(?:{verbs})\s+)?(?:{before})(?:\s+as)?:?\s+(?=\S)",
        rf"(?:{before})(?:\s+as)?\s*:?\s+(?=\S)",
        rf"[\s,](?:{introductions}):?\s+(?=\S)",
        rf"\s(?:{copulas})\s",
    )
    return AliasPatterns(*(re.compile(pattern, re.IGNORECASE) for pattern in patterns), words.alias_signs)


def _any(*words: str) -> str:
    return "|".join(re.escape(word).replace(r"\ ", r"\s+") for word in sorted(words, key=len, reverse=True))
