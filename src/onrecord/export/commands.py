"""`onrecord export` and `onrecord import`."""

from enum import StrEnum
from inspect import Parameter
from pathlib import Path
from typing import Annotated, Any

import typer

from onrecord.commanding import PAGING, Database, open_record, searching, tell
from onrecord.errors import UsageError
from onrecord.export.formats import FORMATS, format_of, write_csv
from onrecord.keep.query import Query

ExportFormat = StrEnum("ExportFormat", list(FORMATS))  # type: ignore[misc]


def export(context: typer.Context, format: str | None = None, out: Path | None = None, exact: bool = False, db: str | None = None, **chosen: Any) -> None:
    """Take what a search finds out of the record, or all that is in it, in a form that other programs read."""
    name = str(format or format_of(out, FORMATS))
    if exact and name != "csv":
        raise UsageError("--exact is for csv alone: the other formats have no guard")
    query = Query(**chosen)
    with open_record(context, db) as record:
        articles = record.articles(query)
        if name == "csv":
            write_csv(articles, out, exact)
        else:
            FORMATS[name](articles, out)


searching(export, [
    Parameter("format", Parameter.KEYWORD_ONLY, default=None, annotation=Annotated[ExportFormat | None, typer.Option("--format", "-f", help="Default: by the ending of --out, else jsonl.", show_default=False)]),
    Parameter("out", Parameter.KEYWORD_ONLY, default=None, annotation=Annotated[Path | None, typer.Option("--out", "-o", help="A file, which appears only when it is whole, or for brat a folder; else standard output.", show_default=False)]),
    Parameter("exact", Parameter.KEYWORD_ONLY, default=False, annotation=Annotated[bool, typer.Option("--exact", help="CSV without the apostrophe that keeps a spreadsheet from taking words for a formula.")]),
], without=PAGING)  # fmt: skip


def import_(context: typer.Context, files: Annotated[list[Path], typer.Argument(metavar="FILE…", help="What `onrecord export --format jsonl` wrote, plain or gzipped.", show_default=False)], db: Database = None) -> None:
    """Keep articles that were exported as JSONL, with their statements as they are."""
    with open_record(context, db, create=True) as record:
        outcome = record.take_in(*files)
    tell(outcome, kept=False)


ALL = (export, import_)
