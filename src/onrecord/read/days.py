"""Days and moments of publication, as feeds and sitemaps write them."""

from collections.abc import Callable
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from functools import partial
from time import struct_time

from onrecord.types import UnreadDate

DATES = "2026-01-31, 2026-01-31T08:15:00+02:00, Sat, 31 Jan 2026 08:15:00 +0200 or 31 January 2026"
"""The forms that are read, for people."""
_WRITTEN_OUT = ("%d %B %Y", "%d %b %Y", "%B %d, %Y", "%b %d, %Y", "%Y/%m/%d")


def moment_of(given: str, in_utc: struct_time | None = None) -> datetime | None:
    """ISO 8601, the form of mails (RFC 5322) or a day with its month in English, in the zone that is written; else `in_utc`; None where it is no date."""
    forms: list[Callable[[str], datetime]] = [datetime.fromisoformat, parsedate_to_datetime, *(partial(_parsed, form) for form in _WRITTEN_OUT)]
    for read in forms:
        try:
            return read(given.strip())
        except (ValueError, TypeError, IndexError, OverflowError):
            continue
    try:
        return datetime(*in_utc[:6], tzinfo=UTC) if in_utc else None
    except (ValueError, TypeError):
        return None


def dated(name: str, given: str, in_utc: struct_time | None = None) -> tuple[str | None, str | None, UnreadDate | None]:
    """Day and moment of publication of the input `name`, both None where nothing is given; and what is given, where it is no date."""
    moment = moment_of(given, in_utc) if given.strip() else None
    if moment is not None:
        return moment.date().isoformat(), moment.isoformat(), None
    return None, None, UnreadDate(name, " ".join(given.split())) if given.strip() else None


def quoted(unread: UnreadDate) -> str:
    """Its words, or the first of them, for people."""
    return repr(unread.words if len(unread.words) <= 40 else unread.words[:39] + "…")


def _parsed(form: str, given: str) -> datetime:
    return datetime.strptime(given, form)
