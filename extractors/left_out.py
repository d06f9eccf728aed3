"""Why nothing was read from a block, as the readers decided it."""

from dataclasses import replace

from extractors.block import Block, Kind
from extractors.clean_text import comparable
from extractors.outline import Section
from extractors.profile import Findings
from extractors.reading_view import STATEMENT_FIELDS, Candidate, ReadingView
from extractors.statements import plain_label
from schemas.profile import JobProfile

MOSTLY_LINKS = "most of it is links"
_HEADING_LENGTH = 80
_SPEAKS_OF = {
    "tasks": "tasks",
    "requirements": "requirements",
    "aliases": "other names",
    "summary": "the job as a whole",
    "other": "other things",
}


class LeftOut:
    """Gives the reasons of one page.

    Each is the one by which the readers' own rules passed the block over, asked of the readers themselves; where
    several passed it over, the reason says only what is true of it.
    """

    def __init__(self, view: ReadingView, findings: Findings | str, profile: JobProfile | None) -> None:
        self._view = view
        self._findings = findings if isinstance(findings, Findings) else None
        self._is_profile = profile is not None
        self._kept: list[Block] = []
        texts = {
            "tasks": [task.text for task in profile.tasks] if profile else [],
            "requirements": [asked.text for asked in profile.requirements] if profile else [],
        }
        self._published = {field: set(map(comparable, values)) for field, values in texts.items()}
        self._forms_read = self._forms()

    def why(self, block: Block) -> str | None:
        """Return why nothing was read from `block`; None for a heading, from which nothing has to be read."""
        section = self._view.section(block)
        if section is None:
            return None
        if block is section.heading and not self._view.is_card(section):
            return self._why_lead_in(section) if section.is_lead_in else None
        if candidate := self._view.candidate(block):
            return self._why_not_taken(block, section, candidate)
        return self._by_itself(block) or self._by_section(block, section)

    def _why_lead_in(self, section: Section) -> str:
        around = section.parent
        if around is None or around.heading is None:
            return "no statement: it leads in a list"
        return f"below {_named(around)}, but no statement: it leads in a list"

    def _why_not_taken(self, block: Block, section: Section, candidate: Candidate) -> str:
        below = self._below(section)
        field, text = candidate.field, comparable(candidate.text)
        if not self._is_profile or self._findings is None:
            return f"{below}, but the page is no profile"
        findings = self._findings.tasks if field == "tasks" else self._findings.requirements
        if any(finding.rule.startswith("source-reader") for finding in findings):
            return f"{below}, but the source's own reader reads the {field}"
        sentences = self._view.reader.sentences(block) if candidate.form == "prose" else []
        if candidate.form == "prose" and not sentences:
            return f"{below}, but no sentence of it states something"
        said = [comparable(sentence) for sentence in sentences] or [text]
        if all(words in self._published[field] for words in said):
            return f"{below}, but it says again what is in the record already"
        if any(finding.block is self._view.as_read(block) for finding in findings):
            return f"{below}, but the record cannot hold it: too long, too short, or nothing but signs"
        return f"{below}, but {self._by_form(candidate)}"

    def _by_form(self, candidate: Candidate) -> str:
        """Return why a statement was passed over for statements in another form."""
        field, form, statements = candidate.field, candidate.form, candidate.statements
        if field == "requirements" and form == "prose":
            if statements.listed or statements.labelled:
                return "the requirements of this section are read from its list"
            return "no sentence of it asks for something"
        forms = self._forms_read[field]
        if form != "listed" and "listed" in forms:
            return f"the {field} of this page are read from its lists"
        if form != "labelled" and "labelled" in forms:
            return f"the {field} of this page are read from its labelled paragraphs"
        return "nothing was read from it"

    def _by_itself(self, block: Block) -> str | None:
        """Return why a block is not content, wherever it stands."""
        if self._view.reader.is_content(block):
            return None
        if block.complementary:
            return "beside the content (aside, quotation, vacancy)"
        if block.caption:
            return "the caption of a picture"
        without_links = replace(block, linked=0.0)
        self._kept.append(
            without_links
        )  # the reader knows blocks by their address, which must not be used again
        if self._view.reader.is_content(without_links):
            return MOSTLY_LINKS
        return "its words are those of menus, notices and the like"

    def _by_section(self, block: Block, section: Section) -> str:
        view, read = self._view, self._view.as_read(block)
        field, below = view.field(section), self._below(section)
        if field in ("other", "summary"):
            return below
        if field == "aliases":
            return f"{below}, but no new name was read from it"
        if not any(map(str.isalpha, block.text)):
            return "no letter in it"
        if reason := self._by_header(read):
            return reason
        return self._by_place(block, section) if field else self._without_field(section)

    def _by_place(self, block: Block, section: Section) -> str:
        """Return why a block of a section that speaks of tasks or requirements is no statement."""
        below, label = self._below(section), plain_label(block.text)
        if not section.holds(block):
            return f"after {_named(section)} on the page, but outside of what it heads"
        if (read := self._view.as_read(block)).kind in (Kind.CELL, Kind.DEFINITION):
            is_side = self._view.shape(section).is_side_column(read.group, read.column)
            why = "in a column that says less than another" if is_side else "too short to be a statement"
            return f"{below}, but {why}"
        if self._view.fields.of_heading(label) == "other":
            return f'{below}, but its label "{_cut(label)}" speaks of other things'
        if section.heading and section.heading.linked:
            return f"{below}, but that heading is a link: it announces what stands elsewhere"
        return f"{below}, but nothing was read from it"

    def _by_header(self, block: Block) -> str | None:
        """Return what the headers of a cell or definition have against it."""
        if block.kind not in (Kind.CELL, Kind.DEFINITION):
            return None
        for header in filter(None, (block.term, block.column, block.row)):
            field = self._view.fields.of_heading(header)
            if field in ("tasks", "requirements"):
                return f'under "{_cut(header)}", but it says that nothing is asked for'
            if field:
                return f'under "{_cut(header)}", which speaks of {_SPEAKS_OF[field]}'
        return None

    def _without_field(self, section: Section) -> str:
        if section.heading is None:
            return "no heading above it names tasks or requirements"
        return f"{_named(section)} above it is not known to speak of tasks or requirements"

    def _below(self, section: Section) -> str:
        field = self._view.field(section)
        below = f"below {_named(self._view.namer(section))}"
        return f"{below}, which speaks of {_SPEAKS_OF[field]}" if field else below

    def _forms(self) -> dict[str, set[str]]:
        """Return in which forms the values of each field stand on the page."""
        forms: dict[str, set[str]] = {field: set() for field in STATEMENT_FIELDS}
        if self._findings:
            for finding in (*self._findings.tasks, *self._findings.requirements):
                candidate = self._view.candidate(finding.block) if finding.block else None
                if candidate:
                    forms[candidate.field].add(candidate.form)
        return forms


def _named(section: Section) -> str:
    return f'"{_cut(section.title)}"' if section.heading else "the beginning of the page"


def _cut(heading: str) -> str:
    return heading if len(heading) <= _HEADING_LENGTH else f"{heading[:_HEADING_LENGTH].rstrip()} …"
