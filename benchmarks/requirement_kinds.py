"""Kind and importance of single requirements, held against statements annotated for it."""

import csv
from collections import defaultdict
from pathlib import Path

from benchmarks.gold import ROOT
from benchmarks.table import Table
from extractors.finding import Finding
from extractors.lexicon import lexicon
from extractors.requirements import importance_of, kind_of

STATEMENTS = ROOT / "tests/extractors/requirement_statements.tsv"
"""Columns: language, kind, importance ("-" where the text does not say), heading, statement."""


def kinds_table(statements: Path = STATEMENTS) -> Table:
    """Return the share of statements whose kind and whose importance is read as annotated, by language."""
    with statements.open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    by_language: defaultdict[str, list[tuple[bool, bool]]] = defaultdict(list)
    for row in rows:
        for language in (row["language"], "all"):
            by_language[language].append(_read(row))
    table = Table(
        "Kind and importance of single statements", ["language", "statements", "kind", "importance"]
    )
    for language, right in by_language.items():
        kinds, importances = zip(*right, strict=True)
        table.rows.append([language, len(right), sum(kinds) / len(right), sum(importances) / len(right)])
    table.rows.sort(key=lambda row: (row[0] == "all", row[0]))
    return table


def _read(row: dict[str, str]) -> tuple[bool, bool]:
    label, _, rest = row["statement"].partition(". ")
    finding = Finding(row["statement"], "table", 1.0, label=label if rest else None, context=row["heading"])
    words = lexicon(row["language"])
    return kind_of(finding, words) == row["kind"], (importance_of(finding, words) or "-") == row["importance"]
