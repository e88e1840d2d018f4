"""Arrow and Parquet by pyarrow, and frames of pandas and polars: the rows of `rows`, with their types."""

from collections.abc import Iterable, Iterator
from importlib import import_module
from itertools import islice
from typing import Any, BinaryIO

from onrecord.errors import UsageError
from onrecord.export.rows import NUMBERS, SPANS, TEXTS, rows_of, storable
from onrecord.types import Article

ROWS = 10_000  # of a batch, or a row group


def write_arrow(articles: Iterable[Article], out: BinaryIO) -> None:
    """The streaming format, which a reader can follow while it is written."""
    pa = needed("pyarrow", "arrow")
    schema = _schema(pa)
    with pa.ipc.new_stream(out, schema) as writer:
        for batch in _batches(pa, schema, articles):
            writer.write_batch(batch)


def write_parquet(articles: Iterable[Article], out: BinaryIO) -> None:
    pa = needed("pyarrow", "arrow")
    parquet = import_module("pyarrow.parquet")
    schema = _schema(pa)
    with parquet.ParquetWriter(pa.PythonFile(out, mode="w"), schema, compression="zstd") as writer:
        for batch in _batches(pa, schema, articles):
            writer.write_batch(batch)


def frame(articles: Iterable[Article], library: str) -> Any:
    """A row a statement, as a DataFrame of "pandas" or "polars"; spans are lists of pairs."""
    if library not in ("pandas", "polars"):
        raise UsageError(f"library {library!r} is none of pandas, polars")
    module = needed(library, library)
    columns: dict[str, list[Any]] = {name: [] for name in (*TEXTS, *NUMBERS, *SPANS)}
    for row in rows_of(articles):
        for name, value in row.items():
            columns[name].append(storable(value) if name in TEXTS else value)
    if library == "pandas":
        kinds = {name: "float64" if name in NUMBERS else "object" for name in columns}
        return module.DataFrame({name: module.Series(values, dtype=kinds[name]) for name, values in columns.items()})
    spans = module.List(module.List(module.Int64))
    return module.DataFrame(columns, schema={name: module.String if name in TEXTS else module.Float64 if name in NUMBERS else spans for name in columns})


def needed(module: str, extra: str) -> Any:
    """A library that only some need.  Raises UsageError where it is not installed."""
    try:
        return import_module(module)
    except ImportError:
        raise UsageError(f"this needs {module}: install it with `pip install 'onrecord[{extra}]'`") from None


def _schema(pa: Any) -> Any:
    spans = pa.list_(pa.list_(pa.int64()))
    fields = [pa.field(name, pa.string() if name in TEXTS else pa.float64() if name in NUMBERS else spans) for name in (*TEXTS, *NUMBERS, *SPANS)]
    return pa.schema(fields)


def _batches(pa: Any, schema: Any, articles: Iterable[Article]) -> Iterator[Any]:
    rows = rows_of(articles)
    while some := list(islice(rows, ROWS)):
        columns = {name: [storable(row[name]) if name in TEXTS else row[name] for row in some] for name in schema.names}
        yield pa.RecordBatch.from_pydict(columns, schema=schema)
