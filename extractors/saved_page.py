"""A page saved beside the record that is expected of it: a test that a maintainer writes by saving two files."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from extractors.extract import UNKNOWN_URL, extract
from extractors.source import Source
from schemas.extraction import Extraction
from schemas.profile import JobProfile

_REJECTED = ".rejected.json"
REASON = "reason"
"""The one field of what is expected of a page that is no profile."""


class ExpectationInvalid(ValueError):
    """What stands beside a saved page is no expectation; the message names the file and says what is wrong."""


@dataclass(frozen=True, slots=True)
class SavedPage:
    """PAGE.html beside PAGE.json, or beside PAGE.rejected.json where it is no profile."""

    html: Path

    @property
    def record(self) -> Path:
        """Where the record stands that is expected of the page."""
        return self.html.with_name(f"{self.html.stem}.json")

    @property
    def rejected(self) -> Path:
        """Where the reason stands why the page is no profile."""
        return self.html.with_name(f"{self.html.stem}{_REJECTED}")

    def expected(self) -> dict[str, Any] | None:
        """Return the record that is expected, or the reason why there is none; None where nothing is expected yet.

        Raises ExpectationInvalid where both files are there, or one holds something else.
        """
        files = [file for file in (self.record, self.rejected) if file.is_file()]
        if len(files) > 1:
            raise ExpectationInvalid(f"{files[0]} and {files[1].name} exclude each other: remove one")
        if not files:
            return None
        (file,) = files
        try:
            found = json.loads(file.read_text("utf-8"))
        except (ValueError, RecursionError) as error:
            raise ExpectationInvalid(f"{file} is no JSON: {error}") from error
        if not isinstance(found, dict) or (file == self.rejected) != (REASON in found):
            wanted = (
                '{"reason": "…"}' if file == self.rejected else "a record, as `jobprofiles extract --json`"
            )
            raise ExpectationInvalid(f"{file}: expected {wanted}")
        return found

    def read(self, source: Source | None) -> Extraction:
        """Return what is read of the page; one that does not say its address has that of the expected record."""
        html = self.html.read_bytes()
        found = extract(html, source=source)
        if found.profile is None or found.profile.url != UNKNOWN_URL:
            return found
        return extract(html, source=source, url=(self.expected() or {}).get("url"))

    def accept(self, found: Extraction, field: str | None = None) -> Path:
        """Write what was found, or that field of it alone, as what is expected from now on, and return the file."""
        kept, gone = (self.record, self.rejected) if found.profile else (self.rejected, self.record)
        told = accepted(self.expected(), found, field)
        gone.unlink(missing_ok=True)
        kept.write_text(told, "utf-8")
        return kept


def saved_pages(folder: Path) -> list[SavedPage]:
    """Return the pages of a folder, by name."""
    return [SavedPage(html) for html in sorted(folder.glob("*.html")) if html.is_file()]


def orphans(folder: Path) -> list[Path]:
    """Return what is expected of pages that are not there, by name."""
    return [file for file in sorted(folder.glob("*.json")) if not _page_of(file).exists()]


def _page_of(expected: Path) -> Path:
    name = expected.name.removesuffix(".json")
    return expected.with_name(f"{name.removesuffix('.rejected').removesuffix('.links')}.html")


def expectation(found: Extraction) -> str:
    """Return what stands beside a page of which this was read: a record, or the kind of reason."""
    if found.profile:
        return f"{found.profile.model_dump_json(indent=2)}\n"
    return f"{json.dumps({REASON: _kind(found)}, indent=2)}\n"


def accepted(expected: dict[str, Any] | None, found: Extraction, field: str | None) -> str:
    """Return what stands beside a page once what was found in that field, or in every one, is accepted.

    All of it is where the page was no profile before, or is none now: half of a record says nothing.
    """
    if field is None or found.profile is None or expected is None or REASON in expected:
        return expectation(found)
    record = found.profile.model_dump(mode="json")
    kept = {name: value for name, value in expected.items() if name != field}
    if field in record:
        kept[field] = record[field]
    in_order = {name: kept[name] for name in (*JobProfile.model_fields, *kept) if name in kept}
    return f"{json.dumps(in_order, indent=2, ensure_ascii=False)}\n"


def fields_of(expected: dict[str, Any]) -> list[str]:
    """Return what a test looks at one by one: each field of the record, whatever else is expected, or the reason."""
    return [REASON] if REASON in expected else list(dict.fromkeys([*JobProfile.model_fields, *expected]))


def difference(expected: dict[str, Any], found: Extraction, field: str) -> tuple[Any, Any] | None:
    """Return what is expected and what is found in a field, None where the two are equal."""
    if field == REASON:
        is_so = found.profile is None and expected[REASON] == _kind(found)
        return None if is_so else (f"no profile: {expected[REASON]}", _outcome(found))
    if found.profile is None:
        return expected.get(field), _outcome(found)
    record = found.profile.model_dump(mode="json")
    if field not in record:
        return expected[field], f"a record has no field {field!r}"
    return (
        None
        if field in expected and expected[field] == record[field]
        else (expected.get(field), record[field])
    )


def _kind(found: Extraction) -> str:
    """Return what a page is that is no profile, as the reason begins: "vacancy", "error-page"."""
    return (found.reason or "").partition(":")[0].replace(" ", "-")


def _outcome(found: Extraction) -> str:
    return f"a profile: {found.profile.title}" if found.profile else f"no profile: {found.reason}"
