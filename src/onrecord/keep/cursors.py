"""Cursors: where a page ended, and up to which row the record was searched, so that rows that are added later change no page.

By date a cursor holds the last hit's place in the order.  By relevance there is none that stays, since every row that is added shifts the scores: there the cursor names all
hits that were shown, and grows.
"""

import base64
import hashlib
import json
import zlib
from dataclasses import asdict, dataclass, replace
from typing import Any

from onrecord.errors import UsageError
from onrecord.keep.query import Query


@dataclass(frozen=True, slots=True)
class Cursor:
    """`version`, `reading`: the newest that were searched.  `last`: date, version and statement of the last hit; `shown`: (version, statement) of all so far.  A report's
    statement is 0."""

    version: int
    reading: int
    last: tuple[str, int, int] | None = None
    shown: tuple[tuple[int, int], ...] = ()


def write_cursor(cursor: Cursor, query: Query) -> str:
    packed = zlib.compress(json.dumps([_mark(query), cursor.version, cursor.reading, cursor.last, cursor.shown], separators=(",", ":")).encode())
    return base64.urlsafe_b64encode(packed).decode().rstrip("=")


def read_cursor(written: str, query: Query) -> Cursor:
    """Raises UsageError where it is no cursor, or another query's."""
    try:
        inflate = zlib.decompressobj()
        packed = inflate.decompress(base64.b64decode(written.encode("ascii") + b"=" * (-len(written) % 4), altchars=b"-_", validate=True), 10_000_000)
        mark, version, reading, last, shown = json.loads(packed)
        cursor = Cursor(_whole(version), _whole(reading), last and (_text(last[0]), _whole(last[1]), _whole(last[2])), tuple((_whole(a), _whole(b)) for a, b in shown))
    except (ValueError, TypeError, IndexError, KeyError, RecursionError, zlib.error):
        raise UsageError("this is no cursor: give the one that was told with the page before") from None
    if mark != _mark(query):
        raise UsageError("this cursor is another query's: ask with the same words, filters and sort as for the page before")
    return cursor


def _mark(query: Query) -> str:
    """What tells a query from others, whatever the page."""
    asked = asdict(replace(query, limit=1, after=None, facets=False))
    return hashlib.sha256(json.dumps(asked, sort_keys=True).encode()).hexdigest()[:12]


def _whole(value: Any) -> int:
    if type(value) is not int or not 0 <= value < 2**63:
        raise ValueError
    return value


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise ValueError
    return value
