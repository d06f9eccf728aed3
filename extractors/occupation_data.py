"""schema.org Occupation on a page, as JSON-LD or as microdata: what it says of each field.

Properties: https://schema.org/Occupation.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from selectolax.lexbor import LexborHTMLParser

from extractors.clean_text import clean_text, strip_bullet
from extractors.finding import Finding
from extractors.metadata import Metadata

TASK_PROPERTIES = ("responsibilities",)
REQUIREMENT_PROPERTIES = ("educationRequirements", "experienceRequirements", "qualifications", "skills")
_TEXT_KEYS = ("name", "credentialCategory", "description", "text", "@value")
_CONTEXT = {
    "educationRequirements": "education",
    "experienceRequirements": "experience",
    "skills": "skills",
}
_MANY = 200


def read_occupation(tree: LexborHTMLParser, metadata: Metadata, properties: tuple[str, ...]) -> list[Finding]:
    """Return what the page's Occupation says under `properties`, in the page's order; empty where there is none."""
    for node in metadata.of_type("Occupation")[:1]:
        return [
            Finding(text, f"json-ld-{name}", 0.9, origin="json-ld", context=_CONTEXT.get(name, ""))
            for name in node
            if name in properties
            for text in _texts(node[name])
        ]
    return [
        Finding(text, f"microdata-{name}", 0.9, context=_CONTEXT.get(name, ""))
        for name in properties
        for text in _microdata(tree, name)
    ]


def _texts(value: Any) -> Iterator[str]:
    for entry in (value if isinstance(value, list) else [value])[:_MANY]:
        text = entry
        if isinstance(entry, Mapping):
            text = next((entry[key] for key in _TEXT_KEYS if isinstance(entry.get(key), str)), None)
        if isinstance(text, str):
            for line in text.splitlines():
                if cleaned := strip_bullet(clean_text(line)):
                    yield cleaned


def _microdata(tree: LexborHTMLParser, name: str) -> Iterator[str]:
    for node in tree.css(f'[itemtype$="schema.org/Occupation"] [itemprop~="{name}"]')[:_MANY]:
        items = node.css("li") or [node]
        for item in items[:_MANY]:
            written = item.attributes.get("content") or item.text(deep=True)
            if cleaned := strip_bullet(clean_text(written)):
                yield cleaned
