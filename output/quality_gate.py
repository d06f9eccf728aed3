"""Decides whether a run may be published: by what its sources promise, and else by the last good version."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from output.profile_statistics import SourceStatistics
from output.shared_texts import SharedText
from schemas.bounds import Bounds
from schemas.dataset import Counts, Refusal

# How far a source may fall below the last good version where its bounds do not speak of it.
FALL_IN_PROFILES = 1 / 5
FALL_IN_COVERAGE = 10 / 100
FALL_IN_TASKS = 1 / 3
# And in which share of its profiles, of unrelated jobs, one long text may stand.
SHARED = 1 / 10
_TEXTS_TOLD, _LONGEST_TOLD = 3, 80


@dataclass(frozen=True, slots=True)
class SourceFindings:
    """One source in this run: its figures, and a few pages that show what is wrong with them."""

    source: str
    now: SourceStatistics
    before: SourceStatistics | None
    """The same source in the last good version."""
    bounds: Bounds
    lacking: Mapping[str, list[str]]
    """Field → pages whose record does not have it."""
    fewest_tasks: list[str]
    rejected: list[str]
    shared: list[SharedText]
    """Long texts that stand in the records of unrelated jobs, the most frequent first."""
    lost: list[str]
    """Pages without a record whose record the last version had, or that gave none in a first run."""

    def refusal(self, expected: str, found: str, pages: list[str]) -> Refusal:
        """Return a refusal that names this source."""
        return Refusal(source=self.source, expected=expected, found=found, pages=tuple(pages))


def judge(findings: list[SourceFindings]) -> tuple[Refusal, ...]:
    """Return each expectation that the run did not meet; none at all means that it may be published.

    A bound that a source declares takes the place of the comparison for that figure. A first run without
    bounds meets everything, if it read any profile at all.
    """
    if not any(_read_now(finding) for finding in findings):
        return (_nothing(findings),)
    return tuple(refusal for finding in findings for check in _CHECKS for refusal in check(finding))


def _read_now(finding: SourceFindings) -> int:
    """Return how many profiles this run read: old captures of pages that failed vouch for nothing."""
    return finding.now.outcomes.profiles - finding.now.outcomes.stale


def _read_then(finding: SourceFindings) -> int:
    outcomes = finding.before.outcomes if finding.before else Counts()
    return outcomes.profiles - outcomes.kept


def _nothing(findings: list[SourceFindings]) -> Refusal:
    outcomes = [finding.now.outcomes for finding in findings]
    ends = ", ".join(
        f"{sum(getattr(counts, name) for counts in outcomes)} {name}"
        for name in ("rejected", "gone", "refused", "failed", "stale")
        if name != "stale" or any(counts.stale for counts in outcomes)
    )
    pages = [page for finding in findings for page in finding.rejected or finding.lost]
    return Refusal(
        source=None, expected="at least one profile", found=f"none; pages: {ends}", pages=tuple(pages[:5])
    )


def _number_of_profiles(finding: SourceFindings) -> Iterator[Refusal]:
    bounds, now = finding.bounds, _read_now(finding)
    before = _read_then(finding)
    if bounds.min_profiles is not None:
        if now < bounds.min_profiles:
            yield finding.refusal(f"at least {bounds.min_profiles} profiles", str(now), finding.lost)
    elif before and (before - now) / before > FALL_IN_PROFILES:
        expected = f"at most {FALL_IN_PROFILES:.0%} fewer profiles than the {before} of the last version"
        yield finding.refusal(expected, str(now), finding.lost)
    if bounds.max_profiles is not None and now > bounds.max_profiles:
        yield finding.refusal(f"at most {bounds.max_profiles} profiles", str(now), [])


def _share_of_rejected(finding: SourceFindings) -> Iterator[Refusal]:
    limit, outcomes = finding.bounds.max_rejected, finding.now.outcomes
    fetched = outcomes.profiles + outcomes.duplicates + outcomes.rejected
    if limit is not None and fetched and outcomes.rejected / fetched > limit:
        found = f"{outcomes.rejected / fetched:.1%} ({outcomes.rejected} of {fetched})"
        yield finding.refusal(f"at most {limit:.1%} of the pages rejected", found, finding.rejected)


def _coverage(finding: SourceFindings) -> Iterator[Refusal]:
    profiles = finding.now.outcomes.profiles
    before = finding.before.fields if finding.before and finding.before.outcomes.profiles else {}
    for name, fill in finding.now.fields.items() if profiles else ():
        found = f"{fill.share:.1%} ({fill.count} of {profiles})"
        promised = finding.bounds.coverage.get(name)
        if promised is not None:
            if fill.count / profiles < promised:
                expected = f"{name} in at least {promised:.1%} of the profiles"
                yield finding.refusal(expected, found, finding.lacking.get(name, []))
        # Rounded as the shares are, else a fall by exactly the limit counts as more.
        elif name in before and round(before[name].share - fill.share, 4) > FALL_IN_COVERAGE:
            points = (
                f"{FALL_IN_COVERAGE * 100:.0f} points below the {before[name].share:.1%} of the last version"
            )
            yield finding.refusal(f"{name} at most {points}", found, finding.lacking.get(name, []))


def _tasks(finding: SourceFindings) -> Iterator[Refusal]:
    before = finding.before.tasks.median if finding.before else None
    now = finding.now.tasks.median
    if before and now is not None and (before - now) / before > FALL_IN_TASKS:
        expected = f"a median number of tasks at most a third below the {before:g} of the last version"
        yield finding.refusal(expected, f"{now:g}", finding.fewest_tasks)


def _shared_texts(finding: SourceFindings) -> Iterator[Refusal]:
    limit, profiles = finding.bounds.max_shared, finding.now.outcomes.profiles
    limit = SHARED if limit is None else limit
    for shared in finding.shared[:_TEXTS_TOLD]:
        if shared.profiles / profiles > limit:
            expected = f"no long text in more than {limit:.0%} of the profiles of unrelated jobs"
            found = f'"{shared.text[:_LONGEST_TOLD]}" in {shared.profiles} of {profiles}'
            yield finding.refusal(expected, found, list(shared.pages))


_CHECKS: tuple[Callable[[SourceFindings], Iterator[Refusal]], ...] = (
    _number_of_profiles,
    _share_of_rejected,
    _coverage,
    _tasks,
    _shared_texts,
)
