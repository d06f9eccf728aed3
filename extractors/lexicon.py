"""The words of one language, compiled: what `vocabulary/*.toml` says, ready to be looked up."""

import re
import tomllib
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources
from itertools import groupby
from typing import Any

_SPOKEN_AS = {"nb": "no", "nn": "no"}
"""Languages that share the vocabulary of another: the written standards of Norwegian."""
_GAP = r"(?:\w+ ){0,6}?"
_OPEN = r"\w*"
"""What a star stands for: any beginning or any ending of a word."""
_ELISION = re.compile(
    r"(?<!\w)(c|d|j|l|m|n|qu|s|t|jusqu|lorsqu|puisqu|quelqu|all|dall|dell|nell|sull|quell|un)['’](?=\w)"
)
"""What French and Italian shorten in front of a vowel: a word of its own ("l'emploi", "dell'inglese")."""


@lru_cache(maxsize=4_096)
def fold(text: str) -> str:
    """Return `text` as phrases are matched against it: lower case words with single spaces between and around."""
    words = re.findall(r"\w+", _without_apostrophes(text.casefold()))
    return f" {' '.join(words)} "


def _without_apostrophes(text: str) -> str:
    return _ELISION.sub(r"\1 ", text).replace("’", "").replace("'", "")


class Phrases:
    """Phrases of a vocabulary, looked up together."""

    def __init__(self, phrases: list[str]) -> None:
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

    def spans(self, folded: str) -> list[tuple[int, int]]:
        """Return where the phrases stand in folded text."""
        return [match.span() for match in self._regex.finditer(folded)]

    def count(self, folded: str) -> int:
        """Return how many phrases stand in folded text."""
        return len(self._regex.findall(folded))

    def __contains__(self, folded: str) -> bool:
        return self._regex.search(folded) is not None


def _pattern(phrase: str) -> str:
    pattern = ""
    for word in _without_apostrophes(phrase.casefold()).split():
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


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The vocabulary of one language."""

    language: str
    headings: dict[str, Phrases]
    lead_ins: dict[str, Phrases]
    filler: frozenset[str]
    alias_before: tuple[str, ...]
    alias_verbs: tuple[str, ...]
    alias_listing: tuple[str, ...]
    alias_after: tuple[str, ...]
    alias_introductions: tuple[str, ...]
    alias_copulas: tuple[str, ...]
    alias_ends: tuple[str, ...]
    alias_none: frozenset[str]
    alias_subjects: tuple[str, ...]
    alias_partly: frozenset[str]
    conjunctions: tuple[str, ...]
    articles: tuple[str, ...]
    cues: Phrases
    strong_cues: Phrases
    required: Phrases
    preferred: Phrases
    firm_headings: Phrases
    """What makes the statements below a heading required; a lead-in sentence says it as a statement does."""
    nothing: frozenset[str]
    kinds: dict[str, Phrases]
    boilerplate: Phrases
    rejections: dict[str, Phrases]
    title_prefixes: tuple[str, ...]
    title_suffixes: tuple[str, ...]
    generic_titles: frozenset[str]
    modified: Phrases
    months: dict[str, int]
    """Names and abbreviations of the months → 1 to 12."""


@cache
def languages() -> tuple[str, ...]:
    """Return the codes of the languages that have a vocabulary, sorted."""
    files = (resources.files("extractors") / "vocabulary").iterdir()
    return tuple(sorted(file.name.removesuffix(".toml") for file in files if file.name.endswith(".toml")))


def has_vocabulary(language: str) -> bool:
    """Tell whether there is a vocabulary to read `language` (ISO 639-1) with."""
    return _SPOKEN_AS.get(language, language) in languages()


@cache
def lexicon(language: str) -> Lexicon:
    """Return the vocabulary of `language` (ISO 639-1); English where there is none."""
    code = _SPOKEN_AS.get(language, language) if has_vocabulary(language) else "en"
    text = (resources.files("extractors") / "vocabulary" / f"{code}.toml").read_text("utf-8")
    return _compiled(code, tomllib.loads(text))


def _compiled(code: str, words: dict[str, Any]) -> Lexicon:
    aliases, requirements, title = words["aliases"], words["requirements"], words["title"]
    return Lexicon(
        language=code,
        headings={field: Phrases(phrases) for field, phrases in words["headings"].items()},
        lead_ins={field: Phrases(phrases) for field, phrases in words["lead_ins"].items()},
        filler=frozenset(words["filler"]["words"]),
        alias_before=tuple(aliases["before"]),
        alias_verbs=tuple(aliases["verbs"]),
        alias_listing=tuple(aliases["listing"]),
        alias_after=tuple(aliases["after"]),
        alias_introductions=tuple(aliases["introductions"]),
        alias_copulas=tuple(aliases["copulas"]),
        alias_ends=tuple(aliases["ends"]),
        alias_none=frozenset(aliases["none"]),
        alias_subjects=tuple(aliases["subjects"]),
        alias_partly=frozenset(aliases["partly"]),
        conjunctions=tuple(aliases["conjunctions"]),
        articles=tuple(aliases["articles"]),
        cues=Phrases(requirements["cues"]),
        strong_cues=Phrases(requirements["strong"]),
        required=Phrases(requirements["required"]),
        preferred=Phrases(requirements["preferred"]),
        firm_headings=Phrases(requirements["firm_headings"]),
        nothing=frozenset(requirements["nothing"]),
        kinds={kind: Phrases(phrases) for kind, phrases in requirements["kinds"].items()},
        boilerplate=Phrases(words["boilerplate"]["phrases"]),
        rejections={reason: Phrases(phrases) for reason, phrases in words["rejections"].items()},
        title_prefixes=tuple(title["prefixes"]),
        title_suffixes=tuple(title["suffixes"]),
        generic_titles=frozenset(title["generic"]),
        modified=Phrases(words["dates"]["modified"]),
        months={
            name: number for number, names in enumerate(words["dates"]["months"], 1) for name in names.split()
        },
    )
