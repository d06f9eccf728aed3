"""Times of the day, which open the entries of a timeline and say nothing of their own."""

import re

_LONGEST = 24
_TIME = re.compile(
    r"(?:(?:um|at|a las|à|alle|às|kl\.?|klockan|ab|from|around|gegen)\s+)?"
    r"(?:\d{1,2}\s?(?:[:.h]\s?\d{2})?\s?(?:uhr|h|hrs?|a\.?m\.?|p\.?m\.?|noon)?|noon|midnight)"
    r"(?:\s?[-–—]\s?\d{1,2}(?:[:.h]\d{2})?\s?(?:uhr|h|a\.?m\.?|p\.?m\.?)?)?\.?",
    re.IGNORECASE,
)
_CLEAR_TIME = re.compile(
    r"\d{1,2}(?:[:.h]\s?\d{2}(?:\s?(?:uhr|h|hrs?|a\.?m\.?|p\.?m\.?))?|\s?(?:uhr|a\.?m\.?|p\.?m\.?))"
    r"(?:\s?[-–—]\s?\d{1,2}(?:[:.h]\d{2})?\s?(?:uhr|h|a\.?m\.?|p\.?m\.?)?)?",
    re.IGNORECASE,
)


def is_time(text: str) -> bool:
    """Tell whether a text is nothing but a time of the day, or the number of a step."""
    return len(text) <= _LONGEST and any(map(str.isalnum, text)) and _TIME.fullmatch(text.strip()) is not None


def is_time_of_day(text: str) -> bool:
    """Tell whether a text is a time beyond doubt: with minutes, or with a word for the hour."""
    return len(text) <= _LONGEST and text[:1].isdigit() and _CLEAR_TIME.fullmatch(text) is not None
