"""The terminal of a command: one place for lines and bars, so that neither writes over the other."""

import os
import sys
from functools import cache

from rich.console import Console

LOG_OF_THE_RUN = "JOBPROFILES_RUN_LOG"
"""Names the log that all processes of a run from the command line write; unset in every other run."""


@cache
def terminal() -> Console:
    """Return the console on stderr."""
    return Console(stderr=True)


def shows_bars() -> bool:
    """Tell whether a person looks on who can see bars: on a terminal that no other run shares."""
    return LOG_OF_THE_RUN in os.environ and sys.stderr is not None and terminal().is_terminal
