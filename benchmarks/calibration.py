"""Whether a rule is as sure as it is right: the confidence of every value read, held against the gold."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from statistics import fmean

from benchmarks.gold import FIELDS, GoldPage
from benchmarks.matching import folded
from benchmarks.score import score_field, statements
from benchmarks.table import Cell, Table
from schemas.extraction import Extraction

BUCKETS = (0.0, 0.5, 0.6, 0.7, 0.8, 0.9)
TOLERATED = 0.1
_FEW = 20


@dataclass(frozen=True, slots=True)
class Judged:
    """A value that was read: its field, the rule that read it, how sure it was, and whether it was right."""

    field: str
    rule: str
    confidence: float
    right: bool


def judge(page: GoldPage, extraction: Extraction) -> Iterator[Judged]:
    """Yield every value read off a page of which the gold says whether it is right.

    What merely may stand in a field is left out, and so are fields without gold.
    """
    verdicts = dict(_verdicts(page, extraction))
    for evidence in extraction.evidence:
        right = verdicts.get(evidence.field)
        if right is not None:
            yield Judged(evidence.field.split("/")[1], evidence.rule, evidence.confidence, right)


def _verdicts(page: GoldPage, extraction: Extraction) -> Iterator[tuple[str, bool | None]]:
    profile, gold = extraction.profile, page.gold
    if profile is None or not gold.profile:
        return
    yield "/title", folded(profile.title) == folded(gold.title)
    if gold.aliases is not None:
        names = {folded(name) for name in gold.aliases}
        yield from ((f"/aliases/{at}", folded(name) in names) for at, name in enumerate(profile.aliases))
    for field in FIELDS:
        if wanted := page.field(field):
            right = score_field(statements(profile, field), wanted).right
            yield from ((f"/{field}/{at}/text", verdict) for at, verdict in enumerate(right))


def by_confidence(values: Iterable[Judged]) -> Table:
    """Return a row for each tenth of confidence; marks a tenth whose rules are surer or less sure than right."""
    table = _table("Confidence, held against the gold", "confidence", values, _bucket)
    table.notes.append(f"!! differs by more than {TOLERATED}; (!!) the same, from fewer than {_FEW} values.")
    return table


def by_rule(values: Iterable[Judged]) -> Table:
    """Return a row for each rule of each field."""
    return _table("Confidence of each rule", "rule", values, lambda value: f"{value.field}: {value.rule}")


def _bucket(value: Judged) -> str:
    least = max(bound for bound in BUCKETS if value.confidence >= bound - 1e-9)
    return f"{least:.1f}-{1.0 if least == BUCKETS[-1] else 0.5 if not least else least + 0.1:.1f}"


def _table(title: str, head: str, values: Iterable[Judged], group: Callable[[Judged], str]) -> Table:
    groups: defaultdict[str, list[Judged]] = defaultdict(list)
    for value in values:
        groups[group(value)].append(value)
    rows: list[Sequence[Cell]] = [_row(name, members) for name, members in sorted(groups.items())]
    return Table(title, [head, "values", "mean confidence", "share right", "difference", ""], rows)


def _row(name: str, values: list[Judged]) -> list[Cell]:
    confidence, right = fmean(v.confidence for v in values), fmean(v.right for v in values)
    is_off = abs(confidence - right) > TOLERATED
    mark = "" if not is_off else "!!" if len(values) >= _FEW else "(!!)"
    return [name, len(values), confidence, right, f"{confidence - right:+.3f}", mark]
