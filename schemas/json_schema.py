"""The JSON Schema of a published record: what importers in any language validate with."""

from typing import Any

from schemas.profile import SCHEMA_ID, JobProfile

DIALECT = "https://json-schema.org/draft/2020-12/schema"


def profile_schema() -> dict[str, Any]:
    """Return the JSON Schema (draft 2020-12) of a JobProfile, with its own `$id` and version.

    It says all that JSON Schema can say; normal form C, real calendar days and markup in capital letters are
    checked by the model alone.
    """
    return {"$schema": DIALECT, "$id": SCHEMA_ID, **JobProfile.model_json_schema()}
