"""What every line of a log tells besides its text: of which source, chunk and page it speaks.

The fields are attributes of each record (`source`, `chunk`, `url`), for handlers that write them apart, and stand
behind the text in what Prefect shows and in the log file of a run: `Fetched chunk 3: 250 ok. source=demo chunk=3`.
"""

import logging
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from types import MappingProxyType

from prefect.logging.formatters import PrefectFormatter
from prefect.logging.handlers import APILogHandler, PrefectConsoleHandler

from flows.run_log import join_run_log

NAMES = ("source", "chunk", "url")

_NONE: Mapping[str, object] = MappingProxyType({})
_fields: ContextVar[Mapping[str, object]] = ContextVar("fields", default=_NONE)


@contextmanager
def log_fields(**fields: object) -> Iterator[None]:
    """Give every line that is logged in the block these fields, besides those of the blocks around it."""
    _write_fields()
    join_run_log()
    token = _fields.set({**_fields.get(), **fields})
    try:
        yield
    finally:
        _fields.reset(token)


@cache
def _write_fields() -> None:
    """Let this process's log records carry the fields, and Prefect's handlers write them."""
    make_record = logging.getLogRecordFactory()

    def with_fields(*arguments: object, **named: object) -> logging.LogRecord:
        record = make_record(*arguments, **named)
        for name in NAMES:
            setattr(record, name, _fields.get().get(name))
        record.fields = "".join(f" {name}={value}" for name, value in _fields.get().items())
        return record

    logging.setLogRecordFactory(with_fields)
    for name in (None, "flows", "prefect.flow_runs", "prefect.task_runs"):
        for handler in logging.getLogger(name).handlers:
            if isinstance(handler, APILogHandler):
                handler.setFormatter(logging.Formatter("%(message)s%(fields)s", defaults={"fields": ""}))
            elif isinstance(handler, PrefectConsoleHandler):
                handler.setFormatter(_console_formatter())


def _console_formatter() -> logging.Formatter:
    when = "%(asctime)s.%(msecs)03d | %(levelname)-7s |"
    return PrefectFormatter(
        f"{when} %(name)s - %(message)s%(fields)s",
        datefmt="%H:%M:%S",
        defaults={"fields": ""},
        flow_run_fmt=f"{when} Flow run %(flow_run_name)r - %(message)s%(fields)s",
        task_run_fmt=f"{when} Task run %(task_run_name)r - %(message)s%(fields)s",
    )
