"""Which field of the record a heading speaks of."""

import re
from collections.abc import Mapping
from functools import lru_cache
from itertools import pairwise
from typing import Any, Literal

from extractors.alias_patterns import alias_patterns
from extractors.block import BOLD_LINE, Kind
from extractors.lexicon import Lexicon
from extractors.outline import Section
from extractors.phrases import fold

Field = Literal["tasks", "requirements", "aliases", "summary", "other"]
FIELDS: tuple[Field, ...] = ("other", "requirements", "tasks", "aliases", "summary")
"""In the order in which they win a tie."""
_MANY_WORDS = 16
_LEAST_SHARE = 0.5
_STEM = 4
_TITLE_WORD = "thisjob"
_ENDING = 3
_MAIN_LEVEL = 2


class SectionFields:
    """Tells the field of every section of one page.

    A section whose heading says nothing speaks of what the section around it speaks of.
    """

    def __init__(self, lexicon: Lexicon, title: str, own_words: Mapping[Any, tuple[str, ...]]) -> None:
        self._lexicon = lexicon
        self._title = frozenset(word[:_STEM] for word in fold(title).split() if len(word) >= _STEM)
        self._whole_title = inflected(title)
        self._own: dict[str, Field] = {
            fold(h): field for field, headings in own_words.items() for h in headings
        }
        self._known: dict[int, Field | None] = {}
        self._of_text: dict[str, Field | None] = {}
        self._groups: set[int] = set()
        self._behind: dict[int, dict[int, Section]] = {}

    def of(self, section: Section) -> Field | None:
        """Return the field that `section` speaks of, None where nothing tells."""
        key = id(section)
        if key not in self._known:
            self._known[key] = self._decide(section)
        return self._known[key]

    def own(self, section: Section) -> Field | None:
        """Return the field that the section's own heading names, None where it names none."""
        if section.heading is None:
            return None
        if section.is_lead_in:
            return self.of_sentence(section.title)
        if self._is_page_title(section):
            return None
        # A link that ends a heading leads elsewhere ("About this section"); what it names may not count.
        field = self.of_heading(section.heading.before_link) or self.of_heading(section.title)
        # "Launch your future as a welder" dresses up the title; it does not speak of prospects.
        return (
            None
            if field == "other" and self.names_title(section) and section.heading.level <= _MAIN_LEVEL
            else field
        )

    def _is_page_title(self, section: Section) -> bool:
        """Tell whether a section is headed by the first h1: that names the page, not one of its fields."""
        root = section.parent
        return (
            section.heading is not None
            and section.heading.level == 1
            and root is not None
            and root.heading is None
            and next(below for below in root.sections if below.heading and below.heading.level == 1)
            is section
        )

    def names_title(self, section: Section) -> bool:
        """Tell whether a section is headed by the title of the job, or by nothing at all."""
        return section.heading is None or self._whole_title.search(fold(section.title)) is not None

    def _decide(self, section: Section) -> Field | None:
        around = self.of(section.parent) if section.parent else None
        if section.heading is None:
            return None
        if section.is_lead_in:
            outside = section.parent is not None and not section.parent.holds(section.heading)
            return self._of_lead_in(section.title, None if outside and around != "other" else around)
        field = self.own(section)
        if field is None and around not in ("tasks", "requirements", "other"):
            return self._of_group(section)
        return around if field is None else field

    def _of_group(self, section: Section) -> Field | None:
        """Return what a group speaks of: a section behind one of its level that names a field and says nothing more.

        "Duties", and behind it "Sales", "Staff", "Stock", each with a list, all set in bold.
        """
        before = self._before(section) if _lists(section) else None
        if before is None or before.heading is None or section.heading is None:
            return None
        if before.heading.level != section.heading.level or section.heading.level < BOLD_LINE:
            return None
        if id(before) in self._groups or self._only_announces(before):
            self._groups.add(id(section))
            return self.of(before)
        return None

    def _only_announces(self, section: Section) -> bool:
        """Tell whether a section names a field and has no statement, but a sentence that leads to some at most."""
        leads_on = all(block.text.endswith(":") for block in section.blocks)
        return self.own(section) in ("tasks", "requirements") and leads_on and not section.sections

    def _before(self, section: Section) -> Section | None:
        """Return the section in front of one in the section around both."""
        if section.parent is None:
            return None
        if id(section.parent) not in self._behind:
            siblings = section.parent.sections
            self._behind[id(section.parent)] = {id(one): before for before, one in pairwise(siblings)}
            # In their order, whoever was asked for first: each builds on the one before it.
            for sibling in siblings:
                self.of(sibling)
        return self._behind[id(section.parent)].get(id(section))

    def _of_lead_in(self, sentence: str, around: Field | None) -> Field | None:
        """Return what a lead-in speaks of: within a field it has to name another one to leave it."""
        if around == "other":
            return "other"
        if around not in ("tasks", "requirements", "aliases"):
            return "aliases" if self.of_heading(sentence) == "aliases" else self.of_sentence(sentence)
        clause = _last_sentence(sentence)
        if fold(clause) in self._lexicon.lead_ins["other"]:
            return "other"
        if self._goes_on(clause, around):
            return around
        named = self.of_heading(clause)
        if named is None and self._asks(sentence):
            return "requirements"
        return named if named in ("tasks", "requirements") else around

    def _goes_on(self, clause: str, around: Field) -> bool:
        """Tell whether a lead-in stays in its section for certain ("you'll need to:", "to qualify, you must:")."""
        if around == "tasks":
            return self._ends_in(clause, "verbs_follow")
        return around == "requirements" and self._lexicon.headings["requirements"].count(fold(clause)) > 0

    def _asks(self, sentence: str) -> bool:
        """Tell whether a lead-in ends in asking for something ("You will need:", "Sie brauchen:")."""
        return sentence.endswith(":") and self._ends_in(_last_sentence(sentence), "requirements")

    def _ends_in(self, clause: str, words: str) -> bool:
        folded = fold(clause)
        return any(end == len(folded) - 1 for _, end in self._lexicon.lead_ins[words].spans(folded))

    def is_statement(self, sentence: str) -> bool:
        """Tell whether a sentence above a list asks for something itself: it ends in a full stop, not in a lead-in."""
        clause = _last_sentence(sentence)
        leads_in = any(self._ends_in(clause, words) for words in self._lexicon.lead_ins)
        return sentence.endswith(".") and not leads_in and fold(clause) in self._lexicon.strong_cues

    def of_line(self, line: str) -> Field | None:
        """Return the field that a plain line heads, if it is a heading: one that gives other names itself is none."""
        field = self.of_heading(line)
        said = alias_patterns(self._lexicon.language).opening.match(line) if field == "aliases" else None
        return None if said and said.end() < len(line) and not self.is_name(line) else field

    def is_name(self, line: str) -> bool:
        """Tell whether all of a line that tells anything is the name of its field."""
        field, folded = self.of_heading(line), self._whole_title.sub(_TITLE_WORD, fold(line))
        return self.is_own(line) or (field is not None and self._is_covered(folded, field))

    def _is_covered(self, folded: str, field: Field) -> bool:
        spans = self._lexicon.headings[field].spans(folded)
        rest = "".join(sign for place, sign in enumerate(folded) if not any(a <= place < b for a, b in spans))
        return all(word == _TITLE_WORD or word in self._lexicon.filler for word in rest.split())

    def is_own(self, line: str) -> bool:
        """Tell whether the source names a line as a heading, in its own words."""
        return fold(line) in self._own

    def of_heading(self, heading: str) -> Field | None:
        """Return the field that a heading names, None where it names none or too little of it is known."""
        if heading not in self._of_text:
            self._of_text[heading] = self._field_in(heading)
        return self._of_text[heading]

    def _field_in(self, heading: str) -> Field | None:
        folded = fold(heading)
        if own := self._own.get(folded):
            return own
        folded = self._whole_title.sub(_TITLE_WORD, folded)
        words = folded.split()
        if not words or len(words) > _MANY_WORDS:
            return None
        best: tuple[float, Field] | None = None
        for field in FIELDS:
            share, covered = self._coverage(folded, field)
            if share >= _LEAST_SHARE and (best is None or covered > best[0]):
                best = (covered, field)
        return best[1] if best else None

    def _coverage(self, folded: str, field: Field) -> tuple[float, float]:
        """Return the share of a heading's telling words that speak of `field`, and their number."""
        spans = self._lexicon.headings[field].spans(folded)
        if not spans:
            return 0.0, 0.0
        telling = covered = extra = position = 0
        opening = False
        for word in folded.split():
            start = folded.index(f" {word} ", position) + 1
            position = start + len(word)
            within = any(a <= start < b for a, b in spans)
            if within:
                covered += 1
                extra += word in self._lexicon.filler
                telling += 1
                opening = opening or telling == 1
            elif word != _TITLE_WORD and word not in self._lexicon.filler and word[:_STEM] not in self._title:
                telling += 1
        # "Tasks through the day": what a heading opens with says more than what follows.
        return covered * (1.5 if opening else 1.0) / telling, covered - extra / 2

    def of_sentence(self, sentence: str) -> Field | None:
        """Return the field that a lead-in sentence promises, None where it promises none or two."""
        folded = fold(_last_sentence(sentence))
        if folded in self._lexicon.lead_ins["other"]:
            return "other"
        counts: dict[Field, int] = {}
        for field in ("tasks", "requirements"):
            named = self._lexicon.headings[field].count(folded)
            counts[field] = 2 * named + self._lexicon.lead_ins[field].count(folded)
        if not any(counts.values()):
            return None
        if counts["tasks"] == counts["requirements"]:
            return None
        return max(counts, key=lambda field: counts[field])


def inflected(title: str) -> re.Pattern[str]:
    """Return a pattern that finds the title in folded text, in singular or plural."""
    words = fold(title).split()
    if not words:
        return re.compile(r"(?!)")
    stems = (re.escape(word[: max(_ENDING, len(word) - _ENDING)]) for word in words)
    return re.compile(r"(?<= )" + r"\w{0,6} ".join(stems) + r"\w{0,6}(?= )")


@lru_cache(maxsize=4096)
def _last_sentence(text: str) -> str:
    """Return what follows the last full stop within `text`: the clause that leads in."""
    return text.rstrip(" :.…").rpartition(". ")[2]


def _lists(section: Section) -> bool:
    """Tell whether there is more than paragraphs below a heading."""
    return any(block.kind is not Kind.PARAGRAPH for block in section.blocks) or bool(section.sections)
