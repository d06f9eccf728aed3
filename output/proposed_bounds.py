"""Bounds for a source that has none yet, with room around what its first run found."""

from math import ceil, floor

from output.profile_statistics import SourceStatistics
from schemas.bounds import Bounds

_ROOM = 0.2
"""Of the number of profiles, up and down."""
_POINTS = 0.1
"""Of shares."""
_FIELDS = ("summary", "tasks", "requirements", "aliases")
"""Fields that a site has or has not; the others are always there, or are nobody's business."""


def proposed_bounds(found: SourceStatistics) -> Bounds:
    """Return bounds that a run like this one keeps, and one that lost a fifth of its profiles does not."""
    outcomes = found.outcomes
    fetched = outcomes.profiles + outcomes.duplicates + outcomes.rejected
    return Bounds(
        min_profiles=max(1, floor(outcomes.profiles * (1 - _ROOM))),
        max_profiles=ceil(outcomes.profiles * (1 + _ROOM)),
        max_rejected=_rounded(outcomes.rejected / fetched + _POINTS) if fetched else None,
        coverage={
            name: _rounded(share - _POINTS)
            for name in _FIELDS
            if (share := found.fields[name].share) > 2 * _POINTS
        },
    )


def _rounded(share: float) -> float:
    return round(min(1.0, share), 2)


def as_code(bounds: Bounds) -> str:
    """Return the bounds as they stand in a source file."""
    given = bounds.model_dump(exclude_defaults=True)
    return f"expect=Bounds({', '.join(f'{name}={value!r}' for name, value in given.items())})"
