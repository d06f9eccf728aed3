"""The manifest of a version: a Data Package (https://datapackage.org) with the checksum of every file."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel

from output.parquet import FILE as PARQUET
from output.run import Run
from output.storage import FileFacts
from schemas.dataset import Change, RecordEvidence
from schemas.profile import SCHEMA_ID, JobProfile, SourceReference

PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json"
UNKNOWN_LICENCE = "No licence is known: ask the publisher before you reuse this source's texts."


@dataclass(frozen=True, slots=True)
class _Described:
    title: str
    format: str
    mediatype: str
    row: type[BaseModel] | None = None
    """The model of a line, where the file is a table."""


_FILES = {
    "profiles.jsonl": _Described("Profiles, one a line", "jsonl", "application/jsonl", JobProfile),
    "profiles.json": _Described("The same profiles as one array", "json", "application/json"),
    "occupations.jsonld": _Described(
        "The same profiles as schema.org Occupation", "jsonld", "application/ld+json"
    ),
    "evidence.jsonl": _Described("Where each value was read", "jsonl", "application/jsonl", RecordEvidence),
    "delta.jsonl": _Described("Changes since the version before", "jsonl", "application/jsonl", Change),
    PARQUET: _Described("The same profiles as columns", "parquet", "application/vnd.apache.parquet"),
    "schema.json": _Described("JSON Schema of a profile", "json", "application/schema+json"),
    "statistics.json": _Described("Counts and fill rates", "json", "application/json"),
    "issues.json": _Described("Pages without a record, and why", "json", "application/json"),
}
_TABLE_TYPES = {"string": "string", "array": "array", "object": "object"}


def datapackage(run: Run, previous: str | None, files: Mapping[str, FileFacts]) -> dict[str, Any]:
    """Return the descriptor of a version whose `files` are all written (Data Package 2.0)."""
    return {
        "$schema": PROFILE,
        "name": run.dataset,
        "title": f"Job profiles: {run.dataset}",
        "description": _description(run.sources),
        "version": run.version,
        "previous": previous,
        "created": run.now.isoformat().replace("+00:00", "Z"),
        "profile_schema": SCHEMA_ID,
        **_licences(run.sources),
        "sources": describe_sources(run.sources),
        "resources": [_resource(name, files[name]) for name in _FILES if name in files],
    }


def describe_sources(sources: Sequence[SourceReference]) -> list[dict[str, Any]]:
    """Return the sources with their terms, as the manifest tells them."""
    return [
        {
            "title": source.name,
            **source.model_dump(mode="json"),
            "terms": source.licence or UNKNOWN_LICENCE,
        }
        for source in sorted(sources, key=lambda source: source.id)
    ]


def _description(sources: Sequence[SourceReference]) -> str:
    lines = [
        f"- {source.name} ({source.id}): {source.licence or UNKNOWN_LICENCE}"
        + (f" Attribution: {source.attribution}" if source.attribution else "")
        for source in sorted(sources, key=lambda source: source.id)
    ]
    return "\n".join(["Job profiles read from career sites. Sources and licences:", "", *lines])


def _licences(sources: Sequence[SourceReference]) -> dict[str, Any]:
    """Return the licences of the whole: none where they are not known for every part of it."""
    names = [source.licence for source in sources]
    known = sorted({name for name in names if name})
    if not known or None in names:
        return {}
    return {"licenses": [_licence(name) for name in known]}


def _licence(text: str) -> dict[str, str]:
    if text.startswith(("https://", "http://")):
        return {"path": text}
    name = re.sub(r"[^-a-zA-Z0-9._]+", "-", text).strip("-")
    return {"name": name or "other", "title": text}


def _resource(name: str, facts: FileFacts) -> dict[str, Any]:
    described = _FILES[name]
    resource: dict[str, Any] = {
        "name": name.replace(".", "-"),
        "path": name,
        "title": described.title,
        "type": "json",
        "format": described.format,
        "mediatype": described.mediatype,
        "bytes": facts.bytes,
        "hash": f"sha256:{facts.sha256}",
    }
    if name == PARQUET:
        return {**resource, "type": "file"}
    resource["encoding"] = "utf-8"
    if described.row is not None:
        # Validators take an empty table for a broken one, and a resource without a type for whatever its name
        # suggests: "schema.json" for a Table Schema.
        resource["type"] = "table" if facts.bytes else "file"
        if facts.bytes:
            resource["schema"] = {"fields": _columns(described.row)}
    return resource


def _columns(row: type[BaseModel]) -> list[dict[str, str]]:
    """Return the fields of a line in the order in which canonical JSON writes them."""
    schema = row.model_json_schema()
    return [
        {"name": name, "type": _column_type(column, schema.get("$defs", {}))}
        for name, column in sorted(schema["properties"].items())
    ]


def _column_type(column: dict[str, Any], definitions: dict[str, Any]) -> str:
    if "anyOf" in column:
        return _column_type(column["anyOf"][0], definitions)
    if "$ref" in column:
        return _column_type(definitions[column["$ref"].rpartition("/")[2]], definitions)
    return _TABLE_TYPES[column["type"]]
