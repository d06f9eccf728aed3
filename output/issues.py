"""issues.json: what the gate said, and every page that is not in a version or not as it should be."""

from collections.abc import Callable
from contextlib import AbstractContextManager

from output.canonical_json import canonical
from output.storage import UnfinishedFolder
from schemas.dataset import Gate


def open_issues(folder: UnfinishedFolder, gate: Gate) -> AbstractContextManager[Callable[[bytes], None]]:
    """Begin the file with the gate's words, and give a function that appends pages, one a line."""
    head = canonical(gate).removesuffix(b"}") + b',"pages":['
    return folder.open_array("issues.json", head, b"]}")
