"""Sections → statements: the items, labelled paragraphs, table cells and sentences that say one thing each."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

import sentencex

from extractors.block import Block, Kind
from extractors.cards import CARD_LENGTH, fold_cards
from extractors.clean_text import comparable, strip_joint, strip_number
from extractors.finding import Finding
from extractors.headings import Field, SectionFields
from extractors.lexicon import Lexicon
from extractors.outline import Section
from extractors.phrases import fold
from extractors.section_shape import SectionShape, section_shape
from extractors.times_of_day import is_time

_LINKED = 0.7
_LEAST_WORDS = 2
_SEASON_WORDS = 4
_FACT_WORDS = 3
_SENTENCE_WORDS = 3
_LABEL_WORDS = 8
_LONGEST_PARAGRAPH = 10_000
_NEAR = 6


@dataclass(slots=True)
class Statements:
    """What one section says, by the form it says it in."""

    section: Section
    listed: list[Finding] = field(default_factory=list)
    labelled: list[Finding] = field(default_factory=list)
    prose: list[Block] = field(default_factory=list)


class StatementReader:
    """Reads the statements of one page's sections."""

    def __init__(self, root: Section, fields: SectionFields, lexicon: Lexicon, language: str) -> None:
        self.root = root
        self.fields = fields
        self.lexicon = lexicon
        self.language = language
        self._content: dict[int, bool] = {}
        self._sentences: dict[int, list[str]] = {}
        self._shapes: dict[int, SectionShape] = {}
        fold_cards(root, fields)

    def of_field(self, wanted: Field) -> list[Statements]:
        """Return the statements of every section that speaks of `wanted`, in reading order.

        A section headed by a link announces what stands elsewhere; it counts only where nothing else does.
        """
        found = []
        for section in self.root.walk():
            statements = self._of_section(section, wanted)
            if statements.listed or statements.labelled or statements.prose:
                found.append(statements)
        return [statements for statements in found if not _is_teaser(statements.section)] or found

    def _of_section(self, section: Section, wanted: Field) -> Statements:
        statements = Statements(section)
        around = self.fields.of(section)
        for block in section.blocks:
            if not self.is_content(block):
                fact = self._fact_beside(block, wanted)
            elif block.kind in (Kind.CELL, Kind.DEFINITION):
                fact = self._headed(section, block, around, wanted)
            elif around is None:
                fact = self._labelled_fact(section, block, wanted)
            else:
                fact = None
                if around == wanted and self._belongs(section, block):
                    self._state(statements, block)
            if fact:
                statements.listed.append(fact)
        return statements

    def _state(self, statements: Statements, block: Block) -> None:
        """Add what a block says in the section that it belongs to."""
        if block.kind is Kind.ITEM:
            statements.listed.extend(self._item(statements.section, block))
        elif block.label:
            statements.labelled.append(_labelled(statements.section, block, self.lexicon.conjunctions))
        elif self.fields.of_heading(plain_label(block.text)) != "other":
            statements.prose.append(block)

    def listed_in(self, section: Section) -> list[Finding]:
        """Return the items and the definitions of a section, whatever it speaks of."""
        found: list[Finding] = []
        for block in filter(self.is_content, section.blocks):
            if block.kind is Kind.ITEM:
                found.extend(self._item(section, block))
            elif block.kind is Kind.DEFINITION and not _is_number(block.text):
                text, name = joined_label(block.term, block.text) if block.term else (block.text, "")
                found.append(Finding(text, "definition", 0.6, block, name or None, context=section.title))
        return found

    def is_content(self, block: Block) -> bool:
        """Tell whether a block is not a link, a menu or a line of the frame."""
        key = id(block)
        if key not in self._content:
            is_frame = block.linked >= _LINKED or block.complementary or block.caption
            self._content[key] = not is_frame and (
                fold(block.text) not in self.lexicon.boilerplate or len(block.text) > CARD_LENGTH
            )
        return self._content[key]

    def _belongs(self, section: Section, block: Block) -> bool:
        """Tell whether a block is the section's own, not something that merely follows it on the page."""
        return section.holds(block) or (block.kind is Kind.ITEM and not self._shape(section).has_items)

    def _shape(self, section: Section) -> SectionShape:
        key = id(section)
        if key not in self._shapes:
            self._shapes[key] = section_shape(section, self.fields)
        return self._shapes[key]

    def _item(self, section: Section, block: Block) -> Iterator[Finding]:
        if _is_number(block.text) or block.text.endswith(":"):
            return
        finding = _labelled(section, block, self.lexicon.conjunctions)
        # "Duration: 3 years" among requirements asks for nothing, "Hours: you must work shifts" does.
        names_other = finding.label and self.fields.of_heading(finding.label) == "other"
        is_beside = names_other and self.fields.of(section) == "requirements"
        if not is_beside or fold(block.text) in self.lexicon.strong_cues:
            yield finding

    def _headed(self, section: Section, block: Block, around: Field | None, wanted: Field) -> Finding | None:
        """Read a table cell or a definition: its own header decides before the section around it does."""
        if around == "other" or _is_number(block.text):
            return None
        headers = [header for header in (block.term, block.column, block.row) if header]
        named = [self.fields.of_heading(header) for header in headers]
        if block.kind is Kind.DEFINITION and around is not None and self._shape(section).has_many_terms:
            named = []
        context = " ".join((*headers, section.title))
        if wanted in named:
            asks = fold(block.text).strip() not in self.lexicon.nothing
            return (
                Finding(block.text, f"{block.kind.value}-under-header", 0.95, block, context=context)
                if asks
                else None
            )
        if around != wanted or any(named) or not self._belongs(section, block):
            return None
        return self._in_section(section, block, wanted, context)

    def _labelled_fact(self, section: Section, block: Block, wanted: Field) -> Finding | None:
        """Read "Entry level: a school certificate" below the title: the label names the field."""
        main = section.parent if section.is_lead_in and section.parent else section
        if not self.fields.names_title(main):
            return None
        label = block.label.rstrip(" :") if block.label.endswith(":") else plain_label(block.text).rstrip()
        if not label or len(label.split()) > _FACT_WORDS or self.fields.of_heading(label) != wanted:
            return None
        said = block.text[len(label) :].lstrip(" :–—-")
        return (
            Finding(said, "labelled-fact", 0.8, block, context=label)
            if said and not _is_number(said)
            else None
        )

    def _fact_beside(self, block: Block, wanted: Field) -> Finding | None:
        """Read a row of a fact box that stands in an aside: its own header has to name the field."""
        if not block.complementary or block.linked >= _LINKED or _is_number(block.text):
            return None
        header = block.term or block.row
        asks = fold(block.text).strip() not in self.lexicon.nothing
        if not header or self.fields.of_heading(header) != wanted or not asks:
            return None
        return Finding(block.text, "fact-beside", 0.85, block, context=header)

    def _in_section(self, section: Section, block: Block, wanted: Field, context: str) -> Finding | None:
        """Read a cell or a definition whose headers name no field, by the section it stands in."""
        label = block.term or block.row
        if is_time(label) or self._is_season(label):
            label = ""
        shape = self._shape(section)
        is_side_column = shape.is_side_column(block.group, block.column)
        is_group = block.term and shape.terms[block.term] > 1
        # Row headers such as "Training" and "Health" say what kind of thing each row asks for.
        are_kinds = block.kind is Kind.CELL and wanted in shape.fields_of_rows.get(block.group, ())
        if is_group or (label and are_kinds):
            return Finding(block.text, f"{block.kind.value}-under-header", 0.9, block, context=context)
        if label and not is_side_column:
            text, name = joined_label(label, block.text)
            return Finding(text, f"labelled-{block.kind.value}", 0.93, block, name, context=section.title)
        if label or len(block.text.split()) <= _LEAST_WORDS or is_side_column:
            return None
        return Finding(block.text, "cell-in-section", 0.75, block, block.label or None, context=section.title)

    def _is_season(self, label: str) -> bool:
        """Tell whether a label says which months ("April to October")."""
        words = fold(label).split()
        return len(words) <= _SEASON_WORDS and any(word in self.lexicon.months for word in words)

    def sentences(self, block: Block) -> list[str]:
        """Return the sentences of a block that say something."""
        key = id(block)
        if key not in self._sentences:
            self._sentences[key] = self._segmented(block)
        return self._sentences[key]

    def _segmented(self, block: Block) -> list[str]:
        text = block.text
        if len(text) > _LONGEST_PARAGRAPH:  # sentencex's cost grows with the square of unclosed quotes
            text = text[: text.rfind(". ", 0, _LONGEST_PARAGRAPH) + 1]
        segments = (segment.strip() for segment in sentencex.segment(self.language, text))
        return [
            segment
            for segment in segments
            if len(segment.split()) >= _SENTENCE_WORDS
            and not segment.endswith(("?", ":"))
            and fold(segment) not in self.lexicon.boilerplate
        ]


