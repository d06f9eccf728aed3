"""The bytes of what is published: canonical for records, indented for documents that people open.

Records go through the rfc8785 package. orjson with sorted keys is faster, but its bytes differ from RFC 8785:
it writes 1.0 where the standard asks for 1, 1e+16 for 10000000000000000, and sorts keys by code point instead
of UTF-16 code unit. Every confidence of 1.0 in the evidence would differ.
"""

import json
from typing import Any

import rfc8785
from pydantic import BaseModel


def canonical(record: BaseModel) -> bytes:
    """Return the record as canonical JSON (RFC 8785): the same content gives the same bytes, on one line."""
    return rfc8785.dumps(record.model_dump(mode="json"))


def document(content: BaseModel | dict[str, Any]) -> bytes:
    """Return JSON for people as well: UTF-8, indented by two, keys in the order of the model."""
    plain = content.model_dump(mode="json") if isinstance(content, BaseModel) else content
    return json.dumps(plain, indent=2, ensure_ascii=False).encode() + b"\n"
