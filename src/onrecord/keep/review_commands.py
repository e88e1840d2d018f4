"""What people have reviewed: `onrecord review list` and `onrecord review export`."""

from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from onrecord.commanding import Database, Format, as_table, console, many, open_record, write_rows
from onrecord.errors import InputError
from onrecord.terminal import Notes

app = typer.Typer(name="review", help="What people have looked through in the browser, at /review.", no_args_is_help=True)


@app.command("list")
def list_(context: typer.Context, db: Database = None, format: Format = None) -> None:
    """Every statement that was accepted and every report that was looked through as a whole, with who and when; corrections are in `onrecord corrections`."""
    with open_record(context, db) as record:
        rows = record.reviews()
    if as_table(format):
        from onrecord.keep.printing import print_reviews

        print_reviews(rows, console())
    else:
        write_rows({name: value for name, value in asdict(row).items() if name != "seen"} for row in rows)


@app.command()
def export(context: typer.Context, out: Annotated[Path, typer.Option("--out", "-o", metavar="FOLDER", help="A new or empty folder.", show_default=False)], db: Database = None) -> None:
    """Write the statements that were accepted, corrected, added or rejected, and reports that were looked through as a whole, as training data; with the texts of these reports, which are their owners'."""
    from onrecord.export.reviewed import write_reviewed

    with open_record(context, db) as record:
        done = write_reviewed(record, out)
    typer.echo(f"{many(done.statements, 'statement')} of {many(done.reports, 'report')}, of which {done.whole} as a whole")
    notes = Notes()
    notes.failed = list[InputError](done.failures)
    notes.print()
    if done.failures:
        raise typer.Exit(1)
