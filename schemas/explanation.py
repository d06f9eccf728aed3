"""How one page was read: its text passage by passage, what was read from each, and why nothing was."""

from typing import Annotated, Literal

from pydantic import Field

from schemas.extraction import Extraction
from schemas.profile import Record

PassageKind = Literal["heading", "paragraph", "item", "cell", "definition", "skipped"]
"""What a passage is on the page; "skipped" is an element that was left out whole, such as a menu."""
PassageField = Literal["tasks", "requirements", "aliases", "summary", "other"]


class Quote(Record):
    """The part of a passage that a value was read from."""

    pointer: str = Field(description="JSON pointer into the record, as in its evidence.")
    start: Annotated[int, Field(ge=0)]
    end: Annotated[int, Field(ge=0)]


class Passage(Record):
    """A piece of the page's text as the extractor saw it."""

    text: str
    css: str | None = Field(description="The element it came from, in the DOM as browsers build it.")
    kind: PassageKind
    level: Annotated[int, Field(ge=0, le=8)] = Field(
        description="Of a heading: 1 to 6, 7 for a bold line, 8 for a sentence that leads in a list; else 0."
    )
    headers: tuple[str, ...] = Field(description="Of a cell or definition: its term, column and row.")
    field: PassageField | None = Field(description="What its section speaks of, null where nothing tells.")
    quotes: tuple[Quote, ...] = Field(description="What was read from it, in reading order.")
    reason: str | None = Field(
        description="Why nothing was read from it; null for headings other than sentences that lead in a list."
    )


class Explanation(Record):
    """An extraction, and the page's passages in reading order."""

    extraction: Extraction
    url: str = Field(description="Address under which the page is known, empty where it could not be parsed.")
    language: str = Field(description="Language it was read in, empty where it was not read.")
    passages: tuple[Passage, ...]
    omitted: Annotated[int, Field(ge=0)] = Field(
        description="Number of passages beyond the bound on them; none of these holds a value."
    )
