"""When and in what order: Prefect flows, fetching and the command line."""

import os

# Prefect reads these when it is imported, and every import of it stands below this package. What its user has
# set in the environment stays.
_PREFECT_DEFAULTS = {
    # An ephemeral server takes 10 to 25 seconds to start on a small machine; Prefect gives up after 20.
    "PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS": "120",
    "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
    "DO_NOT_TRACK": "1",
    # What these packages log shows up in Prefect's view of a run.
    "PREFECT_LOGGING_EXTRA_LOGGERS": "flows,extractors,output",
    # They log outside runs too, as when a page is extracted on its own.
    "PREFECT_LOGGING_TO_API_WHEN_MISSING_FLOW": "ignore",
}

for _name, _value in _PREFECT_DEFAULTS.items():
    os.environ.setdefault(_name, _value)
