"""What makes two reports the same: the id of a report, and the version of its text."""

import hashlib

from onrecord.types import Report


def version_of(text: str) -> str:
    """The SHA-256 of a text in UTF-8, halves of surrogate pairs as they stand."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def address_of(words: str) -> str:
    """The first sixteen digits of that, by which what some words tell of is found again."""
    return version_of(words)[:16]


def id_of(report: Report, version: str) -> str:
    """The report's own id, else its address, else the version of its text."""
    return report.id or report.url or version
