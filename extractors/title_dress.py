"""What a title is dressed up in: the site's name, "Job profile:", "(m/f/d)", an abbreviation, other names."""

import re

from extractors.clean_text import clean_text
from extractors.lexicon import Lexicon

_SEPARATOR = re.compile(r"\s+[|–—»«·•\\-]\s+|\s*[|»•]\s*|\s*:{1,2}\s+|\s+::\s*|(?<=[?!])\s+")
_GENDER = re.compile(
    r"\s*[\(\[]\s*(?:[mwfdxihnv](?:\s*[/|,*]\s*[mwfdxihnv*]+)+|all genders?|gn\*?|alle geschlechter|h/f/x?|m/k|k/m)"
    r"\s*[\)\]]",
    re.IGNORECASE,
)
ABBREVIATION = re.compile(r"\s*[\(\[]([A-Z][A-Za-z&/.-]{0,7}[A-Z]s?)[\)\]]")
_BRACKET_BEHIND = re.compile(r"(?<=\w)\s+\(([^()]{3,120})\)$")
_NAME_WORDS = 5


def undressed(text: str, lexicon: Lexicon) -> list[str]:
    """Return what may be the title in `text`: all of it undressed first, then its parts between separators."""
    whole = _strip(clean_text(text), lexicon)
    parts = [_strip(part, lexicon) for part in _SEPARATOR.split(text)]
    found = [whole, *parts] if len(parts) > 1 else [whole]
    return list(dict.fromkeys(part for part in found if part))


def _strip(text: str, lexicon: Lexicon) -> str:
    text = ABBREVIATION.sub("", _GENDER.sub("", text)).strip()
    text = (_BRACKET_BEHIND.sub("", text) if names_behind(text) else text).strip(" ?!¿¡.:–—-|·•»«\"“”„'")
    for _ in range(2):
        text = _without_prefix(text, lexicon.title_prefixes)
        text = _without_suffix(text, lexicon.title_suffixes)
    return text


def names_behind(title: str) -> list[str]:
    """Return the other names that a bracket behind a title lists: "Cabinet maker (joiner, furniture maker)".

    One of them ends with the title's last word, and not all of them with all of the title: else they are branches,
    places or terms ("Nurse (adult, mental health)", "Nurse (adult nurse, school nurse)").
    """
    found = _BRACKET_BEHIND.search(title)
    names = [name.strip() for name in found[1].split(",")] if found else []
    if found is None or not len(names) > 1 or not all(0 < len(name.split()) <= _NAME_WORDS for name in names):
        return []
    *before, kind = title[: found.start()].casefold().split()
    of_kind = [name.casefold().split()[-1] == kind for name in names]
    return names if any(of_kind) and (before or not all(of_kind)) else []


def _without_prefix(text: str, prefixes: tuple[str, ...]) -> str:
    folded = text.casefold()
    if not folded.startswith(prefixes):
        return text
    for prefix in prefixes:
        rest = text[len(prefix) :]
        if folded.startswith(prefix) and rest.strip() and not rest[0].isalnum():
            return rest.lstrip(" :–—-")
    return text


def _without_suffix(text: str, suffixes: tuple[str, ...]) -> str:
    folded = text.casefold()
    if not folded.endswith(suffixes):
        return text
    for suffix in suffixes:
        rest = text[: -len(suffix)]
        if folded.endswith(suffix) and rest.strip() and not rest[-1].isalnum():
            return rest.rstrip(" :–—-|(,")
    return text
