"""JSON that can stand in a script, whatever the texts in it say."""

import json
from typing import Any

_ESCAPES = {ord(letter): f"\\u{ord(letter):04x}" for letter in "<>&\u2028\u2029"}
"""These stand only inside the strings of JSON. They would end a script element, or in old browsers a line."""


def script_data(content: Any) -> bytes:
    """Return `content` as JSON without any character that HTML or JavaScript could take for something else."""
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    return text.translate(_ESCAPES).encode()
