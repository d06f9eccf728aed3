"""Outline → aliases: the other names of the job, in every form that pages give them."""

import re
from collections.abc import Iterator
from itertools import islice

from extractors.alias_patterns import alias_patterns
from extractors.block import Block, Kind
from extractors.chips import chips_of
from extractors.clean_text import comparable
from extractors.finding import Finding
from extractors.headings import SectionFields
from extractors.job_subject import JobSubject
from extractors.lexicon import Lexicon
from extractors.metadata import Metadata
from extractors.name_lists import bracketed_names, enclosed_names, listed_names
from extractors.outline import Section
from extractors.phrases import fold
from extractors.statements import StatementReader, plain_label
from extractors.title_dress import ABBREVIATION, names_behind

_SHORT_ITEM = 90
_LISTING_ITEMS = 40
_MANY_WORDS = 6
_BRACKET = re.compile(r"\(([^()]{3,120})\)")
_MAIN_LEVEL = 2
_LONGEST_SENTENCE = 2_000
_MANY_MENTIONS = 5


def read_aliases(reader: StatementReader, metadata: Metadata, title: str) -> list[Finding]:
    """Return the other names of the job in reading order, without the title and without repeats."""
    alias_reader = _AliasReader(reader, title)
    findings = [*alias_reader.of_outline(), *_of_json_ld(metadata)]
    known, kept = {comparable(title)}, []
    for finding in findings:
        key = comparable(finding.value)
        if key not in known and any(character.isalpha() for character in key):
            known.add(key)
            kept.append(finding)
    return kept


def _of_json_ld(metadata: Metadata) -> Iterator[Finding]:
    for node in metadata.of_type("Occupation")[:1]:
        names = node.get("alternateName")
        for name in names if isinstance(names, list) else [names]:
            if isinstance(name, str) and 1 < len(name) <= _SHORT_ITEM:
                yield Finding(" ".join(name.split()), "json-ld-alternate-name", 0.95, origin="json-ld")


