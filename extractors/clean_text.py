"""Text as a person would have typed it."""

import html
import re
import unicodedata

from schemas.text import holds_markup

# Soft hyphens, zero-width characters, direction marks, byte order marks, controls: there for machines.
_FOR_MACHINES = (
    r"\x00-\x08\x0b\x0e-\x1f\x7f-\x84\x86-\x9f\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufffd"
    r"\ud800-\udfff"
)
_UNSEEN = re.compile(f"[{_FOR_MACHINES}]")
_TO_MEND = re.compile(f"[&<>{_FOR_MACHINES}\ufb00-\ufb06]")
"""What most texts have nothing of: one look spares them all that clean_text does about it."""
_LIGATURES = str.maketrans(
    {
        "\ufb00": "ff",
        "\ufb01": "fi",
        "\ufb02": "fl",
        "\ufb03": "ffi",
        "\ufb04": "ffl",
        "\ufb05": "st",
        "\ufb06": "st",
    }
)
_ESCAPED = re.compile(r"&(?:[a-zA-Z]{2,8}|#\d{1,7}|#[xX][0-9a-fA-F]{1,6});")
_TAG = re.compile(r"<!--.*?(?:-->|\Z)|-->|</?[a-zA-Z][^<>]*>", re.DOTALL)
_WORD = re.compile(r"\w+")
_ASCII_WORDS = {code: " " for code in range(128) if not _WORD.fullmatch(chr(code))} | {ord("'"): None}
"""What is no part of a word in ASCII → a space: str.translate is several times as fast there as an expression."""
_BULLET = re.compile(
    r"^(?:[\u2022\u2023\u25aa\u25ab\u25cf\u25cb\u25e6\u25a0\u25a1\u2043\u2219\u00b7\u00bb\u203a\u25b6\u25b8\u25ba\u27a4\u2192\u2713\u2714\u2611*]+\s*|[-\u2013\u2014]\s+)+"
)
_NUMBER = re.compile(r"^(?:\(?\d{1,2}[.)]|[a-z]\))\s+(?=\D)")


def clean_text(raw: str) -> str:
    """Return `raw` in normal form C with single spaces, without invisible characters and left-over markup.

    Ligatures U+FB00 to U+FB06 are spelled out, as compatibility decomposition (Unicode, UAX #15) does, but
    nothing else is decomposed: "½" and "²" mean what they show.
    """
    if _TO_MEND.search(raw) is not None:
        raw = _mended(raw)
    text = raw.strip()
    if "  " in text or not text.isprintable():  # printable text holds no white space but the space
        text = " ".join(text.split())
    return text if text.isascii() else unicodedata.normalize("NFC", text)


def _mended(text: str) -> str:
    """Return `text` without entities, tags, invisible characters and ligatures."""
    for _ in range(2):  # entities escaped twice are seen in the wild, three times are not
        if "&" not in text or not _ESCAPED.search(text):
            break
        text = html.unescape(text)
    if ("<" in text or "-->" in text) and holds_markup(text):
        text = _TAG.sub(" ", text)
    return unicodedata.normalize("NFC", _UNSEEN.sub("", text)).translate(_LIGATURES)


def strip_bullet(text: str) -> str:
    """Return `text` without the bullets or dashes that somebody typed in front of it."""
    return text if text[:1].isalnum() else _BULLET.sub("", text, count=1)


def has_bullet(text: str) -> bool:
    """Tell whether somebody typed a bullet or a dash in front of `text`."""
    return not text[:1].isalnum() and _BULLET.match(text) is not None


def strip_number(text: str) -> str:
    """Return `text` without the number that somebody typed in front of it ("1. ", "2) ", "a) ")."""
    return _NUMBER.sub("", text, count=1)


def strip_joint(text: str, conjunctions: tuple[str, ...]) -> str:
    """Return a list item without the comma, semicolon or conjunction that ties it to the next one."""
    stripped = text.rstrip(" ,;")
    for word in conjunctions:
        rest = stripped.removesuffix(f" {word}")
        if rest != stripped:
            return rest.rstrip(" ,;")
    return stripped


def comparable(text: str) -> str:
    """Return the letters and digits of `text`, case folded and single spaced: what decides whether two are equal."""
    if text.isascii():
        return " ".join(text.lower().translate(_ASCII_WORDS).split())
    return " ".join(_WORD.findall(text.casefold().replace("’", "").replace("'", "")))
