"""The JSON Schema as importers get it."""

import subprocess
import sys

from jsonschema import Draft202012Validator

from schemas.json_schema import profile_schema
from schemas.profile import SCHEMA_VERSION


def every_object(node):
    if isinstance(node, dict):
        if node.get("type") == "object":
            yield node
        for value in node.values():
            yield from every_object(value)


def test_it_is_a_valid_schema_of_its_dialect():
    Draft202012Validator.check_schema(profile_schema())


def test_it_says_dialect_and_version():
    schema = profile_schema()

    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert schema["$id"] == f"urn:jobprofiles:schema:profile:{SCHEMA_VERSION}"


def test_every_object_is_closed_and_every_key_required():
    objects = list(every_object(profile_schema()))

    assert len(objects) == 5
    for each in objects:
        assert each["additionalProperties"] is False
        assert set(each["required"]) == set(each["properties"])


def test_it_comes_without_prefect_or_anything_of_the_network():
    code = (
        "import sys; from schemas.json_schema import profile_schema; profile_schema();"
        "print([name for name in ('prefect', 'httpx', 'fastapi') if name in sys.modules])"
    )
    told = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=True
    )

    assert told.stdout.strip() == "[]"