class _AliasReader:
    def __init__(self, reader: StatementReader, title: str) -> None:
        self.reader = reader
        self.fields: SectionFields = reader.fields
        self.lexicon: Lexicon = reader.lexicon
        self.title = title
        self.forms = alias_patterns(reader.lexicon.language)
        self.job = JobSubject(title, reader.lexicon)
        self.openings = self.lexicon.places | self.lexicon.also | set(self.lexicon.conjunctions)

    def of_outline(self) -> Iterator[Finding]:
        for section in self.reader.root.walk():
            field = self.fields.of(section)
            named = []
            if section.heading is not None:
                named = list(self._of_heading(section.heading, names_field=field == "aliases"))
                yield from named
            if field == "aliases" and not named:
                yield from self._of_alias_section(section)
            elif field not in ("aliases", "other"):
                is_main = (
                    self.fields.names_title(section) or section.heading is None or section.heading.level == 1
                )
                is_intro = is_main and field in (None, "summary")
                lead_in = [section.heading] if section.is_lead_in and section.heading and not named else []
                for block in (*lead_in, *section.blocks):
                    yield from self._of_block(block, is_intro=is_intro)

    def _of_heading(self, heading: Block, *, names_field: bool) -> Iterator[Finding]:
        if heading.level <= _MAIN_LEVEL and (found := ABBREVIATION.search(heading.text)):
            yield from self._abbreviation(found[1], heading)
        if heading.level <= _MAIN_LEVEL:
            yield from self._found(names_behind(heading.text), "alias-bracket", 0.85, heading)
        look = re.Pattern.search if names_field else re.Pattern.match
        found = look(self.forms.listing, heading.text) or look(self.forms.naming, heading.text)
        if found:
            names = listed_names(heading.text[found.end() :], self.lexicon)
            yield from self._found(names, "alias-heading", 0.9, heading)

    def _of_alias_section(self, section: Section) -> Iterator[Finding]:
        blocks = [block for block in section.blocks if section.holds(block)] or section.blocks[
            :_LISTING_ITEMS
        ]
        has_items = any(block.kind is Kind.ITEM for block in blocks)
        for block in blocks:
            if (
                fold(block.text).strip() in self.lexicon.alias_none
                or fold(block.text) in self.lexicon.boilerplate
                or (block.complementary and block.linked == 1.0 and not self.fields.is_name(section.title))
            ):
                continue
            if block.kind is Kind.ITEM and len(block.text) <= _SHORT_ITEM:
                yield from self._found(
                    self._of_item(block, alone=len(blocks) == 1), "alias-list", 0.95, block
                )
            elif names := [
                name for sentence in self.reader.sentences(block) for name in self._of_sentence(sentence)
            ]:
                yield from self._found(names, "alias-sentence", 0.92, block)
            elif not has_items and self._is_plain_list(block):
                yield from self._found(self._listed(block.text, block), "alias-line", 0.9, block)

    def _listed(self, said: str, block: Block) -> list[str]:
        """Return the names of a mere list that ends a block: each a chip, or parted by commas."""
        return self._chips(said, block) or listed_names(said, self.lexicon)

    def _chips(self, said: str, block: Block) -> list[str]:
        chips = chips_of(block, said)
        opened = {fold(chip).split()[0] for chip in chips if fold(chip).split()}
        return [] if opened & set(self.lexicon.conjunctions) else chips

    def _of_item(self, block: Block, *, alone: bool) -> list[str]:
        if alone:
            return listed_names(block.text, self.lexicon)
        name = block.text.strip(" ,;.")
        return [re.sub(r"\s*\((?!\w{2,8}\)).*\)$", "", name)]

    def _is_plain_list(self, block: Block) -> bool:
        return self._is_short_list(block.text) and ". " not in block.text

    @staticmethod
    def _is_short_list(text: str) -> bool:
        return all(len(piece.split()) <= _MANY_WORDS for piece in re.split(r"[,;|•·]|\s/\s", text))

    def _of_sentence(self, sentence: str) -> list[str]:
        """Read a sentence of an alias section, in which every list of names is one of aliases."""
        if found := self.forms.around.search(sentence):
            return self._within(found)
        for pattern in (self.forms.listing, self.forms.before, self.forms.introduction, self.forms.naming):
            if found := pattern.search(sentence):
                return enclosed_names(sentence[found.end() :], self.lexicon)
        for pattern in (self.forms.after, self.forms.copula):
            if found := pattern.search(sentence):
                names = listed_names(sentence[: found.start()], self.lexicon)
                if all(len(name.split()) <= _MANY_WORDS for name in names):
                    return names
        return []

    def _of_block(self, block: Block, *, is_intro: bool) -> Iterator[Finding]:
        """Read a block that is not about names, but may mention some."""
        if block.kind in (Kind.CELL, Kind.DEFINITION):
            if "aliases" in (self.fields.of_heading(block.term), self.fields.of_heading(block.row)):
                yield from self._found(self._listed(block.text, block), "alias-cell", 0.95, block)
            return
        if not self.reader.is_content(block) and not block.text.startswith(self.title):
            return
        label = block.label or plain_label(block.text)
        if label and self.fields.of_heading(label) == "aliases":
            rest = block.text[len(label) :].lstrip(" :–—-")
            yield from self._found(self._listed(rest, block), "alias-line", 0.92, block)
            return
        if fold(block.text) in self.forms.signs:
            yield from self._of_line(block, is_intro=is_intro)
        if "(" not in block.text and "[" not in block.text:
            return
        yield from self._bracketed(block)
        for found in islice(ABBREVIATION.finditer(block.text), _MANY_MENTIONS):
            if self.job.ends(block.text[: found.start()]):
                yield from self._abbreviation(found[1], block)

    def _bracketed(self, block: Block) -> Iterator[Finding]:
        """Read "The title (or X, Y for short)": a bracket right behind the title that says that it gives names."""
        for found in islice(_BRACKET.finditer(block.text), _MANY_MENTIONS):
            content = found[1]
            opening = fold(content).split()[:1]
            is_sign = fold(content) in self.forms.signs or set(opening) <= self.openings
            if opening and is_sign and self.job.ends(block.text[: found.start()]):
                said = self.forms.opening.match(content)
                names = bracketed_names(content[said.end() if said else 0 :], self.lexicon)
                yield from self._found(names, "alias-bracket", 0.9, block)

    def _of_line(self, block: Block, *, is_intro: bool) -> Iterator[Finding]:
        listing = self.forms.listing.match(block.text) or self.forms.naming.match(block.text)
        opening = None if self.forms.around.search(block.text) else self.forms.opening.match(block.text)
        if found := listing or opening:
            names = block.text[found.end() :]
            if chips := self._chips(names, block):
                yield from self._found(chips, "alias-line", 0.9, block)
            elif self._is_short_list(names) and ". " not in block.text and not block.text.endswith("."):
                yield from self._found(listed_names(names, self.lexicon), "alias-line", 0.9, block)
            else:
                yield from self._found(
                    enclosed_names(names, self.lexicon, aside=True), "alias-sentence", 0.9, block
                )
            return
        for sentence in self.reader.sentences(block):
            for clause in sentence.split("; "):
                yield from self._mentioned(clause, block, is_intro=is_intro)

    def _mentioned(self, sentence: str, block: Block, *, is_intro: bool) -> Iterator[Finding]:
        """Read "The title, also known as X or Y, …" where it speaks of this job and of no other."""
        if len(sentence) > _LONGEST_SENTENCE:
            return
        around = list(islice(self.forms.around.finditer(sentence), _MANY_MENTIONS))
        for mention in around:
            if self.job.is_subject(sentence[: mention.start()], is_intro=is_intro):
                yield from self._found(self._within(mention), "alias-mention", 0.9, block)
        if around:
            return
        for mention in islice(self.forms.before.finditer(sentence), _MANY_MENTIONS):
            subject = sentence[: mention.start()]
            if self.job.is_subject(subject, is_intro=is_intro) or (
                is_intro and self.job.is_called_in(mention[0])
            ):
                aside = mention[0].lstrip().startswith((",", "(", "–", "—", "-"))
                goes_on = mention[0].startswith(",") and len(subject.split()) <= len(self.title.split()) + 1
                names = enclosed_names(sentence[mention.end() :], self.lexicon, aside=aside, goes_on=goes_on)
                yield from self._found(names, "alias-mention", 0.9, block)
        names = []
        listing = self.forms.listing.search(sentence) or self.forms.naming.search(sentence)
        after = self.forms.after.search(sentence)
        if listing and (self.job.is_spoken_of(sentence) or (is_intro and listing.start() == 0)):
            said = sentence[listing.end() :]
            is_line = ":" in listing[0] and self._is_short_list(said.rstrip("."))
            names = (listed_names if is_line else enclosed_names)(said.rstrip("."), self.lexicon)
        elif after and self.job.is_spoken_of(sentence[after.start() :]):
            names = listed_names(sentence[: after.start()], self.lexicon)
        yield from self._found(names, "alias-sentence", 0.9, block)

    def _within(self, mention: re.Match[str]) -> list[str]:
        """Return the names between the last opening of a circumposition and its closing."""
        while inner := self.forms.around.search(mention[0], 1):
            mention = inner
        return listed_names(next(filter(None, mention.groups())), self.lexicon)

    def _abbreviation(self, letters: str, block: Block) -> Iterator[Finding]:
        initials = [word[0] for word in re.findall(r"\w+", self.title.casefold())]
        wanted = [letter for letter in letters.removesuffix("s").casefold() if letter.isalpha()]
        remaining = iter(initials)
        if len(wanted) > 1 and all(letter in remaining for letter in wanted):
            yield Finding(letters, "abbreviation", 0.9, block)

    def _found(self, names: list[str], rule: str, confidence: float, block: Block) -> Iterator[Finding]:
        for written in names:
            inner = self.forms.before.search(written)  # "X, and on the radio they are called Y"
            name = written[inner.end() :] if inner and len(inner[0].split()) > 1 else written
            first = name.casefold().partition(" ")[0]
            if (
                comparable(name)
                and name.casefold() not in self.lexicon.alias_none
                and first not in self.lexicon.places
            ):
                yield Finding(name, rule, confidence, block)
