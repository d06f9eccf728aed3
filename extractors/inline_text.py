"""Text between two cuts, with what its inline elements say of it: lines, labels, chips."""

import re
from dataclasses import dataclass
from itertools import takewhile

from selectolax.lexbor import LexborNode

from extractors.clean_text import clean_text, has_bullet, strip_bullet, strip_number

_LABEL_LENGTH = 120
_CHIP_LENGTH = 80
_CHIPS = 3
_SHORT_LINES = 3
_LINE_LENGTH = 160
_JOINED_LENGTH = 1_000
_SENTENCE_END = (".", "!", "?", ":", ";")
_TYPED_NUMBER = re.compile(r"\d{1,2}[.)]\s")


@dataclass(slots=True)
class Line:
    """One line of clean text."""

    text: str
    label: str = ""
    """The words in front that are set in bold or italics, where they name what follows."""
    linked: float = 0.0
    """Share of the text that stands in links."""
    bold: bool = False
    """All of it is bold."""
    is_item: bool = False
    """It carries a typed bullet, or is one of several short lines or chips."""
    before_link: str = ""
    """What stands before a link that ends the line, empty where none does."""
    node: LexborNode | None = None
    """The inline element that holds it, where there is one."""


@dataclass(slots=True)
class _Part:
    text: str
    bold: bool
    slanted: bool
    link: bool
    top: int
    """Index of the outermost inline element around it, -1 outside of all."""


_BREAK = _Part("\n", bold=False, slanted=False, link=False, top=-1)


class InlineText:
    """Collects the text of one block element and gives it back as lines."""

    __slots__ = ("depth", "parts", "tops")

    def __init__(self) -> None:
        self.parts: list[_Part] = []
        self.tops: list[LexborNode] = []
        self.depth = 0

    def add(self, text: str, *, bold: bool, slanted: bool, link: bool) -> None:
        """Add the text of one text node; white space counts only between words."""
        if self.parts or (text and not text.isspace()):
            self.parts.append(_Part(text, bold, slanted, link, len(self.tops) - 1 if self.depth else -1))

    def enter(self, node: LexborNode) -> None:
        """Note that an inline element opens."""
        if self.depth == 0:
            self.tops.append(node)
        self.depth += 1

    def leave(self) -> None:
        """Note that an inline element closes; one that opened before the last cut is none of ours."""
        self.depth = max(0, self.depth - 1)

    def line_break(self) -> None:
        """Note a <br>."""
        if self.parts:
            self.parts.append(_BREAK)

    def is_empty(self) -> bool:
        """Tell whether there is nothing but white space."""
        return not self.parts

    def clear(self) -> None:
        """Forget the text, not the open inline elements."""
        self.parts = []

    def lines(self) -> list[Line]:
        """Return the text as lines: one, or as many as line breaks, typed bullets or chips make of it."""
        if len(self.parts) == 1:
            lines = [_line(self.parts)]
        elif chips := self._chips():
            return chips
        else:
            lines = [_line(parts) for parts in self._split()]
        lines = [line for line in lines if line.text]
        if len(lines) > 1:
            lines = _joined(lines)
            _mark_items(lines)
        elif lines and has_bullet(lines[0].text):
            lines[0].is_item = True
        for line in lines:
            _strip_bullets(line)
        return [line for line in lines if line.text]

    def _split(self) -> list[list[_Part]]:
        pieces: list[list[_Part]] = [[]]
        for part in self.parts:
            if part is _BREAK:
                pieces.append([])
            else:
                pieces[-1].append(part)
        return [piece for piece in pieces if piece]

    def _chips(self) -> list[Line]:
        """Return the outermost inline elements as lines where they are a row of equal chips, else nothing."""
        runs: dict[int, list[_Part]] = {}
        for part in self.parts:
            if part.top >= 0:
                runs.setdefault(part.top, []).append(part)
            elif not part.text.isspace():
                return []
        if len(runs) < _CHIPS:
            return []
        nodes = [self.tops[index] for index in runs]
        styles = {(node.tag, node.attributes.get("class")) for node in nodes}
        lines = [_line(parts) for parts in runs.values()]
        if (
            len(styles) > 1
            or not next(iter(styles))[1]
            or any(len(line.text) > _CHIP_LENGTH for line in lines)
        ):
            return []
        for line, node in zip(lines, nodes, strict=True):
            line.is_item, line.node = True, node
        return [line for line in lines if line.text]


def _line(parts: list[_Part]) -> Line:
    text = clean_text("".join(part.text for part in parts))
    if not text:
        return Line("")
    written = [part for part in parts if not part.text.isspace()]
    linked = sum(len(part.text) for part in written if part.link)
    line = Line(text, linked=linked / sum(len(part.text) for part in written) if linked else 0.0)
    if linked and written[-1].link and not written[0].link:
        line.before_link = clean_text(
            "".join(part.text for part in takewhile(lambda part: not part.link, parts))
        )
    if written[0].bold or written[0].slanted:
        line.bold = all(part.bold for part in written)
        line.label = "" if line.bold else _label(parts)
    return line


def _label(parts: list[_Part]) -> str:
    bold = next(part.bold for part in parts if not part.text.isspace())
    cut = 0
    for cut, part in enumerate(parts):  # noqa: B007 - the first part that is not set apart
        if not part.text.isspace() and not (part.bold if bold else part.slanted):
            break
    label = clean_text("".join(part.text for part in parts[:cut]))
    rest = clean_text("".join(part.text for part in parts[cut:]))
    if not label or not rest or len(label) > _LABEL_LENGTH:
        return ""
    named = label.endswith((".", ":", "–", "-", "—", "?", "!")) or rest.startswith(
        (":", "–", "—", "- ", ". ")
    )
    return label if named or (bold and rest[0].isupper()) else ""


def _joined(lines: list[Line]) -> list[Line]:
    """Join lines that a <br> cut within a sentence."""
    joined = [lines[0]]
    for line in lines[1:]:
        last = joined[-1]
        goes_on = line.text[0].islower() and not last.text.endswith(_SENTENCE_END) and not last.bold
        goes_on = goes_on and len(last.text) <= _JOINED_LENGTH
        if goes_on and last.text.endswith((",", "and", "or", "und", "oder")) and not has_bullet(line.text):
            last.text = f"{last.text} {line.text}"
        else:
            joined.append(line)
    return joined


def _mark_items(lines: list[Line]) -> None:
    """Mark the lines that are items: bulleted or numbered ones, or all of several short ones below a lead-in."""
    typed = [has_bullet(line.text) or _TYPED_NUMBER.match(line.text) is not None for line in lines]
    if any(typed):
        for line, is_item in zip(lines, typed, strict=True):
            line.is_item = is_item
        return
    body = lines[1:] if lines[0].text.endswith(":") or lines[0].bold else lines
    short = all(
        len(line.text) <= _LINE_LENGTH and not line.text.endswith((".", ":", "!", "?")) and not line.bold
        for line in body
    )
    if short and len(body) >= _SHORT_LINES:
        for line in body:
            line.is_item = True


def _strip_bullets(line: Line) -> None:
    line.text = strip_bullet(line.text)
    line.label = strip_bullet(line.label)
    if line.is_item:
        line.text = strip_number(line.text)
