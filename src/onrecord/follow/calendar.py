"""Due dates as a calendar, by RFC 5545."""

import re
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import Any

_ESCAPED = re.compile(r"[\\;,]")
_FORBIDDEN = re.compile("[\x00-\x08\x0e-\x1b\x7f\ud800-\udfff]")  # in texts of a calendar (RFC 5545, 3.1)


def calendar(rows: Iterable[dict[str, Any]], base: str | None = None) -> Iterator[str]:
    """The lines of an iCalendar with a day-long event for each commitment that is due.  `base`: where a server has the pages of commitments, to which the events lead."""
    yield from ("BEGIN:VCALENDAR\r\n", "VERSION:2.0\r\n", "PRODID:-//onrecord//ledger//EN\r\n", "CALSCALE:GREGORIAN\r\n", "NAME:What is due\r\n", "X-WR-CALNAME:What is due\r\n")
    for row in rows:
        if row["due"] and row["due"]["to"]:
            yield from _event(row, base)
    yield "END:VCALENDAR\r\n"


def _event(row: dict[str, Any], base: str | None) -> Iterator[str]:
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
    if base:
        yield from _folded(f"URL:{base}/ledger/{row['id']}")
    yield "TRANSP:TRANSPARENT\r\n"
    yield "END:VEVENT\r\n"


def _text(words: str) -> str:
    return _ESCAPED.sub(lambda m: "\\" + m[0], _FORBIDDEN.sub("\ufffd", " ".join(words.split())))


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
