"""One page a profile; of a large dataset, the records in files from which the search shows them itself."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from pydantic import ValidationError

from output.catalogue.entry_list import Entry
from output.catalogue.script_data import script_data
from output.catalogue.templating import Templates
from output.catalogue.wording import KINDS, ORIGINS, value_name
from output.last_version import LastVersion
from output.load_dataset import load_dataset
from output.published import DatasetUnreadable
from output.storage import UnfinishedTree
from schemas.dataset import RecordEvidence
from schemas.evidence import Evidence
from schemas.profile import JobProfile, Requirement

SINGLE_PAGES_UP_TO = 20_000
"""Profiles; a folder of more files than that is slow to copy, to serve and to remove."""
RECORDS_A_FILE = 100
"""Records that are loaded with the one that somebody opens."""
_OPTIONAL = ("aliases", "summary", "tasks", "requirements", "codes", "published", "modified")
"""Fields that a page may not tell."""


@dataclass(frozen=True, slots=True)
class Proof:
    """Where one value was read, in words."""

    what: str
    origin: str
    evidence: Evidence


def write_profiles(
    tree: UnfinishedTree, templates: Templates, version: LastVersion, *, with_pages: bool
) -> Iterator[Entry]:
    """Write the page of each profile, or the files of records, and yield what list and search need of them."""
    return _write_pages(tree, templates, version) if with_pages else _write_records(tree, version)


def _write_pages(tree: UnfinishedTree, templates: Templates, version: LastVersion) -> Iterator[Entry]:
    evidence = _evidence(version.files.checked("evidence.jsonl"))
    for number, profile in enumerate(load_dataset(version.files.folder)):
        record = next(evidence, None)
        if record is None or record.id != profile.id:
            raise DatasetUnreadable(
                f"{version.files.folder / 'evidence.jsonl'}: no evidence for {profile.id}"
            )
        # Of the id alone: it has only small letters, digits, dots and hyphens, and the colon is its last but 12.
        href = f"profiles/{profile.id.replace(':', '-')}.html"
        page = templates.render(
            "profile",
            root="../",
            profile=profile,
            requirements=_by_kind(profile),
            record=record,
            proofs=[
                Proof(value_name(found.field), ORIGINS[found.origin], found) for found in record.evidence
            ],
        )
        tree.write(href, page)
        yield _entry(profile, href, number)


def _write_records(tree: UnfinishedTree, version: LastVersion) -> Iterator[Entry]:
    file: list[JobProfile] = []
    for number, profile in enumerate(load_dataset(version.files.folder)):
        if len(file) == RECORDS_A_FILE:
            _write_file(tree, number // RECORDS_A_FILE - 1, file)
            file = []
        file.append(profile)
        yield _entry(profile, profile.url, number)
    if file:
        _write_file(tree, number // RECORDS_A_FILE, file)


def _write_file(tree: UnfinishedTree, number: int, profiles: list[JobProfile]) -> None:
    records = [profile.model_dump(mode="json") for profile in profiles]
    tree.write(f"records/{number}.js", b"showRecords(%d,%b);\n" % (number, script_data(records)))


def _entry(profile: JobProfile, href: str, number: int) -> Entry:
    return Entry(
        id=profile.id,
        title=profile.title,
        aliases=profile.aliases,
        source=profile.source.id,
        language=profile.language,
        missing=tuple(name for name in _OPTIONAL if not getattr(profile, name)),
        tasks=len(profile.tasks),
        href=href,
        number=number,
    )


def _evidence(path: Path) -> Iterator[RecordEvidence]:
    with path.open("rb") as lines:
        for number, line in enumerate(lines, start=1):
            try:
                yield RecordEvidence.model_validate_json(line)
            except ValidationError as error:
                first = error.errors()[0]
                raise DatasetUnreadable(
                    f"{path}, line {number}: expected evidence, found: {first['msg']}"
                ) from error


def _by_kind(profile: JobProfile) -> list[tuple[str, list[Requirement]]]:
    groups = [
        (name, [asked for asked in profile.requirements if asked.kind == kind])
        for kind, name in KINDS.items()
    ]
    return [(name, asked) for name, asked in groups if asked]
