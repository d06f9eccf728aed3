"""A database for the time of one run: what grows with the number of records lies in it, and not in memory."""

import sqlite3
from types import TracebackType
from typing import Self


class ScratchDatabase:
    """A private SQLite database in a temporary file, gone when the context ends (https://sqlite.org/inmemorydb.html).

    An empty name gives such a database: a cache of 2 MB in memory, and the rest on the disk.
    """

    def __init__(self, schema: str) -> None:
        self._database = sqlite3.connect("", isolation_level=None)
        self._database.executescript(schema)
        self._database.execute("BEGIN")  # never committed: nobody else reads it, and it ends with the process

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        exc_type: type[BaseException] | None,
        exc_value: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._database.close()
