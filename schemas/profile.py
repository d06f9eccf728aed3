"""The job profile: the record that is published."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from schemas.text import CleanText, Label, Moment, Statement, Title, WebAddress

SCHEMA_VERSION = "1.0.0"
SCHEMA_ID = f"urn:jobprofiles:schema:profile:{SCHEMA_VERSION}"

RequirementKind = Literal["education", "experience", "skill", "licence", "language", "physical", "other"]
Importance = Literal["required", "preferred"]

SourceId = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9.-]{0,99}$")]
ProfileId = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9.-]{0,99}:[0-9a-f]{12}$")]
LanguageTag = Annotated[str, StringConstraints(pattern=r"^[a-z]{2,3}$")]


class Record(BaseModel):
    """A part of a published record: strict, immutable, without unknown fields."""

    model_config = ConfigDict(strict=True, frozen=True, extra="forbid")


class Task(Record):
    """One thing that a person in this job does."""

    text: Statement = Field(description="The whole statement as published, label included.")
    label: Label | None = Field(description="The words that name the task, where the page sets them apart.")


class Requirement(Record):
    """One thing that the job asks for."""

    text: Statement = Field(description="The whole statement as published, label included.")
    kind: RequirementKind
    importance: Importance | None = Field(description="null where the text does not say.")


class Code(Record):
    """A code of an occupational classification, such as SOC 47-2121."""

    scheme: Annotated[str, StringConstraints(min_length=2, max_length=40)]
    code: Annotated[str, StringConstraints(min_length=1, max_length=40)]


class SourceReference(Record):
    """Where a record comes from and under which terms."""

    id: SourceId
    name: CleanText
    publisher: CleanText | None
    licence: CleanText | None = Field(description="null where no licence is known.")
    attribution: CleanText | None


class JobProfile(Record):
    """What an occupation is called, what one does in it and what it asks for.

    Every field is always there: what a page does not tell is null or an empty array.
    """

    id: ProfileId = Field(
        description="Source id and the first 12 hex digits of the SHA-256 of the canonical URL."
    )
    title: Title
    aliases: tuple[Title, ...] = Field(description="Other names of the same job, none equal to the title.")
    summary: Statement | None
    tasks: tuple[Task, ...]
    requirements: tuple[Requirement, ...]
    language: LanguageTag = Field(description="ISO 639 code of the page's language.")
    codes: tuple[Code, ...]
    url: WebAddress
    slug: Annotated[str, StringConstraints(max_length=300)]
    source: SourceReference
    published: Moment | None
    modified: Moment | None
