"""JSON and JSONL: one object a report.  Fields: text, id, url, title, outlet, published; others by a mapping."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, BinaryIO

from onrecord.errors import InputError
from onrecord.read.days import dated
from onrecord.read.limits import Limits
from onrecord.types import Report

FIELDS = ("text", "id", "url", "title", "outlet", "published")


def looks_like_jsonl(text: str) -> bool:
    """Is the first line a JSON object?"""
    return text.lstrip()[:1] == "{" and _parses(text.lstrip().split("\n", 1)[0])


def looks_like_json(text: str) -> bool:
    """Is the whole a JSON object or list?"""
    return text.lstrip()[:1] in ("{", "[") and _parses(text)


def _parses(text: str) -> bool:
    try:
        json.loads(text)
    except (ValueError, RecursionError):
        return False
    return True


def read_json(name: str, text: str, fields: Mapping[str, str], base: Report) -> Iterator[Report | InputError]:
    """A whole JSON document: an object or a list of objects."""
    try:
        document = json.loads(text)
    except RecursionError:
        yield InputError(name, "is JSON nested too deeply", "give one object a report")
        return
    except ValueError as error:
        yield InputError(name, f"is not valid JSON ({error})", "one object a line belongs in a .jsonl file")
        return
    rows = document if isinstance(document, list) else [document]
    for number, row in enumerate(rows, 1):
        yield report_of(f"{name} item {number}" if len(rows) > 1 else name, row, fields, base)


def read_jsonl(name: str, text: str, fields: Mapping[str, str], base: Report) -> Iterator[Report | InputError]:
    """One JSON object a line; a broken line is one failure."""
    for where, row in rows_of(name, text):
        yield row if isinstance(row, InputError) else report_of(where, row, fields, base)


def rows_of(name: str, text: str) -> Iterator[tuple[str, Any]]:
    """The values of JSONL, each with where it stands; in place of a broken line's an InputError."""
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        where = f"{name} line {number}"
        try:
            yield where, json.loads(line)
        except (ValueError, RecursionError) as error:
            yield where, InputError(where, f"is not valid JSON ({getattr(error, 'msg', 'nested too deeply')})", "mend or remove the line")


def read_lines(name: str, file: BinaryIO, limits: Limits, base: Report) -> Iterator[Report | InputError]:
    """As `read_jsonl`, of a file in UTF-8 that is read line by line, so that it may be of any length; a line may have `limits.max_bytes`.  A last line without an end that is no JSON is one failure, too."""
    number = 0
    while line := file.readline(limits.max_bytes + 1):
        number += 1
        if not line.strip():
            continue
        where = f"{name} line {number}"
        if len(line) > limits.max_bytes:
            yield InputError(where, f"is longer than {limits.max_bytes} bytes", "raise --max-bytes if it really is a report")
            while line and not line.endswith(b"\n"):
                line = file.readline(limits.max_bytes + 1)
            continue
        try:
            row = json.loads(line.decode("utf-8-sig"))
        except (ValueError, RecursionError) as error:
            told = "UTF-8" if isinstance(error, UnicodeDecodeError) else f"JSON ({getattr(error, 'msg', 'nested too deeply')})"
            yield InputError(where, f"is not valid {told}", "mend or remove the line")
            continue
        yield report_of(where, row, limits.fields, base)


def report_of(where: str, row: Any, fields: Mapping[str, str], base: Report) -> Report | InputError:
    """The report that an object tells, with the fields as `fields` maps them."""
    if not isinstance(row, dict):
        return InputError(where, "is not a JSON object", 'write {"text": "…"}')
    found = {field: row.get(fields.get(field, field)) for field in FIELDS}
    if not isinstance(found["text"], str) or not found["text"].strip():
        return no_text(where, fields.get("text", "text"), list(row))
    given = {k: str(v) for k, v in found.items() if k not in ("text", "published") and v not in (None, "") and not isinstance(v, (dict, list))}
    written = "" if found["published"] is None else str(found["published"]).strip()
    published, published_at, unread = dated(where, written)
    return replace(base, text=found["text"], published=published, published_at=published_at if ":" in written else None, unread_date=unread, **given)


def no_text(where: str, key: str, has: Sequence[str]) -> InputError:
    """That a report has no text in the field in which it should be."""
    return InputError(where, f"has no text in the field {key!r}", f"it has {', '.join(map(repr, has[:8])) or 'no fields'}; name the right one with --field text=NAME")
