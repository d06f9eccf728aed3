"""Findings → job profile: the record with its evidence, or the reason why there is none."""

import hashlib
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TypeVar

from pydantic import TypeAdapter, ValidationError
from pydantic_core import ErrorDetails

from extractors.evidence import EvidenceWriter
from extractors.finding import Finding
from extractors.lexicon import lexicon
from extractors.requirements import importance_of, kind_of
from extractors.title import slug_of
from schemas.evidence import Evidence
from schemas.profile import Code, JobProfile, Requirement, SourceReference, Task
from schemas.text import Label, Statement, Title

_Made = TypeVar("_Made", Task, Requirement)
_TITLE: TypeAdapter[str] = TypeAdapter(Title)
_STATEMENT: TypeAdapter[str] = TypeAdapter(Statement)
_LABEL: TypeAdapter[str] = TypeAdapter(Label)


class InvalidProfile(ValueError):
    """A record does not validate; the message names source, URL and field. Mend the reader or drop the page."""

    def __init__(self, source: str, url: str, error: ValidationError) -> None:
        faults = "; ".join(_fault(fault) for fault in error.errors())
        super().__init__(f"{source}: {url}: {faults}")


def _fault(fault: ErrorDetails) -> str:
    field = ".".join(map(str, fault["loc"])) or "record"
    return f"{field}: {fault['msg'].removeprefix('Value error, ')}, found {str(fault['input'])[:80]!r}"


@dataclass(frozen=True, slots=True)
class Identity:
    """Whose page it is, where it stands and in which language."""

    source: SourceReference
    url: str
    language: str


@dataclass(slots=True)
class Findings:
    """Everything that the readers found on one page."""

    title: Finding | None
    aliases: list[Finding] = field(default_factory=list)
    summary: Finding | None = None
    tasks: list[Finding] = field(default_factory=list)
    requirements: list[Finding] = field(default_factory=list)
    codes: list[tuple[Code, Finding]] = field(default_factory=list)
    published: str | None = None
    modified: str | None = None


def profile_id(source: str, url: str) -> str:
    """Return the id of the profile at a canonical URL: the source and 12 hex digits of the URL's SHA-256."""
    return f"{source}:{hashlib.sha256(url.encode()).hexdigest()[:12]}"


def validated(data: object, *, source: str, url: str) -> JobProfile:
    """Return `data` as a job profile; raises InvalidProfile, which names source, URL and field."""
    try:
        return JobProfile.model_validate(data)
    except ValidationError as error:
        raise InvalidProfile(source, url, error) from error


def build_profile(
    findings: Findings, identity: Identity, writer: EvidenceWriter
) -> tuple[JobProfile, tuple[Evidence, ...]]:
    """Return the record made of `findings`, with the evidence of every value.

    Findings that cannot be published as they are (too long, nothing but signs), or cannot be pointed at on the page,
    are left out. Raises InvalidProfile where the title is one of them.
    """
    codes = [(code, finding) for code, finding in findings.codes if writer.finds(finding)]
    source, url, words = identity.source, identity.url, lexicon(identity.language)
    aliases = _fitting(findings.aliases, _TITLE, writer)
    tasks = _accepted(
        filter(writer.finds, findings.tasks), lambda finding: Task(text=finding.value, label=_label(finding))
    )
    requirements = _accepted(
        filter(writer.finds, findings.requirements),
        lambda finding: Requirement(
            text=finding.value, kind=kind_of(finding, words), importance=importance_of(finding, words)
        ),
    )
    summary = next(iter(_fitting([findings.summary] if findings.summary else [], _STATEMENT, writer)), None)
    record = {
        "id": profile_id(source.id, url),
        "title": findings.title.value if findings.title else "",
        "aliases": tuple(finding.value for finding in aliases),
        "summary": summary.value if summary else None,
        "tasks": tuple(task for task, _ in tasks),
        "requirements": tuple(requirement for requirement, _ in requirements),
        "language": identity.language,
        "codes": tuple(code for code, _ in codes),
        "url": url,
        "slug": slug_of(url)[:300],
        "source": source,
        "published": findings.published,
        "modified": findings.modified,
    }
    profile = validated(record, source=source.id, url=url)
    evidence = [writer.write("/title", findings.title)] if findings.title else []
    evidence += [writer.write(f"/aliases/{index}", finding) for index, finding in enumerate(aliases)]
    evidence += [writer.write("/summary", summary)] if summary else []
    evidence += [writer.write(f"/tasks/{index}/text", finding) for index, (_, finding) in enumerate(tasks)]
    evidence += [
        writer.write(f"/requirements/{index}/text", finding)
        for index, (_, finding) in enumerate(requirements)
    ]
    evidence += [writer.write(f"/codes/{index}", finding) for index, (_, finding) in enumerate(codes)]
    return profile, tuple(evidence)


def _fitting(findings: Sequence[Finding], adapter: TypeAdapter[str], writer: EvidenceWriter) -> list[Finding]:
    return [finding for finding in findings if _fits(finding.value, adapter) and writer.finds(finding)]


def _accepted(
    findings: Iterable[Finding], made_of: Callable[[Finding], _Made]
) -> list[tuple[_Made, Finding]]:
    """Return what is made of the findings, each with its finding, without those whose text does not validate."""
    made: list[tuple[_Made, Finding]] = []
    for finding in findings:
        with suppress(ValidationError):
            made.append((made_of(finding), finding))
    return made


def _fits(value: str, adapter: TypeAdapter[str]) -> bool:
    try:
        adapter.validate_python(value)
    except ValidationError:
        return False
    return True


def _label(finding: Finding) -> str | None:
    return finding.label if finding.label and _fits(finding.label, _LABEL) else None
