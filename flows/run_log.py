"""The log of a run from the command line: a file with everything, and a line on stderr for each step."""

import logging
import os
import sys
from pathlib import Path

from flows.terminal import LOG_OF_THE_RUN, shows_bars, terminal

_OUR_PACKAGES = ("flows", "extractors", "output")


def start_run_log(log: Path) -> None:
    """Write everything from INFO on into `log`, and what our own packages say on stderr; raises OSError.

    Prefect set up logging when it was imported; from here on its lines, tracebacks among them, go to the file.
    """
    log.parent.mkdir(parents=True, exist_ok=True)
    log.write_bytes(b"")
    os.environ[LOG_OF_THE_RUN] = str(log.absolute())
    _log_there(is_worker=False)


def join_run_log() -> None:
    """Log as the run does that started this process; do nothing where none did, or this is its own process."""
    written = (getattr(handler, "baseFilename", None) for handler in logging.getLogger().handlers)
    if os.environ.get(LOG_OF_THE_RUN, None) not in (None, *written):
        _log_there(is_worker=True)


def _log_there(*, is_worker: bool) -> None:
    everything = logging.FileHandler(os.environ[LOG_OF_THE_RUN], encoding="utf-8")
    line = "%(asctime)s %(levelname)-7s %(name)s: %(message)s%(fields)s"
    everything.setFormatter(logging.Formatter(line, defaults={"fields": ""}))
    handlers: list[logging.Handler] = [everything]
    if os.environ.get("JOBPROFILES_DEBUG"):
        handlers.append(logging.StreamHandler(sys.stderr))
    logging.basicConfig(level=logging.INFO, handlers=handlers, force=True)
    logging.getLogger("httpx").setLevel(logging.WARNING)
    for name in _OUR_PACKAGES:
        logging.getLogger(name).setLevel(logging.INFO)
        if not (is_worker and shows_bars()):  # only the run's own process knows where the bars stand
            logging.getLogger(name).addHandler(_Steps())


class _Steps(logging.Handler):
    """Writes one line for each step on the terminal, above the bars that may stand there."""

    def emit(self, record: logging.LogRecord) -> None:
        terminal().print(" ".join(record.getMessage().split()), markup=False, highlight=False, soft_wrap=True)
