"""The public door: what Python users import."""

from extractors.source import Source
from schemas.profile import JobProfile

__all__ = ["JobProfile", "Source"]
