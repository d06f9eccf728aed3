"""Text as a person would have typed it."""

import html
import re
import unicodedata

from schemas.text import holds_markup

# Soft hyphens, zero-width characters, direction marks, byte order marks, controls: there for machines.
_UNSEEN = re.compile(
    r"[\x00-\x08\x0b\x0e-\x1f\x7f-\x84\x86-\x9f\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufffd"
    r"\ud800-\udfff]"
)
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
_BULLET = re.compile(
    r"^(?:[\u2022\u2023\u25aa\u25ab\u25cf\u25cb\u25e6\u25a0\u25a1\u2043\u2219\u00b7\u00bb\u203a\u25b6\u25b8\u25ba\u27a4\u2192\u2713\u2714\u2611*]+\s*|[-\u2013\u2014]\s+)+"
)
_NUMBER = re.compile(r"^(?:\(?\d{1,2}[.)]|[a-z]\))\s+(?=\D)")


def clean_text(raw: str) -> str:
    """Return `raw` in normal form C with single spaces, without invisible characters and left-over markup.

    Ligatures U+FB00 to U+FB06 are spelled out, as compatibility decomposition (Unicode, UAX #15) does, but
    nothing else is decomposed: "½" and "²" mean what they show.
    """
    text = " ".join(raw.split())
    if text.isascii() and text.isprintable() and "&" not in text and "<" not in text and "-->" not in text:
        return text
    text = raw
    for _ in range(2):  # entities escaped twice are seen in the wild, three times are not
        if "&" not in text or not _ESCAPED.search(text):
            break
        text = html.unescape(text)
    if ("<" in text or "-->" in text) and holds_markup(text):
        text = _TAG.sub(" ", text)
    text = unicodedata.normalize("NFC", _UNSEEN.sub("", text.replace("\x85", " "))).translate(_LIGATURES)
    return " ".join(text.split())


def strip_bullet(text: str) -> str:
    """Return `text` without the bullets or dashes that somebody typed in front of it."""
    return _BULLET.sub("", text, count=1)


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
    return " ".join(re.findall(r"\w+", text.casefold().replace("’", "").replace("'", "")))
