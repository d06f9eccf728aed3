"""A source as the Python file that defines it."""

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from pydantic import BaseModel

from extractors.source import Source

_WIDTH = 110
_INDENT = "    "
_ALWAYS = ("licence",)
"""Fields that are written even where they have their default: a source names its licence, if only as None."""
_MODULES = {"Source": "extractors.source", "Bounds": "schemas.bounds"}
_DISCOVERY_MODULE = "schemas.discovery"
_PUBLIC_MODULE = "jobprofiles"


def source_text(source: Source, *, about: str, within_project: bool, comments: Mapping[str, str]) -> str:
    """Return the file that defines `source`, as its maintainers would write it: defaults are left out.

    `about` is its docstring, `comments` are put behind fields of that name. Within this project a file imports what
    it needs from where it is defined; elsewhere from the package `jobprofiles`. Readers cannot be written.
    """
    fields = _written(source)
    lines = [f'"""{_in_docstring(about)}"""', "", *_imports(source, within_project=within_project), ""]
    lines.append("SOURCE = Source(")
    for name, value in fields.items():
        comment = f"  # {_on_one_line(comments[name])}" if name in comments else ""
        lines.append(f"{_INDENT}{name}={_literal(value, _INDENT, len(name) + 2)},{comment}")
    return "\n".join([*lines, ")", ""])


def _imports(source: Source, *, within_project: bool) -> Iterable[str]:
    needed = {"Source", type(source.discover).__name__}
    if "expect" in _written(source):
        needed.add("Bounds")
    if not within_project:
        yield f"from {_PUBLIC_MODULE} import {', '.join(sorted(needed))}"
        return
    yield from sorted(f"from {_MODULES.get(name, _DISCOVERY_MODULE)} import {name}" for name in needed)


def _written(model: BaseModel) -> dict[str, Any]:
    """Return the fields of a model that differ from their defaults, in their order, an address first."""
    fields = sorted(type(model).model_fields.items(), key=lambda field: field[0] != "url")
    return {
        name: getattr(model, name)
        for name, field in fields
        if name in _ALWAYS or getattr(model, name) != field.get_default(call_default_factory=True)
    }


def _literal(value: object, indent: str, used: int) -> str:
    """Return a value in Python, on one line where it fits behind `used` characters, else a line for each part."""
    opening, parts, closing = _parts(value, indent)
    line = f"{opening}{', '.join(parts)}{closing}"
    if not parts or ("\n" not in line and len(indent) + used + len(line) <= _WIDTH):
        return f"({parts[0]},)" if isinstance(value, tuple) and len(value) == 1 else line
    inner = indent + _INDENT
    return "\n".join([opening, *(f"{inner}{part}," for part in parts), f"{indent}{closing}"])


def _parts(value: object, indent: str) -> tuple[str, Sequence[str], str]:
    inner = indent + _INDENT
    if isinstance(value, BaseModel):
        fields = _written(value)
        parts = [f"{name}={_literal(each, inner, len(name) + 2)}" for name, each in fields.items()]
        return f"{type(value).__name__}(", parts, ")"
    if isinstance(value, Mapping):
        keyed = [(_string(str(key)), each) for key, each in value.items()]
        return "{", [f"{key}: {_literal(each, inner, len(key) + 3)}" for key, each in keyed], "}"
    if isinstance(value, tuple):
        return "(", [_literal(each, inner, 1) for each in value], ")"
    return (_string(value) if isinstance(value, str) else repr(value)), (), ""


def _string(text: str) -> str:
    if "\\" in text and '"' not in text and not text.endswith("\\") and text.isprintable():
        return f'r"{text}"'
    return "".join(map(_visible, json.dumps(text, ensure_ascii=False)))


def _visible(character: str) -> str:
    """Return a character of a string as it is, or its escape where a reviewer would not see it, such as U+202E."""
    return character if character.isprintable() else character.encode("unicode_escape").decode()


def _in_docstring(text: str) -> str:
    return _on_one_line(text.replace("\\", "/").replace('"', "'"))


def _on_one_line(text: str) -> str:
    return "".join(filter(str.isprintable, " ".join(text.split())))
