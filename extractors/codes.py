"""Codes of occupational classifications that a page names."""

import re
from collections.abc import Iterator

from extractors.block import Block
from extractors.finding import Finding
from extractors.metadata import Metadata, text_of
from schemas.profile import Code

_SCHEMES = {
    "soc": "SOC",
    "onet": "O*NET-SOC",
    "isco": "ISCO",
    "noc": "NOC",
    "anzsco": "ANZSCO",
    "kldb": "KldB",
    "rome": "ROME",
}
_WRITTEN = re.compile(r"SOC|O\*NET|ISCO|NOC|ANZSCO|KldB|ROME")
_LONGEST = 40
_NAMED = re.compile(
    r"(?<!\w)(?P<scheme>SOC|O\*NET|ISCO|NOC|ANZSCO|KldB|ROME)(?:(?P<version>-\d{2})|-SOC| \d{4})?"
    r"(?:[ -](?:code|Code|no\.))?\s*:?\s*"
    r"(?P<code>\d{2}-\d{4}(?:\.\d{2})?|[A-Z]\d{4}|\d{4,5}(?:\.\d{1,2})?)(?!\d)"
)
_ONET = re.compile(r"\d{2}-\d{4}(?:\.\d{2})?")


def read_codes(blocks: list[Block], metadata: Metadata) -> list[tuple[Code, Finding]]:
    """Return the codes of a page with where they stand, in reading order and without repeats.

    Text counts where it names the scheme ("SOC 47-2121"); schema.org's occupationalCategory holds O*NET-SOC codes
    by definition.
    """
    found: dict[tuple[str, str], tuple[Code, Finding]] = {}
    for code, finding in (*_of_json_ld(metadata), *_of_text(blocks)):
        found.setdefault((code.scheme, code.code), (code, finding))
    return list(found.values())


def _of_json_ld(metadata: Metadata) -> Iterator[tuple[Code, Finding]]:
    for node in metadata.of_type("Occupation")[:1]:
        written = node.get("occupationalCategory")
        for value in written if isinstance(written, list) else [written]:
            scheme, code = "", ""
            if isinstance(value, dict):
                scheme, code = text_of(value.get("inCodeSet")), text_of(value.get("codeValue"))
            elif found := _ONET.match(text_of(value)):
                scheme, code = ("O*NET-SOC" if "." in found[0] else "SOC"), found[0]
            if 1 < len(scheme) <= _LONGEST and 0 < len(code) <= _LONGEST:
                yield Code(scheme=scheme, code=code), Finding(code, "json-ld-code", 0.95, origin="json-ld")


def _of_text(blocks: list[Block]) -> Iterator[tuple[Code, Finding]]:
    for block in blocks:
        for code in named_codes(block.text):
            yield code, Finding(code.code, "named-code", 0.9, block)


def named_codes(text: str) -> Iterator[Code]:
    """Yield the codes that a text names with their schemes ("SOC 47-2121")."""
    if _WRITTEN.search(text):
        for match in _NAMED.finditer(text):
            scheme = _SCHEMES[match["scheme"].replace("*", "").casefold()] + (match["version"] or "")
            yield Code(scheme=scheme, code=match["code"])
