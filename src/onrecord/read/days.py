"""Days and moments of publication, as feeds and sitemaps write them."""

from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from time import struct_time

DATES = "2026-01-31, 2026-01-31T08:15:00+02:00 or Sat, 31 Jan 2026 08:15:00 +0200"
"""The forms that are read, for people."""


def moment_of(given: str, in_utc: struct_time | None = None) -> datetime | None:
    """ISO 8601 or the form of mails (RFC 5322), in the zone that is written; else `in_utc`; None where it is no date."""
    for read in (datetime.fromisoformat, parsedate_to_datetime):
        try:
            return read(given.strip())
        except (ValueError, TypeError, IndexError, OverflowError):
            continue
    try:
        return datetime(*in_utc[:6], tzinfo=UTC) if in_utc else None
    except (ValueError, TypeError):
        return None
