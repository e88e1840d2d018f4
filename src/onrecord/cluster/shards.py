"""A shard: a Parquet file with a row for each report, its text and all that was found in it; the file's own metadata tell what it was made of.

The columns are the keys of a line of JSONL (`Article.to_dict`), nested as there, with `source` and `reader` (what a report was read from, and how) behind; `commitments` are JSON.  What Parquet cannot
hold, half of a surrogate pair, is U+FFFD in the columns, and the whole line stands in `line`.
"""

import json
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import asdict, dataclass
from importlib import import_module
from types import TracebackType
from typing import Any, BinaryIO

from onrecord.errors import InputError
from onrecord.export.arrow import needed
from onrecord.export.jsonl import Wrong, article_of
from onrecord.export.rows import storable
from onrecord.read.limits import Skipped
from onrecord.read.parquet import rows_before
from onrecord.types import Article, Made, Report, UnreadDate

KEY = b"onrecord"  # of the metadata
ROWS = 500  # of a row group
FIELDS = ("id", "path", "url", "title", "outlet", "published", "published_at", "language", "sha256", "page_sha256", "model", "text")
_ABOUT = ("id", "path", "url", "title", "outlet", "published", "published_at", "page_sha256")


@dataclass(frozen=True, slots=True)
class Contents:
    """What a shard holds: the program and the model that made it, the least confidence of a statement, reports, statements and words; what could not be read, what was passed over, and
    in how many reports of which languages nothing was looked for, with the names of some; and the dates that could not be read."""

    program: str
    model: str
    min_confidence: float
    reports: int = 0
    statements: int = 0
    words: int = 0
    failures: tuple[InputError, ...] = ()
    skipped: tuple[Skipped, ...] = ()
    foreign: int = 0
    foreign_named: tuple[str, ...] = ()
    unread_dates: tuple[UnreadDate, ...] = ()

    def to_json(self) -> bytes:
        plain = {name: getattr(self, name) for name in ("program", "model", "min_confidence", "reports", "statements", "words", "foreign", "foreign_named")}
        failures = [[error.name, error.reason, error.advice, error.source] for error in self.failures]
        return json.dumps(plain | {"failures": failures} | {name: [asdict(each) for each in getattr(self, name)] for name in ("skipped", "unread_dates")}).encode()

    @staticmethod
    def from_json(told: bytes) -> "Contents":
        """Raises ValueError, KeyError or TypeError for what `to_json` did not make."""
        row = json.loads(told)
        lists = {"failures": tuple(InputError(*each) for each in row["failures"]), "skipped": tuple(Skipped(**each) for each in row["skipped"]), "unread_dates": tuple(UnreadDate(**each) for each in row.get("unread_dates", ())), "foreign_named": tuple(row["foreign_named"])}
        return Contents(**row | lists)


class ShardWriter:
    """Writes rows in groups; in a `with` block.  `finish` writes what the shard holds, without which it is none."""

    def __init__(self, file: BinaryIO):
        self.pa = needed("pyarrow", "ray")
        self.schema = schema(self.pa)
        parquet = import_module("pyarrow.parquet")
        self.writer = parquet.ParquetWriter(self.pa.PythonFile(file, mode="w"), self.schema, compression="zstd")
        self.rows: list[dict[str, Any]] = []

    def __enter__(self) -> "ShardWriter":
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        with suppress(Exception):  # of one that is broken off nothing is kept
            self.writer.close()

    def add(self, report: Report, article: Article) -> None:
        self.rows.append(_row(report, article))
        if len(self.rows) >= ROWS:
            self._flush()

    def finish(self, contents: Contents) -> None:
        self._flush()
        self.writer.add_key_value_metadata({KEY: contents.to_json()})
        self.writer.close()

    def _flush(self) -> None:
        rows, self.rows = self.rows, []
        if not rows:
            return
        try:
            table = self.pa.Table.from_pylist(rows, self.schema)
        except UnicodeEncodeError:
            table = self.pa.Table.from_pylist([_encodable(row) for row in rows], self.schema)
        self.writer.write_table(table)


def read_shard(name: str, opened: Any, groups: list[int]) -> Iterator[Report | InputError | Skipped]:
    """The reports of some row groups of a shard (a pyarrow ParquetFile), with what was found in each, proved as a line of JSONL is; what failed when it was made fails again.  Reports of a shard that leaves out unlikely
    statements come without any, to be read anew."""
    try:
        contents = contents_of(opened)
    except (ValueError, KeyError, TypeError):
        yield InputError(name, "is no shard that this version of onrecord reads", "make it again")
        return
    number = first = rows_before(opened, groups)
    if not first:
        yield from contents.failures
    try:
        for batch in opened.iter_batches(ROWS, row_groups=groups):
            for row in batch.to_pylist():
                number += 1
                try:
                    yield _made(row, contents.min_confidence == 0)
                except (Wrong, ValueError, KeyError, TypeError) as error:
                    yield InputError(f"{name} row {number}", str(error) if isinstance(error, Wrong) else "is no article", "make the shard again; the other rows are read", name)
    except OSError:
        yield InputError(name, f"is a shard that is damaged behind row {number}", "make it again; the rows before were read")
    if not first:
        yield from contents.skipped


def contents_of(opened: Any) -> Contents:
    """What a shard (a pyarrow ParquetFile) holds.  Raises as `Contents.from_json` does."""
    return Contents.from_json(opened.metadata.metadata[KEY])


def schema(pa: Any) -> Any:
    """The Arrow schema of a shard."""
    string, number, spans = pa.string(), pa.float64(), pa.list_(pa.list_(pa.int64()))
    told = pa.struct([("text", string), ("spans", spans)])
    speaker = pa.struct([("name", string), ("kind", string), ("confidence", number), ("mentions", spans), ("role", told), ("organization", told), ("country", pa.struct([("code", string), ("spans", spans)]))])
    statement = pa.struct([
        ("id", string), ("kind", string), ("mode", string), ("source", spans), ("cue", spans), ("content", spans), ("within", string), ("speaker", speaker), ("via", pa.struct([("name", string), ("spans", spans)])),
        ("addressee", pa.struct([("spans", spans), ("name", string), ("kind", string)])), ("act", string), ("act_confidence", number), ("confidence", number),
    ])  # fmt: skip
    behind = [("boilerplate", spans), ("statements", pa.list_(statement)), ("commitments", string), ("source", string), ("reader", string), ("line", string)]
    return pa.schema([*((name, string) for name in FIELDS), *behind])


def _row(report: Report, article: Article) -> dict[str, Any]:
    told = article.to_dict()
    return told | {"commitments": None if told["commitments"] is None else json.dumps(told["commitments"], ensure_ascii=False), "source": report.source, "reader": report.reader, "line": None}


def _encodable(row: dict[str, Any]) -> dict[str, Any]:
    try:
        json.dumps(row, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        found: dict[str, Any] = _without_halves(row)
        return found | {"line": json.dumps(row)}
    return row


def _without_halves(value: Any) -> Any:
    if isinstance(value, str):
        return storable(value)
    if isinstance(value, dict):
        return {name: _without_halves(each) for name, each in value.items()}
    return [_without_halves(each) for each in value] if isinstance(value, (list, tuple)) else value


def _made(row: dict[str, Any], whole: bool) -> Report:
    told = json.loads(row["line"]) if row["line"] else row
    told["commitments"] = None if told["commitments"] is None else json.loads(told["commitments"])
    article = article_of(told)
    about = {name: getattr(article, name) for name in _ABOUT} | {"source": told["source"], "reader": told["reader"]}
    return Made(article.text, **about, article=article if whole else None)
