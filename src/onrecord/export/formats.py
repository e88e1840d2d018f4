"""The formats of articles, by name: each writes to a file, a folder or standard output."""

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import BinaryIO

from onrecord.errors import UsageError
from onrecord.terminal import dump, placing, write
from onrecord.types import Article

Writer = Callable[[Iterable[Article], Path | None], None]


def write_jsonl(articles: Iterable[Article], out: Path | None) -> None:
    write((dump(article.to_dict()) + "\n" for article in articles), out)


def write_csv(articles: Iterable[Article], out: Path | None, exact: bool = False) -> None:
    """`exact`: without the guard against formulas in spreadsheets."""
    from onrecord.export.rows import COLUMNS, SPANS, TEXTS, rows_of, storable
    from onrecord.export.sheet import lines

    rows = ({name: storable(value) if name in TEXTS else dump(value) if name in SPANS else value for name, value in row.items()} for row in rows_of(articles))
    write(lines(rows, COLUMNS, exact), out)


def write_annotation(articles: Iterable[Article], out: Path | None) -> None:
    from onrecord.export.annotation import pieces

    write(pieces(articles), out)


def write_jsonld(articles: Iterable[Article], out: Path | None) -> None:
    from onrecord.export.quotation import pieces

    write(pieces(articles), out)


def write_brat(articles: Iterable[Article], out: Path | None) -> None:
    from onrecord.export.brat import write_folder

    if out is None:
        raise UsageError("brat standoff is two files a report: name a folder with --out")
    write_folder(articles, out)


def _in_bytes(module: str, name: str) -> Writer:
    def write_bytes(articles: Iterable[Article], out: Path | None) -> None:
        from importlib import import_module

        writer: Callable[[Iterable[Article], BinaryIO], None] = getattr(import_module(f"onrecord.export.{module}"), name)
        with placing(out) as file:
            writer(articles, file)

    return write_bytes


FORMATS: dict[str, Writer] = {
    "jsonl": write_jsonl, "csv": write_csv, "parquet": _in_bytes("arrow", "write_parquet"), "arrow": _in_bytes("arrow", "write_arrow"), "annotation": write_annotation, "jsonld": write_jsonld,
    "brat": write_brat, "spacy": _in_bytes("docbin", "write_docbin"),
}  # fmt: skip
