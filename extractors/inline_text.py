"""Text between two cuts, with what its inline elements say of it: lines, labels, chips."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise, takewhile
from typing import Final

from selectolax.lexbor import LexborNode

from extractors.clean_text import clean_text, has_bullet, strip_bullet, strip_number
from extractors.times_of_day import is_time

_LABEL_LENGTH = 120
_TERM_LENGTH = 60
_PAIR = 2
_ATTACHED = frozenset(("sub", "sup", "wbr"))
"""Elements whose text belongs to the word before."""
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
    term: str = ""
    """What stands before it as its name, in an element of its own."""


_Part = tuple[str, bool, bool, bool, int]
"""A run of text; whether it is bold, slanted, linked; index of the outermost inline element around it, or -1."""
_BOLD_PART: Final = 1
_SLANTED_PART: Final = 2
_LINK: Final = 3
_TOP: Final = 4
_BREAK: _Part = ("\n", False, False, False, -1)
_BOLD = frozenset(("b", "strong"))
_SLANTED = frozenset(("em", "i", "u"))


class InlineText:
    """Collects the text between two cuts and gives it back as lines."""

    __slots__ = ("bold", "link", "parts", "slanted")

    def __init__(self) -> None:
        self.parts: list[_Part] = []
        self.bold = self.slanted = self.link = 0
        """Elements of that kind that are open."""

    def add(self, text: str, top: int) -> None:
        """Add the text of one text node; `top` is the index of the outermost inline element around it, or -1."""
        self.parts.append((text, self.bold > 0, self.slanted > 0, self.link > 0, top))

    def style(self, tag: str, change: int) -> None:
        """Note that an inline element opens (a change of 1) or closes (-1)."""
        if tag == "a":
            self.link += change
        elif tag in _BOLD:
            self.bold += change
        elif tag in _SLANTED:
            self.slanted += change

    def line_break(self) -> None:
        """Note a <br>."""
        if self.parts:
            self.parts.append(_BREAK)

    def take_lines(self, tops: Sequence[LexborNode] | None) -> list[Line]:
        """Return the text since the last cut, and cut; `tops` are the outermost inline elements by index."""
        parts = self.parts
        self.parts = []
        if len(parts) == 1 or (len(parts) == _PAIR and parts[1][0].isspace()):
            raw, bold, _, link, _ = parts[0]
            line = Line(clean_text(raw), "", float(link), bold)
            if has_bullet(line.text):
                line.is_item = True
                _strip_bullets(line)
            return [line] if line.text else []
        return (tops and (_chips(parts, tops) or _entries(parts, tops))) or _lines(parts)


def _lines(parts: list[_Part]) -> list[Line]:
    """Return the text as lines: one, or as many as line breaks or typed bullets make of it."""
    lines = [line for piece in _split(parts) if (line := _line(piece)).text]
    if len(lines) > 1:
        lines = _joined(lines)
        _mark_items(lines)
    elif lines and has_bullet(lines[0].text):
        lines[0].is_item = True
    for line in lines:
        _strip_bullets(line)
    return [line for line in lines if line.text]


def _split(parts: list[_Part]) -> list[list[_Part]]:
    if _BREAK not in parts:
        return [parts]
    pieces: list[list[_Part]] = [[]]
    for part in parts:
        if part is _BREAK:
            pieces.append([])
        else:
            pieces[-1].append(part)
    return [piece for piece in pieces if piece]


def _chips(parts: list[_Part], tops: Sequence[LexborNode]) -> list[Line]:
    """Return the outermost inline elements as lines where they are a row of equal chips, else nothing."""
    if len(tops) < _CHIPS:
        return []
    runs: dict[int, list[_Part]] = {}
    for part in parts:
        if part[_TOP] >= 0:
            runs.setdefault(part[_TOP], []).append(part)
        elif not part[0].isspace():
            return []
    if len(runs) < _CHIPS:
        return []
    nodes = [tops[index] for index in runs]
    styles = {(node.tag, node.attributes.get("class")) for node in nodes}
    lines = [_line(parts) for parts in runs.values()]
    if len(styles) > 1 or not next(iter(styles))[1] or any(len(line.text) > _CHIP_LENGTH for line in lines):
        return []
    for line, node in zip(lines, nodes, strict=True):
        line.is_item, line.node = True, node
    return [line for line in lines if line.text]


def _entries(parts: list[_Part], tops: Sequence[LexborNode]) -> list[Line]:
    """Return as lines what a theme sets apart only by its looks: a label and its value, or a row of names.

    "<span>Training</span><span>3 years</span>" reads "Training3 years" without the style sheet: where one element
    ends and the next begins without a space, and a capital or a digit follows a small letter, the eye sees a cut.
    """
    pieces = _cut_at_seams(parts, tops)
    if len(pieces) < _PAIR:
        return []
    lines = [_line(piece) for piece in pieces]
    if not all(line.text for line in lines):
        return []
    for line, piece in zip(lines, pieces, strict=True):
        line.node = _holder(piece, tops)
    first, *rest = lines
    if is_time(first.text):
        return lines
    if len(rest) == 1 and len(first.text) <= _TERM_LENGTH:
        rest[0].term = first.text.rstrip(" :")
        return rest
    names, named = (rest, pieces[1:]) if first.text.endswith(":") else (lines, pieces)
    looks = {(tops[piece[0][_TOP]].tag, tops[piece[0][_TOP]].attributes.get("class")) for piece in named}
    if len(rest) > 1 and len(looks) == 1:
        for line in names:
            line.is_item = True
    return lines


def _cut_at_seams(parts: list[_Part], tops: Sequence[LexborNode]) -> list[list[_Part]]:
    if len(tops) < _PAIR or _BREAK in parts:
        return []
    pieces: list[list[_Part]] = [[parts[0]]]
    for left, right in pairwise(parts):
        if _is_seam(left, right, tops):
            pieces.append([right])
        else:
            pieces[-1].append(right)
    return pieces


def _holder(piece: list[_Part], tops: Sequence[LexborNode]) -> LexborNode | None:
    """Return the one inline element in which a piece of text stands, None where it stands in several or in none."""
    around = {part[_TOP] for part in piece if not part[0].isspace()}
    return tops[around.pop()] if len(around) == 1 and min(around) >= 0 else None


def _is_seam(left: _Part, right: _Part, tops: Sequence[LexborNode]) -> bool:
    text, one, following, other = left[0], left[_TOP], right[0], right[_TOP]
    if one == other or not text or not following or other < 0 or tops[other].tag in _ATTACHED:
        return False
    end, start = text[-1], following[0]
    if one < 0:
        return end in ":?" and start.isalnum()
    if tops[one].tag in _ATTACHED or len(text) < _PAIR or len(following) < _PAIR:
        return False
    if (end.islower() or end.isdigit() or end in ":?!.)%") and (
        start.isupper() or start.isdigit() or start in "€$£"
    ):
        return True
    return _look_apart(tops[one], tops[other]) and end.isalnum() and start.isalnum()


def _look_apart(one: LexborNode, other: LexborNode) -> bool:
    """Tell whether two elements have classes, and different ones, such as those of a label and its value."""
    looks = one.attributes.get("class"), other.attributes.get("class")
    return all(looks) and looks[0] != looks[1]


def _line(parts: list[_Part]) -> Line:
    if len(parts) == 1:
        raw, bold, _, link, _ = parts[0]
        return Line(clean_text(raw), linked=float(link), bold=bold)
    text = _text(parts)
    if not text:
        return Line("")
    written = [part for part in parts if not part[0].isspace()]
    _, bold, slanted, link, _ = written[0]
    line = Line(text)
    linked = sum([len(part[0]) for part in written if part[_LINK]])
    if linked:
        line.linked = linked / sum([len(part[0]) for part in written])
        if written[-1][_LINK] and not link:
            line.before_link = _text(list(takewhile(lambda part: not part[_LINK], parts)))
    if bold or slanted:
        line.bold = all(part[_BOLD_PART] for part in written)
        line.label = "" if line.bold else _label(parts, _BOLD_PART if bold else _SLANTED_PART)
    return line


def _text(parts: list[_Part]) -> str:
    return clean_text("".join([part[0] for part in parts]))


def _label(parts: list[_Part], style: int) -> str:
    """Return the words in front that are set apart, where they name what follows."""
    cut = next(
        (n for n, part in enumerate(parts) if not part[style] and not part[0].isspace()), len(parts) - 1
    )
    label, rest = _text(parts[:cut]), _text(parts[cut:])
    if not label or not rest or len(label) > _LABEL_LENGTH:
        return ""
    named = label.endswith((".", ":", "–", "-", "—", "?", "!")) or rest.startswith(
        (":", "–", "—", "- ", ". ")
    )
    return label if named or (style == _BOLD_PART and rest[0].isupper()) else ""


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
