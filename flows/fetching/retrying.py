"""When a failed request is tried again, and after how long."""

from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

import stamina

from flows.fetching.fetch_failures import FetchFailed
from flows.fetching.fetch_settings import FetchSettings

MAY_PASS = frozenset({408, 425, 429, 500, 502, 503, 504})
"""Statuses that can be another one the next time; every other answer stands."""

_LONGEST_PAUSE = 60.0


def attempts(settings: FetchSettings) -> AsyncIterator[stamina.Attempt]:
    """Return the attempts for one page: FetchFailed that may pass starts the next one, after a pause.

    Pauses double and have jitter; a server's Retry-After takes their place. Attempts end by count, by the
    settings' patience, and where the server asks for more of it; then the last failure is raised.
    """
    return stamina.retry_context(
        on=_pause_before_next(settings.patience_seconds),
        attempts=settings.attempts,
        timeout=settings.patience_seconds,
        wait_initial=settings.backoff_seconds,
        wait_jitter=settings.backoff_seconds,
        wait_max=_LONGEST_PAUSE,
    ).__aiter__()


def _pause_before_next(patience: float) -> Callable[[Exception], bool | float]:
    def pause(error: Exception) -> bool | float:
        if not isinstance(error, FetchFailed) or not error.may_pass:
            return False
        if error.retry_after is None:
            return True
        return error.retry_after if error.retry_after <= patience else False

    return pause


def retry_after_seconds(value: str | None, now: datetime) -> float | None:
    """Return the pause that a Retry-After header asks for (RFC 9110, section 10.2.3), or None.

    `value` is a number of seconds (of which the first ten digits are enough) or an HTTP date, which is
    compared with `now`; a date in the past is 0.
    """
    if value is None:
        return None
    text = value.strip()
    if text.isascii() and text.isdigit():
        return float(text[:10])
    try:
        moment = parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return max(0.0, (moment - now).total_seconds())
