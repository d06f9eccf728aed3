"""profiles.parquet: the records as columns, in the order of their ids. Needs the extra "parquet" (pyarrow)."""

import json
from collections.abc import Iterator
from itertools import islice
from typing import Any

from output.storage import UnfinishedFolder

FILE = "profiles.parquet"
_BATCH = 1_000
"""Records of a row group: what is held at a time."""


class NoParquet(Exception):
    """pyarrow is not installed."""


def check_parquet() -> None:
    """Raise NoParquet where Parquet cannot be written on this machine."""
    try:
        import pyarrow.parquet  # noqa: F401, PLC0415  (an extra, and slow to import)
    except ImportError as error:
        raise NoParquet("expected the extra \"parquet\": pip install --editable '.[parquet]'") from error


def write_parquet(folder: UnfinishedFolder) -> None:
    """Write the records of the folder's profiles.jsonl as Parquet; the same records give the same bytes."""
    import pyarrow as pa  # noqa: PLC0415  (as above)
    from pyarrow.parquet import ParquetWriter  # noqa: PLC0415

    schema = _schema(pa)
    with ParquetWriter(folder.path / FILE, schema, compression="zstd") as writer:
        for batch in _batches(folder):
            writer.write_table(pa.Table.from_pylist(batch, schema=schema))
    folder.adopt(FILE)


def _batches(folder: UnfinishedFolder) -> Iterator[list[dict[str, Any]]]:
    with (folder.path / "profiles.jsonl").open("rb") as lines:
        while batch := [json.loads(line) for line in islice(lines, _BATCH)]:
            yield batch


def _schema(pa: Any) -> Any:
    """Return the columns: as in the JSON, dates and times as the text that they are there."""
    text, structs = pa.string(), pa.struct
    source = structs([(name, text) for name in ("id", "name", "publisher", "licence", "attribution")])
    return pa.schema(
        [
            ("id", text),
            ("title", text),
            ("aliases", pa.list_(text)),
            ("summary", text),
            ("tasks", pa.list_(structs([("text", text), ("label", text)]))),
            ("requirements", pa.list_(structs([("text", text), ("kind", text), ("importance", text)]))),
            ("language", text),
            ("codes", pa.list_(structs([("scheme", text), ("code", text)]))),
            ("url", text),
            ("slug", text),
            ("source", source),
            ("published", text),
            ("modified", text),
        ]
    )
