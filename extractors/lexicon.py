"""The words of one language, compiled: what `vocabulary/*.toml` says, ready to be looked up."""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

from extractors.phrases import FirstWords, Phrases, fold

_SPOKEN_AS = {"nb": "no", "nn": "no"}
"""Languages that share the vocabulary of another: the written standards of Norwegian."""
_LEAST_OPEN = 4


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
    alias_around: tuple[str, ...]
    """Openings and closings between which names stand: "auch ... genannt"."""
    alias_signs: Phrases
    """Words of which every sentence that gives other names holds one."""
    also: frozenset[str]
    places: frozenset[str]
    """Words that open a clause which says where ("in the trade")."""
    conjunctions: tuple[str, ...]
    articles: tuple[str, ...]
    determiners: frozenset[str]
    cues: Phrases
    strong_cues: Phrases
    required: Phrases
    preferred: Phrases
    firm_headings: Phrases
    """What makes the statements below a heading required; a lead-in sentence says it as a statement does."""
    nothing: frozenset[str]
    negations: Phrases
    contrasts: Phrases
    """Words behind which a negation goes on to ask for something after all."""
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


@cache
def vocabulary_pattern(language: str) -> re.Pattern[str]:
    """Return a pattern that fully matches each single folded word of a language's vocabulary.

    Words that are open at one end count from four letters on: "*in" is the ending of half a language.
    """
    code = _SPOKEN_AS.get(language, language) if has_vocabulary(language) else "en"
    text = (resources.files("extractors") / "vocabulary" / f"{code}.toml").read_text("utf-8")
    words = {
        word for phrase in _strings(tomllib.loads(text)) for word in fold(phrase.replace("*", "_")).split()
    }
    closed = {word for word in words if "_" not in word}
    opened = {word for word in words - closed if len(word.strip("_")) >= _LEAST_OPEN}
    return re.compile("|".join(re.escape(word).replace("_", r"\w*") for word in sorted(closed | opened)))


def _strings(found: Any) -> Iterator[str]:
    """Yield every string of a vocabulary, however deep."""
    if isinstance(found, str):
        yield found
    elif isinstance(found, dict | list):
        for value in found.values() if isinstance(found, dict) else found:
            yield from _strings(value)


def _compiled(code: str, words: dict[str, Any]) -> Lexicon:
    aliases, requirements, title = words["aliases"], words["requirements"], words["title"]
    first_words = FirstWords()

    def compiled(phrases: list[str]) -> Phrases:
        return Phrases(phrases, first_words)

    return Lexicon(
        language=code,
        headings={field: compiled(phrases) for field, phrases in words["headings"].items()},
        lead_ins={field: compiled(phrases) for field, phrases in words["lead_ins"].items()},
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
        alias_around=tuple(aliases["around"]),
        alias_signs=compiled(
            [*aliases["before"], *aliases["listing"], *aliases["after"], *map(_closing, aliases["around"])]
        ),
        also=frozenset(aliases["also"]),
        places=frozenset(aliases["places"]),
        conjunctions=tuple(aliases["conjunctions"]),
        articles=tuple(aliases["articles"]),
        determiners=frozenset(aliases["determiners"]),
        cues=compiled(requirements["cues"]),
        strong_cues=compiled(requirements["strong"]),
        required=compiled(requirements["required"]),
        preferred=compiled(requirements["preferred"]),
        firm_headings=compiled(requirements["firm_headings"]),
        nothing=frozenset(requirements["nothing"]),
        negations=compiled(requirements["negations"]),
        contrasts=compiled(requirements["contrasts"]),
        kinds={kind: compiled(phrases) for kind, phrases in requirements["kinds"].items()},
        boilerplate=compiled(words["boilerplate"]["phrases"]),
        rejections={reason: compiled(phrases) for reason, phrases in words["rejections"].items()},
        title_prefixes=tuple(sorted(title["prefixes"], key=len, reverse=True)),
        title_suffixes=tuple(sorted(title["suffixes"], key=len, reverse=True)),
        generic_titles=frozenset(title["generic"]),
        modified=compiled(words["dates"]["modified"]),
        months={
            name: number for number, names in enumerate(words["dates"]["months"], 1) for name in names.split()
        },
    )


def _closing(phrase: str) -> str:
    return phrase.partition("...")[2].strip()
