"""The log of a run from the command line: a file with everything, and a line on stderr for each step."""

import logging
import os
import sys
from pathlib import Path

_OUR_PACKAGES = ("flows", "extractors", "output")
_LOG_OF_THE_RUN = "JOBPROFILES_RUN_LOG"


def start_run_log(log: Path) -> None:
    """Write everything from INFO on into `log`, and what our own packages say on stderr; raises OSError.

    Prefect set up logging when it was imported; from here on its lines, tracebacks among them, go to the file.
    """
    log.parent.mkdir(parents=True, exist_ok=True)
    log.write_bytes(b"")
    os.environ[_LOG_OF_THE_RUN] = str(log.absolute())
    join_run_log()


def join_run_log() -> None:
    """Log as the run does that started this process; do nothing where none did."""
    if _LOG_OF_THE_RUN not in os.environ:
        return
    everything = logging.FileHandler(os.environ[_LOG_OF_THE_RUN], encoding="utf-8")
    everything.setFormatter(logging.Formatter("%(asctime)s %(levelname)-7s %(name)s: %(message)s"))
    handlers: list[logging.Handler] = [everything]
    if os.environ.get("JOBPROFILES_DEBUG"):
        handlers.append(logging.StreamHandler(sys.stderr))
    logging.basicConfig(level=logging.INFO, handlers=handlers, force=True)
    logging.getLogger("httpx").setLevel(logging.WARNING)
    steps = logging.StreamHandler(sys.stderr)
    steps.setFormatter(_OneLine())
    for name in _OUR_PACKAGES:
        logging.getLogger(name).setLevel(logging.INFO)
        logging.getLogger(name).addHandler(steps)


class _OneLine(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        return " ".join(record.getMessage().split())
