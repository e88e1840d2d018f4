"""`onrecord sample` and `onrecord agree`."""

import sys
from dataclasses import asdict
from inspect import Parameter
from pathlib import Path
from typing import Annotated, Any

import typer

from onrecord.commanding import PAGING, Format, as_table, console, many, open_record, searching, write_rows
from onrecord.errors import UsageError
from onrecord.keep.query import Query
from onrecord.terminal import write


def sample(context: typer.Context, out: Path, n: int = 200, by: str = "", whole: int = 0, seed: int = 0, db: str | None = None, **chosen: Any) -> None:
    """Draw statements for people to code: a sheet that does not tell what the model made of them, and a key that does."""
    from onrecord.coding.sampling import KEY, SHEET, draw
    from onrecord.export.sheet import lines

    query = Query(**chosen)
    if whole and query.within != "reports" and (query.words.strip() or query.of_statements):
        raise UsageError("with --whole all statements of a report are coded: leave words and filters of statements out, or choose reports by them with --in reports")
    key = out.with_name(f"{out.stem}.key.csv")
    for file in (out, key):
        if file.exists():
            raise UsageError(f"{file} exists: it may have been coded; name another file, or remove it")
    with open_record(context, db) as record:
        drawn = draw(lambda: record.articles(query), n, [name.strip().replace("-", "_") for name in by.split(",") if name.strip()], whole=whole, seed=seed)
    if not drawn.sheet:
        raise UsageError("there is nothing to code: no statement is found; try fewer filters")
    write(lines(drawn.key, KEY), key)
    write(lines(drawn.sheet, SHEET), out)
    typer.echo(f"{out}: {many(len(drawn.sheet), 'statement')} to code; {key}: what the model says, not to be looked at before")


def _option(name: str, kind: Any, default: Any, help: str, *flags: str, **more: Any) -> Parameter:
    return Parameter(name, Parameter.KEYWORD_ONLY, default=default, annotation=Annotated[kind, typer.Option(*(flags or (f"--{name}",)), help=help, **more)])


searching(sample, [
    _option("out", Path, Parameter.empty, "The sheet; the key is written beside it.", "--out", "-o", show_default=False), _option("n", int, 200, "How many statements.", min=1),
    _option("by", str, "", "Draw evenly by act, kind, mode, speaker-kind, outlet, model; several with commas.", metavar="NAME,…", show_default=False),
    _option("whole", int, 0, "Instead: all statements of so many reports, to be coded whole, for recall.", min=0), _option("seed", int, 0, "The same seed draws the same sample."),
], without=(*PAGING, "by"))  # fmt: skip


def agree(
    sheets: Annotated[list[Path], typer.Argument(metavar="SHEET…", help="Coded sheets, one a coder.", show_default=False)],
    key: Annotated[list[Path] | None, typer.Option(metavar="FILE", help="What `onrecord sample` wrote beside the sheet; else SHEET.key.csv where it is there.", show_default=False)] = None,
    seed: Annotated[int, typer.Option(help="Of the bootstrap.")] = 0,
    format: Format = None,
) -> None:
    """What coded sheets say: precision, recall, accuracy, and Krippendorff's alpha between coders."""
    from onrecord.coding.agreement import judge
    from onrecord.export.sheet import read_sheet

    if len(set(sheets)) < len(sheets):
        raise UsageError("a sheet is named twice: give each coder's own")
    coded = {str(path): read_sheet(path, ("id", "right")) for path in sheets}
    keys = key or [found for path in sheets if (found := path.with_name(f"{path.stem}.key.csv")).exists()]
    figures = judge(coded, [row for path in keys for row in read_sheet(path, ("id", "weight"))], seed=seed)
    if not any(figure.n for figure in figures):
        raise UsageError(f"nothing is coded yet in {', '.join(coded)}: fill in the column right of each row that you judge, yes or no")
    if not keys:
        print("onrecord: there is no key beside the sheets: every statement counts the same, and nothing is compared with what the model says; name what `onrecord sample` wrote with --key", file=sys.stderr)
    if not as_table(format):
        write_rows(map(asdict, figures))
        return
    from rich.table import Table

    table = Table("", "value", "95 % interval", "n", box=None, padding=(0, 2, 0, 0), header_style="dim")
    for figure in figures:
        table.add_row(figure.name, _told(figure.value), "–" if figure.low is None else f"{_told(figure.low)} to {_told(figure.high)}", str(figure.n))
    console().print(table)


def _told(value: float | None) -> str:
    return "–" if value is None else f"{value:.3f}"


ALL = (sample, agree)
