"""CSV that a spreadsheet may open: words that it would take for a formula are guarded, and come back as they were.

A cell that begins with = + - @, a tab, a carriage return or an apostrophe has one apostrophe put before it (OWASP, "CSV Injection"; a spreadsheet then takes it for text).  Since an apostrophe of the words'
own gets one too, taking the first one off gives back the words, whatever they are.
"""

import csv
from collections.abc import Iterable, Iterator, Mapping, Sequence
from io import StringIO
from pathlib import Path
from typing import Any

from onrecord.errors import InputError

_RISKY = ("=", "+", "-", "@", "\t", "\r", "\n", "'", "＝", "＋", "－", "＠")


def guard(cell: str) -> str:
    return "'" + cell if cell.startswith(_RISKY) else cell


def unguard(cell: str) -> str:
    return cell[1:] if cell.startswith("'") else cell


def lines(rows: Iterable[Mapping[str, Any]], columns: Sequence[str], exact: bool = False) -> Iterator[str]:
    """The file, line by line, with a header; None is an empty cell.  `exact`: without the guard, for programs."""
    yield _line(columns)
    for row in rows:
        yield _line([_cell(row[name], exact) for name in columns])


def _cell(value: Any, exact: bool) -> Any:
    return "" if value is None else (value if exact else guard(value)) if isinstance(value, str) else value


def _line(cells: Sequence[Any]) -> str:
    out = StringIO()
    csv.writer(out).writerow(cells)  # lines end as RFC 4180 wants them
    return out.getvalue()


def read_sheet(path: Path, needed: Iterable[str] = ()) -> list[dict[str, str]]:
    """The rows of a guarded sheet, also one that a spreadsheet saved with semicolons or in UTF-8 with a mark.  Raises InputError where it cannot be read, or lacks a column."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise InputError(str(path), (error.strerror or str(error)).lower(), "check the name and the permissions") from None
    except UnicodeDecodeError:
        raise InputError(str(path), "is not in UTF-8", "save it as CSV in UTF-8") from None
    head = text.split("\n", 1)[0]
    delimiter = max(",;\t", key=head.count)
    try:
        csv.field_size_limit(100_000_000)
        rows = list(csv.DictReader(StringIO(text, newline=""), delimiter=delimiter, restval=""))
    except csv.Error as error:
        raise InputError(str(path), f"is no CSV ({error})", "save it as CSV") from None
    lacking = [name for name in needed if name not in (rows[0] if rows else head.strip().split(delimiter))]
    if lacking:
        raise InputError(str(path), f"has no column {lacking[0]!r}", "give a sheet that `onrecord sample` wrote")
    return [{name: unguard(cell) for name, cell in row.items() if isinstance(name, str) and isinstance(cell, str)} for row in rows]
