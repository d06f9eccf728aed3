"""What a source promises about its own data; the quality gate holds it to that."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

Share = Annotated[float, Field(ge=0, le=1)]


class Bounds(BaseModel):
    """Limits on one run of one source; None means no limit."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    min_profiles: Annotated[int, Field(ge=0)] | None = None
    max_profiles: Annotated[int, Field(ge=0)] | None = None
    max_rejected: Share | None = None
    """Largest share of fetched pages that may be rejected."""
    max_shared: Share | None = None
    """Largest share of profiles of unrelated jobs in which one and the same long text may stand."""
    keep_missed: Annotated[int, Field(ge=1)] = 3
    """In how many runs one after the other a record's page must be missed until the record goes."""
    coverage: dict[str, Share] = Field(default_factory=dict)
    """Field of the record → least share of profiles that must have it."""
