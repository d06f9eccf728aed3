"""What a check of sources found: whether each is still what it was, and where to look if not."""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from schemas.profile import SourceId

About = Literal[
    "start page",
    "robots.txt",
    "listing",
    "pages",
    "fields",
    "selectors",
    "headings",
    "layout",
    "last version",
    "check",
]
"""What a trouble is about: where in the source, or in its data, it shows."""
_LONGEST = 400
SAMPLE = 10
"""Pages of each source that a check looks at, unless told otherwise."""


def _in_one_line(text: str) -> str:
    """Return text that may quote a page, so that a terminal shows it and does not obey it."""
    line = " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())
    return line if len(line) <= _LONGEST else f"{line[:_LONGEST]}…"


Line = Annotated[str, AfterValidator(_in_one_line)]
"""Text on one line, without signs that control a terminal."""


class _Report(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Trouble(_Report):
    """One thing that is not as it should be."""

    source: SourceId
    about: About
    expected: Line
    found: Line
    look_at: Line
    """URL or file to open."""
    advice: Line
    """What to do."""

    def __str__(self) -> str:
        """Return the one line that people read."""
        told = f"{self.source}: {self.about}: expected {self.expected}, found {self.found}"
        return f"{told}; see {self.look_at}; {self.advice}"


class SourceCheck(_Report):
    """One source as it is today."""

    source: SourceId
    outcome: Literal["fine", "trouble", "skipped"]
    start_url: str | None = None
    compared_with: str | None = None
    """The version of the dataset that today's pages were compared with; null where there is none."""
    links: int = 0
    """Pages that discovery found."""
    pages: dict[str, int] = Field(default_factory=dict)
    """What became of the pages of the sample: "profiles", "rejected", "gone", "refused", "failed"."""
    coverage: dict[str, float] = Field(default_factory=dict)
    """Field of the record → share of the sample's profiles that have it."""
    learned_from: int = 0
    """Archived pages from which the picture of the layout was learned; 0 where the layout was not compared."""
    troubles: tuple[Trouble, ...] = ()
    notes: tuple[Line, ...] = ()
    """What was not compared, and why."""

    def headline(self) -> str:
        """Return the check in one line for people."""
        if self.outcome == "skipped":
            return f"{self.source}: skipped: {'; '.join(self.notes)}"
        count = len(self.troubles)
        told = [f"{count} {'trouble' if count == 1 else 'troubles'}" if count else "fine"]
        if self.links:
            ends = ", ".join(
                f"{number} {end.removesuffix('s') if number == 1 else end}"
                for end, number in self.pages.items()
                if number
            )
            told.append(f"{self.links} links, {sum(self.pages.values())} looked at ({ends})")
        told.append(f"compared with {self.compared_with}" if self.compared_with else "")
        return f"{self.source}: {'; '.join(filter(None, (*told, *self.notes)))}"


class CheckReport(_Report):
    """A check of several sources."""

    checked: datetime
    sources: tuple[SourceCheck, ...]

    @property
    def troubles(self) -> tuple[Trouble, ...]:
        """Every trouble, source by source."""
        return tuple(trouble for source in self.sources for trouble in source.troubles)

    def verdict(self) -> str:
        """Return in one line what is wrong, for an error that ends a command or a flow."""
        named = ", ".join(source.source for source in self.sources if source.troubles)
        count = len(self.troubles)
        return f"{count} {'trouble' if count == 1 else 'troubles'} found in {named}"
