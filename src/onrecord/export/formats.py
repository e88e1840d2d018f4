"""The formats of articles, by name: each writes to a file, a folder or standard output."""

from collections.abc import Callable, Collection, Iterable, Iterator
from pathlib import Path
from typing import BinaryIO

from onrecord.errors import UsageError
from onrecord.terminal import dump, placing, write
from onrecord.types import Article

Writer = Callable[[Iterable[Article], Path | None], None]
ENDINGS = {".jsonl": "jsonl", ".ndjson": "jsonl", ".json": "json", ".html": "html", ".csv": "csv", ".parquet": "parquet", ".arrow": "arrow", ".jsonld": "jsonld", ".spacy": "spacy"}


def format_of(out: Path | None, formats: Collection[str]) -> str:
    """The one of these formats that the ending of a file's name tells; JSONL where it has none.  Raises UsageError where it tells none of them."""
    if out is None or not out.suffix:
        return "jsonl"
    name = ENDINGS.get(out.suffix.lower(), "")
    if name not in formats:
        raise UsageError(f"{out.suffix}, the ending of {out}, is that of no format: name one with --format ({', '.join(formats)}), or end the file's name in {', '.join(ending for ending, each in ENDINGS.items() if each in formats)}")
    return name


def jsonl_of(articles: Iterable[Article]) -> Iterator[str]:
    for article in articles:
        yield dump(article.to_dict()) + "\n"


def csv_of(articles: Iterable[Article], exact: bool = False) -> Iterator[str]:
    """`exact`: without the guard against formulas in spreadsheets."""
    from onrecord.export.rows import COLUMNS, SPANS, TEXTS, rows_of, storable
    from onrecord.export.sheet import lines

    rows = ({name: storable(value) if name in TEXTS else dump(value) if name in SPANS else value for name, value in row.items()} for row in rows_of(articles))
    yield from lines(rows, COLUMNS, exact)


def annotation_of(articles: Iterable[Article]) -> Iterator[str]:
    from onrecord.export.annotation import pieces

    yield from pieces(articles)


def jsonld_of(articles: Iterable[Article]) -> Iterator[str]:
    from onrecord.export.quotation import pieces

    yield from pieces(articles)


PIECES: dict[str, Callable[[Iterable[Article]], Iterator[str]]] = {"jsonl": jsonl_of, "csv": csv_of, "annotation": annotation_of, "jsonld": jsonld_of}
"""The formats that are text, piece by piece."""


def _in_text(pieces: Callable[[Iterable[Article]], Iterator[str]]) -> Writer:
    return lambda articles, out: write(pieces(articles), out)


def write_csv(articles: Iterable[Article], out: Path | None, exact: bool = False) -> None:
    write(csv_of(articles, exact), out)


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
    **{name: _in_text(pieces) for name, pieces in PIECES.items()}, "parquet": _in_bytes("arrow", "write_parquet"), "arrow": _in_bytes("arrow", "write_arrow"), 
    "brat": write_brat, "spacy": _in_bytes("docbin", "write_docbin"),
}  # fmt: skip
