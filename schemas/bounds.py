"""What a source promises about its own data; the quality gate holds it to that."""

from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from schemas.profile import JobProfile


def _field_of_the_record(name: str) -> str:
    if name not in JobProfile.model_fields:
        raise ValueError(
            f"expected a field of the record ({', '.join(JobProfile.model_fields)}), found {name!r}"
        )
    return name


Share = Annotated[float, Field(ge=0, le=1)]
RecordField = Annotated[str, AfterValidator(_field_of_the_record)]


class Bounds(BaseModel):
    """Limits on one run of one source; None means no limit."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    min_profiles: Annotated[int, Field(ge=0)] | None = None
    """Fewest profiles that a run must read."""
    max_profiles: Annotated[int, Field(ge=0)] | None = None
    """Most profiles that a run may read."""
    max_rejected: Share | None = None
    """Largest share of fetched pages that may be rejected."""
    max_shared: Share | None = None
    """Largest share of profiles of unrelated jobs in which one and the same long text may stand; None: a tenth."""
    keep_missed: Annotated[int, Field(ge=1)] = 3
    """In how many runs one after the other a record's page must be missed until the record goes."""
    coverage: dict[RecordField, Share] = Field(default_factory=dict)
    """Field of the record → least share of profiles that must have it."""
