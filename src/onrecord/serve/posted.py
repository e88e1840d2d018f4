"""What is posted, as what an ingest takes: reports, addresses of pages, and why something is neither."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from onrecord.errors import InputError, UsageError
from onrecord.read.days import DATES, quoted
from onrecord.read.jsonl import report_of, rows_of
from onrecord.types import Report

LINES = ("application/x-ndjson", "application/ndjson", "application/jsonl", "application/x-jsonlines", "application/jsonlines")
MOST_PAGES = 100  # addresses in one request


@dataclass(frozen=True, slots=True)
class Page:
    """A page to be read by its address."""

    where: str
    url: str


Item = Report | InputError | Page


def read_json(body: bytes) -> Any:
    """Raises UsageError for what is no JSON in UTF-8."""
    try:
        return json.loads(body.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise UsageError("the body is not UTF-8") from None
    except (ValueError, RecursionError) as error:
        raise UsageError(f"the body is not valid JSON ({getattr(error, 'msg', 'nested too deeply')}); one object a line is application/x-ndjson") from None


def items_of_list(rows: list[Any]) -> list[Item]:
    """Raises UsageError where there are none, or too many pages."""
    return _within_limits(item_of(f"item {number}", row) for number, row in enumerate(rows, 1))


def items_of_lines(body: bytes) -> list[Item]:
    """Raises UsageError where there are none, too many pages, or it is not UTF-8."""
    try:
        text = body.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise UsageError("the body is not UTF-8") from None
    return _within_limits(row if isinstance(row, InputError) else item_of(where, row) for where, row in rows_of("the body", text))


def item_of(where: str, row: Any) -> Item:
    if isinstance(row, dict) and row.get("text") in (None, "") and isinstance(row.get("url"), str) and row["url"].strip():
        return Page(where, row["url"].strip())
    if not isinstance(row, dict) or not isinstance(row.get("text"), str) or not row["text"].strip():
        return InputError(where, "has neither a text nor an address", 'give {"text": "…"} or {"url": "…"}')
    found = report_of(where, row, {}, Report("", reader="json"))
    if isinstance(found, Report) and found.unread_date:  # whoever posts it can mend it
        return InputError(where, f"has a date in the field 'published' that cannot be read: {quoted(found.unread_date)}", f"write {DATES}, or leave the field out")
    return found


def _within_limits(found: Iterator[Item]) -> list[Item]:
    items = list(found)
    if not items:
        raise UsageError("there is no report in the body")
    if sum(isinstance(item, Page) for item in items) > MOST_PAGES:
        raise UsageError(f"there are more than {MOST_PAGES} addresses of pages in the body: send them in several requests")
    return items
