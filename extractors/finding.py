"""A finding: a value that a reader read off a page, and how it knows."""

from dataclasses import dataclass

from extractors.block import Block
from schemas.evidence import Origin


@dataclass(frozen=True, slots=True)
class Finding:
    """One value with the place it stands at, the rule that read it and how often that rule is right."""

    value: str
    rule: str
    confidence: float
    block: Block | None = None
    """Where it stands; None where it was not read off the page's text."""
    label: str | None = None
    origin: Origin = "page"
    context: str = ""
    """Text around the value that says more of it (the heading above, the term it defines)."""
