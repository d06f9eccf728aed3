"""Troubles of the records: fields that became empty, or that too few of the sampled profiles have."""

from collections.abc import Iterator
from typing import Any

from flows.checking.chance import learned_share, too_few
from flows.checking.comparison import Comparison, some
from flows.checking.read_sample import ReadPage
from flows.run_drift import NOTICEABLE
from schemas.check_report import Trouble
from schemas.profile import JobProfile

_ESSENTIAL = ("tasks", "requirements")
"""A record that loses these is hardly one any more; any other field, an editor may take from a page."""


def field_troubles(seen: Comparison) -> Iterator[Trouble]:
    """Yield what is wrong with the fields of the records, one line a field."""
    profiles = len(seen.sample.profiles())
    tally = seen.sample.tally()
    for name in JobProfile.model_fields if profiles else ():
        found = f"{tally.filled[name]} of {profiles}"
        lacking = [page for page in seen.sample.pages if page.profile and _is_empty(page.profile, name)]
        promised = seen.source.expect.coverage.get(name)
        lost = [page for page in lacking if page.before and not _is_empty(page.before, name)]
        if lost and (name in _ESSENTIAL or _are_many(seen, lost)):
            yield _lost(seen, name, lost)
        elif promised is not None and seen.falls_below(tally.filled[name], profiles, promised):
            yield _short(seen, name, f"in at least {promised:.0%} of the profiles", found, lacking)
        elif promised is None and _fell(seen, name, tally.filled[name], profiles):
            share = _share_before(seen, name)
            yield _short(seen, name, f"in {share:.0%} of the profiles as before", found, lacking)


def _are_many(seen: Comparison, lost: list[ReadPage]) -> bool:
    """Tell whether more records lost a field than an editor's hand explains."""
    return seen.rises_above(len(lost), _with_record(seen), NOTICEABLE)


def _with_record(seen: Comparison) -> int:
    return sum(1 for page in seen.sample.pages if page.before and page.profile)


def _lost(seen: Comparison, name: str, lost: list[ReadPage]) -> Trouble:
    page = lost[0]
    version = seen.published.name if seen.published else ""
    had = _told(getattr(page.before, name), name)
    return seen.trouble(
        "fields",
        f"{name} as in {version}",
        f"none on {len(lost)} of {_with_record(seen)} pages of records; the first had {had}",
        some(lost),
        seen.explained(page),
    )


def _short(seen: Comparison, name: str, expected: str, found: str, lacking: list[ReadPage]) -> Trouble:
    return seen.trouble("fields", f"{name} {expected}", found, some(lacking), seen.explained(lacking[0]))


def _fell(seen: Comparison, name: str, count: int, profiles: int) -> bool:
    """Tell whether fewer profiles have a field than the last version lets expect."""
    if seen.published is None or name not in seen.published.figures.fields:
        return False
    figures = seen.published.figures
    return too_few(count, profiles, learned_share(figures.fields[name].count, figures.outcomes.profiles))


def _share_before(seen: Comparison, name: str) -> float:
    return seen.published.figures.fields[name].share if seen.published else 0.0


def _is_empty(profile: JobProfile, name: str) -> bool:
    return getattr(profile, name) in (None, "", ())


def _told(value: Any, name: str) -> str:
    if isinstance(value, tuple):
        return f"{len(value)} {name if len(value) != 1 else name.removesuffix('es' if name == 'aliases' else 's')}"
    return repr(str(value)[:60])
