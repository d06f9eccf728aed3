"""A change that would break importers needs a new version of the schema (docs/importing.md has the policy)."""

import copy
import json
from pathlib import Path

import pytest

from schemas.json_schema import profile_schema
from schemas.profile import SCHEMA_VERSION

RELEASED = {path.stem: json.loads(path.read_text()) for path in Path(__file__).parent.glob("released/*.json")}


def without_words(node):
    """The schema as validators see it."""
    if isinstance(node, dict):
        words = {"description", "title", "$id"}
        return {
            key: without_words(value)
            for key, value in node.items()
            if not (key in words and isinstance(value, str))
        }
    return [without_words(item) for item in node] if isinstance(node, list) else node


def breaks(old, new, where=""):
    """What an importer who relies on `old` would no longer find in `new`."""
    if isinstance(old, dict) and isinstance(new, dict):
        if "enum" in old:
            return [
                f"{where}: {value!r} is gone" for value in old["enum"] if value not in new.get("enum", [])
            ]
        faults = []
        for key, value in old.items():
            if key in {"required", "additionalProperties"}:
                continue  # closed objects and always-there keys are promises of one version's own schema
            faults += (
                [f"{where}/{key} is gone"] if key not in new else breaks(value, new[key], f"{where}/{key}")
            )
        return faults
    if isinstance(old, list) and isinstance(new, list) and len(old) == len(new):
        return [fault for pair in zip(old, new, strict=True) for fault in breaks(*pair, where)]
    return [] if old == new else [f"{where}: {old!r} became {new!r}"]


def test_the_schema_of_a_released_version_is_as_it_was_released():
    now = without_words(profile_schema())
    assert SCHEMA_VERSION in RELEASED, (
        f"add tests/schemas/released/{SCHEMA_VERSION}.json: `jobprofiles schema`"
    )
    assert now == without_words(RELEASED[SCHEMA_VERSION]), (
        f"the schema changed and is still called {SCHEMA_VERSION}: raise SCHEMA_VERSION in schemas/profile.py"
    )


@pytest.mark.parametrize("version", RELEASED)
def test_within_a_major_version_nothing_that_importers_rely_on_goes(version):
    if version.partition(".")[0] == SCHEMA_VERSION.partition(".")[0]:
        assert breaks(without_words(RELEASED[version]), without_words(profile_schema())) == []


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        (lambda schema: schema["properties"].pop("aliases"), "/properties/aliases is gone"),
        (
            lambda schema: schema["$defs"]["Requirement"]["properties"]["kind"]["enum"].remove("skill"),
            "'skill' is gone",
        ),
        (lambda schema: schema["properties"]["slug"].update(maxLength=10), "became 10"),
        (lambda schema: schema["properties"].update(salary={"type": "string"}), None),
        (lambda schema: schema["$defs"]["Requirement"]["properties"]["kind"]["enum"].append("tool"), None),
    ],
)
def test_what_breaks_importers_is_told_from_what_does_not(change, fault):
    old = without_words(RELEASED["1.0.0"])
    new = copy.deepcopy(old)
    change(new)
    faults = breaks(old, new)
    assert [fault in told for told in faults] == ([True] if fault else [])
