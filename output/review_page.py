"""Explanation → one HTML file that shows a page's text and its record side by side.

It opens from disk, loads nothing and runs no script; nothing of the page is markup in it.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from urllib.parse import urlsplit

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape

from output.marked_text import MarkEdge, marked
from schemas.evidence import Evidence
from schemas.explanation import Explanation, Passage
from schemas.profile import JobProfile

BEGINNING = "<!doctype html>\n<!-- jobprofiles review -->"
"""How every review begins, so that a command can tell one from a page that it must not overwrite."""
_NO_HOST = "file.invalid"
_ORIGINS = {
    "page": "read off the page",
    "json-ld": "from the page's JSON-LD",
    "meta": "from the page's head",
    "url": "from the page's address",
    "listing": "from the listing that led to the page",
}
_HEADINGS = ("Title", "Other names", "Summary", "Tasks", "Requirements", "Codes")
_LEVELS = {7: "bold line", 8: "leads in a list"}
_TEMPLATES = Environment(
    loader=PackageLoader("output", "templates"),
    autoescape=select_autoescape(default=True, default_for_string=True),
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


@dataclass(frozen=True, slots=True)
class Value:
    """One value of the record, and where to find it."""

    pointer: str
    name: str
    """What it is called where a passage refers to it, such as "task 2"."""
    label: str
    """The beginning of the text that names it, empty where nothing does."""
    text: str
    """What follows the label."""
    marks: str
    """What the record says of it besides."""
    evidence: Evidence | None
    origin: str
    href: str | None
    """Link to the place that it was read from, None where it stands in no passage."""

    @property
    def anchor(self) -> str:
        """The id of the value in the review."""
        return _anchor("value", self.pointer)


@dataclass(frozen=True, slots=True)
class ShownPassage:
    """A passage as the template prints it."""

    anchor: str
    passage: Passage
    pieces: tuple[str | MarkEdge, ...]
    note: str
    """What it is on the page, where that is not plain to see."""
    values: tuple[Value, ...]


def review_page(explanation: Explanation) -> str:
    """Return the review of one page as a whole HTML document."""
    pieces, hrefs = _linked(explanation.passages)
    groups = list(_groups(explanation, hrefs))
    by_pointer = {value.pointer: value for _, values in groups for value in values}
    passages = [
        _shown(number, passage, pieces[number - 1], by_pointer)
        for number, passage in enumerate(explanation.passages, start=1)
    ]
    page = _TEMPLATES.get_template("review_page.html.jinja").render(
        explanation=explanation,
        profile=explanation.extraction.profile,
        link=_web_link(explanation.url),
        groups=groups,
        passages=passages,
        left_out=_left_out(passages),
    )
    return f"{BEGINNING}\n{page}\n"


def _anchor(what: str, pointer: str) -> str:
    return f"{what}{pointer.replace('/', '-')}"


def _linked(
    passages: tuple[Passage, ...],
) -> tuple[list[tuple[str | MarkEdge, ...]], Mapping[str, str]]:
    """Return the pieces of every passage, and the link to each value's place: its first mark, else the passage."""
    pieces: list[tuple[str | MarkEdge, ...]] = []
    marks: dict[str, str] = {}
    whole: dict[str, str] = {}
    for number, passage in enumerate(passages, start=1):
        here: list[str | MarkEdge] = []
        for piece in marked(passage.text, passage.quotes):
            if isinstance(piece, MarkEdge) and not piece.closes and piece.pointer not in marks:
                anchor = _anchor("mark", piece.pointer)
                marks[piece.pointer] = f"#{anchor}"
                here.append(replace(piece, anchor=anchor))
            else:
                here.append(piece)
        for quote in passage.quotes:
            whole.setdefault(quote.pointer, f"#passage-{number}")
        pieces.append(tuple(here))
    return pieces, {**whole, **marks}


def _groups(explanation: Explanation, hrefs: Mapping[str, str]) -> Iterator[tuple[str, list[Value]]]:
    """Yield the fields of the record with their values, in the order in which people read them."""
    profile = explanation.extraction.profile
    if profile is None:
        return
    evidence = {found.field: found for found in explanation.extraction.evidence}
    fields: dict[str, list[Value]] = {heading: [] for heading in _HEADINGS}
    labels = {f"/tasks/{index}/text": task.label for index, task in enumerate(profile.tasks)}
    for heading, pointer, name, text, marks in _values(profile):
        found, label = evidence.get(pointer), labels.get(pointer) or ""
        label = label if text.startswith(label) else ""
        origin = _ORIGINS[found.origin] if found else ""
        rest = text.removeprefix(label)
        fields[heading].append(Value(pointer, name, label, rest, marks, found, origin, hrefs.get(pointer)))
    yield from fields.items()


def _values(profile: JobProfile) -> Iterator[tuple[str, str, str, str, str]]:
    """Yield heading, pointer, name, text and marks of every value that has evidence."""
    yield "Title", "/title", "title", profile.title, ""
    for index, alias in enumerate(profile.aliases):
        yield "Other names", f"/aliases/{index}", f"name {index + 1}", alias, ""
    if profile.summary:
        yield "Summary", "/summary", "summary", profile.summary, ""
    for index, task in enumerate(profile.tasks):
        yield "Tasks", f"/tasks/{index}/text", f"task {index + 1}", task.text, ""
    for index, asked in enumerate(profile.requirements):
        marks = ", ".join(filter(None, (asked.kind, asked.importance)))
        yield "Requirements", f"/requirements/{index}/text", f"requirement {index + 1}", asked.text, marks
    for index, code in enumerate(profile.codes):
        yield "Codes", f"/codes/{index}", f"code {index + 1}", code.code, code.scheme


def _shown(
    number: int, passage: Passage, pieces: tuple[str | MarkEdge, ...], values: Mapping[str, Value]
) -> ShownPassage:
    note = _LEVELS.get(passage.level, "") if passage.kind == "heading" else ""
    pointers = dict.fromkeys(quote.pointer for quote in passage.quotes)
    return ShownPassage(
        anchor=f"passage-{number}",
        passage=passage,
        pieces=pieces,
        note=note,
        values=tuple(values[pointer] for pointer in pointers if pointer in values),
    )


def _left_out(passages: list[ShownPassage]) -> Mapping[str, list[ShownPassage]]:
    """Return the passages from which nothing was read, by the reason why."""
    reasons: defaultdict[str, list[ShownPassage]] = defaultdict(list)
    for shown in passages:
        if shown.passage.reason:
            reasons[shown.passage.reason].append(shown)
    return reasons


def _web_link(url: str) -> str | None:
    """Return `url` where it can be opened: an http or https address that is no stand-in for a file."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    is_web = parts.scheme in ("http", "https") and parts.hostname not in (None, "", _NO_HOST)
    return url if is_web else None
