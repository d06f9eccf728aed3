"""`jobprofiles schema`: print the JSON Schema of a profile."""

import json

from schemas.json_schema import profile_schema


def schema() -> None:
    """Print the schema."""
    print(json.dumps(profile_schema(), indent=2, ensure_ascii=False))