def joined_label(label: str, text: str) -> tuple[str, str]:
    """Return a label and the text it names as one statement, and the label on its own."""
    joint = " " if label.endswith((".", ":", "?", "!")) else ": "
    return f"{label}{joint}{text}", label.rstrip(" .:")


def _is_teaser(section: Section) -> bool:
    """Tell whether a heading is a link to what stands elsewhere; one that opens what stands below it is none."""
    if section.heading is None or section.heading.linked < _LINKED:
        return False
    link = section.heading.node.css_first("a[href]")
    href = (link.attributes.get("href") or "") if link else ""
    return href not in ("", "#") and not href.startswith("javascript:") and not _leads_below(href, section)


def _leads_below(href: str, section: Section) -> bool:
    """Tell whether an in-page link leads to the very element in which the section's text stands."""
    here = section.blocks[0].node if section.blocks else None
    for _ in range(_NEAR):
        if here is None:
            break
        if here.id and href == f"#{here.id}":
            return True
        here = here.parent
    return False


def _labelled(section: Section, block: Block, conjunctions: tuple[str, ...]) -> Finding:
    text = strip_joint(strip_number(block.text), conjunctions) if block.kind is Kind.ITEM else block.text
    label = block.label.rstrip(" .:–—-") or plain_label(text)
    rule = "list-item" if block.kind is Kind.ITEM else "labelled-paragraph"
    return Finding(text, rule, 0.95, block, label or None, context=section.title)


def plain_label(text: str) -> str:
    """Return the words before a colon that name the rest ("Quality: check every batch"), else nothing."""
    head, colon, rest = text.partition(": ")
    if colon and rest and len(head.split()) <= _LABEL_WORDS and "," not in head and head[:1].isupper():
        return head
    return ""


def _is_number(text: str) -> bool:
    return not any(character.isalpha() for character in text)


def without_repeats(findings: Iterable[Finding]) -> list[Finding]:
    """Return the findings without those that say again what one before them said."""
    seen: set[str] = set()
    kept = []
    for finding in findings:
        key = comparable(finding.value)
        if key and key not in seen:
            seen.add(key)
            kept.append(finding)
    return kept
