"""Times of the day, which open the entries of a timeline and say nothing of their own."""

import re

_LONGEST = 24
_TIME = re.compile(
    r"(?:(?:um|at|a las|à|alle|às|kl\.?|klockan|ab|from|around|gegen)\s+)?"
    r"(?:\d{1,2}\s?(?:[:.h]\s?\d{2})?\s?(?:uhr|h|hrs?|a\.?m\.?|p\.?m\.?|noon)?|noon|midnight)"
    r"(?:\s?[-–—]\s?\d{1,2}(?:[:.h]\d{2})?\s?(?:uhr|h|a\.?m\.?|p\.?m\.?)?)?\.?",
    re.IGNORECASE,
)


def is_time(text: str) -> bool:
    """Tell whether a text is nothing but a time of the day, or the number of a step."""
    return len(text) <= _LONGEST and any(map(str.isalnum, text)) and _TIME.fullmatch(text.strip()) is not None
