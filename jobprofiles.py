"""The public door: what Python users import."""

from extractors.extract import extract
from extractors.source import Source
from output.load_dataset import load_dataset
from output.published import DatasetUnreadable
from schemas.extraction import Extraction
from schemas.profile import JobProfile

__all__ = ["DatasetUnreadable", "Extraction", "JobProfile", "Source", "extract", "load_dataset"]
