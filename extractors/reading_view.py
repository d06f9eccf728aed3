"""Reading → what the readers had before them: each block's section and field, and what could have become of it."""

from dataclasses import dataclass
from typing import Literal

from extractors.block import Block
from extractors.extract import ParsedPage, Reading
from extractors.finding import Finding
from extractors.headings import Field, SectionFields
from extractors.lexicon import lexicon
from extractors.outline import Section, arranged, build_outline
from extractors.section_shape import SectionShape, section_shape
from extractors.statements import StatementReader, Statements

StatementField = Literal["tasks", "requirements"]
STATEMENT_FIELDS: tuple[StatementField, ...] = ("tasks", "requirements")
Form = Literal["listed", "labelled", "prose"]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A block that speaks of a field, in the form that it says it in."""

    field: StatementField
    form: Form
    text: str
    statements: Statements


class ReadingView:
    """Shows one page's blocks by their sections, as they stand on the page.

    The readers fold cards into definitions of the section around them; here each block is still itself, and `parts`
    tells which of them a folded one was made of.
    """

    def __init__(self, page: ParsedPage, reading: Reading) -> None:
        words, title = lexicon(reading.language), reading.title.value if reading.title else ""
        own_words = page.source.headings if page.source else {}
        self.fields = SectionFields(words, title, own_words)
        self.reader = reading.reader or self._reader_of_rejected(
            reading, SectionFields(words, title, own_words)
        )
        self.parts: dict[int, list[Block]] = {}
        """Folded block → the heading and the blocks that it was made of."""
        self._folded: dict[int, Block] = {}
        self._sections: dict[int, Section] = {}
        self._shapes: dict[int, SectionShape] = {}
        # The headings among the blocks are known by now: the outline comes out as it was before the cards were folded.
        outline = build_outline(reading.blocks)
        for section in outline.walk():
            for block in (section.heading, *section.blocks):
                if block is not None:
                    self._sections[id(block)] = section
        self._read = {id(section.heading): section for section in self.reader.root.walk()}
        for section in outline.walk():
            self._unfold(section)
        self._candidates = self._all_candidates()

    def section(self, block: Block) -> Section | None:
        """Return the section that a block stands in or heads, None where it is in none."""
        return self._sections.get(id(block))

    def field(self, section: Section) -> Field | None:
        """Return what a section speaks of; a card speaks of what the section around it does."""
        around = section.parent
        return self.fields.of(around if around and self.is_card(section) else section)

    def is_card(self, section: Section) -> bool:
        """Tell whether the readers folded a section into a definition."""
        return id(section.heading) not in self._read

    def namer(self, section: Section) -> Section:
        """Return the section whose heading gave `section` its field: itself, or one around it."""
        field = self.field(section)
        while (
            (around := section.parent) is not None
            and around.heading is not None
            and self.fields.of(around) == field
            and (self.is_card(section) or self.fields.own(section) != field)
        ):
            section = around
        return section

    def as_read(self, block: Block) -> Block:
        """Return the block that the readers saw in place of `block`."""
        return self._folded.get(id(block), block)

    def candidate(self, block: Block) -> Candidate | None:
        """Return the statement that a block could have become, None where the readers never took it for one."""
        return self._candidates.get(id(self.as_read(block)))

    def shape(self, section: Section) -> SectionShape:
        """Return the shape of a section as it was read."""
        read = self._read.get(id(section.heading), section)
        if id(read) not in self._shapes:
            self._shapes[id(read)] = section_shape(read, self.reader.fields)
        return self._shapes[id(read)]

    @staticmethod
    def _reader_of_rejected(reading: Reading, fields: SectionFields) -> StatementReader:
        outline = build_outline(
            arranged(reading.blocks, fields.of_line, fields.is_statement, fields.is_own, fields.is_name)
        )
        return StatementReader(outline, fields, lexicon(reading.language), reading.language)

    def _unfold(self, section: Section) -> None:
        """Find the definitions that the cards below `section` were folded into: both stand in the same order."""
        read = self._read.get(id(section.heading))
        if read is None:
            return
        own = {id(block) for block in section.blocks}
        cards = [card for card in section.sections if self.is_card(card)]
        folded = [block for block in read.blocks if id(block) not in own]
        for card, definition in zip(cards, folded, strict=False):
            held = [block for block in card.blocks if card.holds(block)]
            self.parts[id(definition)] = [*([card.heading] if card.heading else []), *held]
            for block in self.parts[id(definition)]:
                self._folded[id(block)] = definition

    def _all_candidates(self) -> dict[int, Candidate]:
        found: dict[int, Candidate] = {}
        for field in STATEMENT_FIELDS:
            for statements in self.reader.of_field(field):
                forms: tuple[tuple[Form, list[Finding]], ...] = (
                    ("listed", statements.listed),
                    ("labelled", statements.labelled),
                )
                for form, findings in forms:
                    for finding in findings:
                        candidate = Candidate(field, form, finding.value, statements)
                        found.setdefault(id(finding.block), candidate)
                for block in statements.prose:
                    found.setdefault(id(block), Candidate(field, "prose", block.text, statements))
        return found
