"""Due dates as a calendar, by RFC 5545."""

import re
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import Any

_ESCAPED = re.compile(r"[\\;,]")


def calendar(rows: Iterable[dict[str, Any]]) -> Iterator[str]:
    """The lines of an iCalendar with a day-long event for each commitment that is due."""
    yield from ("BEGIN:VCALENDAR\r\n", "VERSION:2.0\r\n", "PRODID:-//onrecord//ledger//EN\r\n", "CALSCALE:GREGORIAN\r\n")
    for row in rows:
        if row["due"] and row["due"]["to"]:
            yield from _event(row)
    yield "END:VCALENDAR\r\n"


def _event(row: dict[str, Any]) -> Iterator[str]:
    day = date.fromisoformat(row["due"]["to"])
    maker = row["maker"]["name"] if row["maker"] else "somebody"
    stamp = max((e["reported"] or "" for e in row["events"]), default="").replace("-", "")[:8] or f"{day:%Y%m%d}"
    yield "BEGIN:VEVENT\r\n"
    yield f"UID:{row['id']}@onrecord\r\n"
    yield f"DTSTAMP:{stamp}T000000Z\r\n"
    yield f"DTSTART;VALUE=DATE:{day:%Y%m%d}\r\n"
    yield f"DTEND;VALUE=DATE:{day + timedelta(1):%Y%m%d}\r\n"
    yield from _folded("SUMMARY:" + _text(f"{maker}: {row['what']['text']}"))
    yield from _folded("DESCRIPTION:" + _text(f"{row['type']}, {row['status']}"))
    yield from _folded("CATEGORIES:" + _text(row["what"]["category"]))
    yield "TRANSP:TRANSPARENT\r\n"
    yield "END:VEVENT\r\n"


def _text(words: str) -> str:
    return _ESCAPED.sub(lambda m: "\\" + m[0], " ".join(words.split()))


def _folded(line: str) -> Iterator[str]:
    """A line in pieces of at most 75 octets, of which all but the first begin with a space."""
    piece, size = "", 0
    for letter in line:
        width = len(letter.encode("utf-8", "replace"))
        if size + width > 75:
            yield piece + "\r\n"
            piece, size = " ", 1
        piece, size = piece + letter, size + width
    yield piece + "\r\n"
