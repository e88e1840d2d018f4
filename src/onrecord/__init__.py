"""onrecord: who said what, in news reports.  Every word in the record is a span of a stored text."""

from onrecord.errors import InputError, ModelError, OnrecordError, RecordError, UsageError
from onrecord.keep import open
from onrecord.keep.query import Query
from onrecord.pipeline import Extractor, extract
from onrecord.read.sources import Limits, Skipped, read
from onrecord.types import Article, Report, Span, Statement

__version__ = "0.8.0"
__all__ = [
    "Article", "Extractor", "InputError", "Limits", "ModelError", "OnrecordError", "Query", "RecordError", "Report", "Skipped", "Span", "Statement", "UsageError", "extract", "open", "read",
]
