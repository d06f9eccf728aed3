"""A page read → its scores, field by field."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from benchmarks.gold import FIELDS, FieldGold, GoldPage, StatementField
from benchmarks.matching import SAME, folded, letters, pairs, set_f1, share_of, stands_in
from schemas.extraction import Extraction
from schemas.profile import JobProfile

COLUMNS = {
    "title": "title",
    "aliases": "aliases",
    "tasks": "tasks",
    "tasks exact": "exact",
    "requirements": "requirements",
    "requirements exact": "exact",
    "kind": "kind",
    "importance": "importance",
    "accepted": "accepted",
    "rejected": "rejected",
}
"""Name of a score → head of its column."""
_MOST_OF_PROSE = 0.6


@dataclass(frozen=True, slots=True)
class FieldScore:
    """How well the statements of one field were read.

    `right` tells of each statement read whether it is one (True), is none (False), or may stand there (None).
    `matched` maps its place to the place of the statement of the gold that it is.
    """

    f1: float
    exact: float | None
    right: tuple[bool | None, ...]
    matched: dict[int, int]
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PageScore:
    """The scores of one page by name, and what is missing or read besides, for a person to look at."""

    values: dict[str, float]
    faults: tuple[str, ...] = ()

    @property
    def worst(self) -> float:
        """The lowest score of any field."""
        return min(self.values.values())


def score_page(page: GoldPage, extraction: Extraction) -> PageScore:
    """Return the scores of what was read off a page."""
    profile = extraction.profile
    if not page.gold.profile:
        accepted = (f"accepted as {profile.title!r}",) if profile else ()
        return PageScore({"rejected": float(profile is None)}, accepted)
    values: dict[str, float] = {"accepted": float(profile is not None)}
    faults = [] if profile else [f"rejected: {extraction.reason}"]
    title = profile.title if profile else ""
    values["title"] = float(folded(title) == folded(page.gold.title))
    if not values["title"]:
        faults.append(f"title {title!r}, gold {page.gold.title!r}")
    if page.gold.aliases is not None:
        aliases = profile.aliases if profile else ()
        values["aliases"] = set_f1(aliases, page.gold.aliases)
        faults += [f"alias missing: {name}" for name in page.gold.aliases if _lacks(aliases, name)]
        faults += [f"alias extra: {name}" for name in aliases if _lacks(page.gold.aliases, name)]
    for field in FIELDS:
        if gold := page.field(field):
            scored = score_field(statements(profile, field), gold)
            values |= _field_values(field, scored)
            faults += _field_faults(field, gold, scored, statements(profile, field))
            if field == "requirements":
                values |= _kinds(page, profile, scored)
    return PageScore(values, tuple(faults))


def _field_values(field: StatementField, scored: FieldScore) -> dict[str, float]:
    exact = {} if scored.exact is None else {f"{field} exact": scored.exact}
    return {field: scored.f1} | exact


def _field_faults(
    field: StatementField, gold: FieldGold, scored: FieldScore, said: Sequence[str]
) -> list[str]:
    missing = [f"{field} missing: {text}" for text in scored.missing]
    extra = [f"{field} extra: {said[at]}" for at, right in enumerate(scored.right) if right is False]
    both = [(said[at], gold.must[place]) for at, place in scored.matched.items()]
    inexact = [
        f"{field} not letter by letter: {read!r}, gold {wanted!r}"
        for read, wanted in both
        if letters(read) != letters(wanted)
    ]
    return missing + extra + inexact


def statements(profile: JobProfile | None, field: StatementField) -> list[str]:
    """Return the texts of a field of a record, none where there is no record."""
    return [entry.text for entry in getattr(profile, field)] if profile else []


def score_field(said: Sequence[str], gold: FieldGold) -> FieldScore:
    """Return how the statements `said` stand against the gold of their field.

    Recall is the share of `must` that is matched, in prose the share of its words that is covered (60 % count as
    all); precision the share of right among right and wrong; the score their F1.
    """
    found, must = [folded(text) for text in said], [folded(text) for text in gold.must]
    matched = pairs(found, must)
    right = _verdicts(found, must, gold, matched)
    recall = _recall(found, right, gold, len(matched))
    good, bad = float(right.count(True)), right.count(False)
    if not must and not gold.prose:
        good = good or recall
    precision = good / (good + bad) if good + bad else 0.0
    f1 = 2 * precision * recall / (precision + recall) if precision + recall else 0.0
    if not (said or must or gold.may or gold.prose):
        f1 = 1.0
    exact = {letters(text) for text in gold.must} & {letters(text) for text in said}
    missing = tuple(text for place, text in enumerate(gold.must) if place not in matched.values())
    return FieldScore(f1, len(exact) / len(must) if must else None, right, matched, missing)


def _verdicts(
    found: Sequence[str], must: Sequence[str], gold: FieldGold, matched: dict[int, int]
) -> tuple[bool | None, ...]:
    may, prose = folded(gold.may), folded(gold.prose)

    def verdict(place: int, text: str) -> bool | None:
        if place in matched:
            return True
        if not text or text in found[:place] or any(_is_piece(text, whole) for whole in must):
            return False
        if prose and stands_in(text, prose):
            return True
        return None if stands_in(text, may) else False

    return tuple(verdict(place, text) for place, text in enumerate(found))


def _is_piece(text: str, whole: str) -> bool:
    """Tell whether a text is a piece of a statement, or holds it together with others."""
    return share_of(text, whole) >= SAME or share_of(whole, text) >= SAME


def _recall(found: Sequence[str], right: Sequence[bool | None], gold: FieldGold, matched: int) -> float:
    if gold.must:
        return matched / len(gold.must)
    if gold.prose:
        prose = Counter(folded(gold.prose).split())
        covered = Counter(" ".join(set(found)).split()) & prose
        return min(1.0, covered.total() / (_MOST_OF_PROSE * prose.total()))
    return float(any(verdict is not False for verdict in right))


def _kinds(page: GoldPage, profile: JobProfile | None, scored: FieldScore) -> dict[str, float]:
    if page.record is None or profile is None or not scored.matched:
        return {}
    both = [
        (profile.requirements[place], page.record.requirements[gold])
        for place, gold in scored.matched.items()
    ]
    return {
        "kind": sum(read.kind == gold.kind for read, gold in both) / len(both),
        "importance": sum(read.importance == gold.importance for read, gold in both) / len(both),
    }


def _lacks(names: Sequence[str], name: str) -> bool:
    return folded(name) not in {folded(other) for other in names}
