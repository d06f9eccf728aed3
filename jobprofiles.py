"""The public door: what Python users import."""

from extractors.extract import extract
from extractors.source import Source
from extractors.source_page import SourcePage
from output.load_dataset import load_dataset
from output.published import DatasetUnreadable
from schemas.bounds import Bounds
from schemas.discovery import Feed, IndexPage, Sitemap, UrlList, WarcFile
from schemas.extraction import Extraction
from schemas.profile import JobProfile

__all__ = [
    "Bounds",
    "DatasetUnreadable",
    "Extraction",
    "Feed",
    "IndexPage",
    "JobProfile",
    "Sitemap",
    "Source",
    "SourcePage",
    "UrlList",
    "WarcFile",
    "extract",
    "load_dataset",
]
