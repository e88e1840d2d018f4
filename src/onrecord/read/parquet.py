"""Parquet, by pyarrow: a row a report, with the same fields as JSONL; and shards of `onrecord extract --cluster`, which bring along what was found in their reports."""

from collections.abc import Iterator
from dataclasses import replace
from importlib import import_module
from typing import Any, BinaryIO

from onrecord.errors import InputError
from onrecord.read.jsonl import FIELDS, no_text, report_of
from onrecord.read.limits import Limits, Skipped
from onrecord.types import Report

MAGIC = b"PAR1"
ROWS = 256  # that are held at once
_DAMAGED = "is Parquet that is cut off or damaged"


def read_parquet(name: str, file: BinaryIO, limits: Limits, base: Report, within: tuple[int, int] | None = None) -> Iterator[Report | InputError | Skipped]:
    """The reports, or those of the row groups that begin in so many bytes of the file.  What is no report is told, and the other rows are read."""
    opened = _opened(name, file)
    groups = [i for i in range(opened.num_row_groups) if within is None or within[0] <= _start(opened.metadata.row_group(i)) < within[1]]
    if opened.metadata.metadata and b"onrecord" in opened.metadata.metadata:
        from onrecord.cluster.shards import read_shard

        yield from read_shard(name, opened, groups)
        return
    if (key := limits.fields.get("text", "text")) not in opened.schema_arrow.names:
        yield no_text(name, key, opened.schema_arrow.names)
        return
    number = rows_before(opened, groups)
    wanted = [limits.fields.get(field, field) for field in FIELDS]
    columns = [column for column in opened.schema_arrow.names if column in wanted]
    try:
        for batch in opened.iter_batches(ROWS, row_groups=groups, columns=columns):
            for row in batch.to_pylist():
                number += 1
                found = report_of(f"{name} row {number}", _plain(row), limits.fields, base)
                if isinstance(found, Report) and len(found.text) > limits.max_bytes:
                    found = InputError(f"{name} row {number}", f"is longer than {limits.max_bytes} characters", "raise --max-bytes if it really is a report")
                yield found
    except (OSError, ValueError) as error:
        yield InputError(name, f"{_DAMAGED} behind row {number}", "fetch it again; the rows before were read" if not isinstance(error, UnicodeDecodeError) else "write it in UTF-8")


def _opened(name: str, file: BinaryIO) -> Any:
    try:
        parquet = import_module("pyarrow.parquet")
    except ImportError:
        raise InputError(name, "is Parquet, which needs pyarrow", "install it with `pip install 'onrecord[arrow]'`") from None
    file.seek(0)
    try:
        return parquet.ParquetFile(file)
    except (OSError, ValueError):
        raise InputError(name, _DAMAGED, "fetch it again") from None


def rows_before(opened: Any, groups: list[int]) -> int:
    """How many rows stand before those of these row groups."""
    return sum(opened.metadata.row_group(i).num_rows for i in range(groups[0])) if groups else 0


def _start(group: Any) -> int:
    column = group.column(0)
    return int(column.dictionary_page_offset or column.data_page_offset)


def _plain(row: dict[str, Any]) -> dict[str, Any]:
    """Days and times as ISO 8601."""
    return {name: value.isoformat() if hasattr(value, "isoformat") else value for name, value in row.items()}


def as_base(base: Report, name: str) -> Report:
    return replace(base, url=None, source=name, reader="parquet")
