"""The commands of a record's ledger: `onrecord ledger`, and `show`, `stats`, `link`, `unlink`, `reject`, `undo` and `corrections` below it."""

import csv
import io
from dataclasses import asdict
from enum import StrEnum
from inspect import Parameter, Signature
from pathlib import Path
from typing import Annotated, Any, Literal, get_args, get_origin

import typer

from onrecord.commanding import Database, Format, as_table, console, open_record, read_for_ledger, write_rows
from onrecord.errors import UsageError
from onrecord.follow.query import OPTIONS, LedgerQuery
from onrecord.terminal import write

app = typer.Typer(name="ledger", help="What was asked and promised, and what came of it.", invoke_without_command=True)
Who = Annotated[str, typer.Option(metavar="NAME", help="Who decides it.", show_default=False)]
Why = Annotated[str, typer.Option(metavar="TEXT", help="The reason.", show_default=False)]
CommitmentId = Annotated[str, typer.Argument(metavar="ID", help="A commitment's id, or a beginning of it that no other one has.", show_default=False)]
EventId = Annotated[str, typer.Argument(metavar="EVENT", help="An event's id, or a beginning of it.", show_default=False)]
Day = Annotated[str | None, typer.Option(metavar="DAY", show_default=False)]


class LedgerFormat(StrEnum):
    table = "table"
    jsonl = "jsonl"
    csv = "csv"
    ics = "ics"


def ledger(context: typer.Context, db: str | None = None, format: LedgerFormat | None = None, **chosen: Any) -> None:
    """What was asked and promised, and what came of it: a commitment a line, with its status on a day."""
    if db is not None:
        context.obj = db
    if context.invoked_subcommand is not None:
        if format is not None or any(chosen.values()):
            raise UsageError(f"write the options of `onrecord ledger {context.invoked_subcommand}` behind it: in front of it they would not count")
        return
    query = LedgerQuery(**chosen)
    with open_record(context, db) as record:
        read_for_ledger(record)
        rows = record.ledger(query)
        if format is None:
            format = LedgerFormat.table if as_table(None) else LedgerFormat.jsonl
    if format is LedgerFormat.table:
        from onrecord.keep.ledger_printing import print_ledger

        print_ledger(rows, console())
    elif format is LedgerFormat.csv:
        write(_csv(rows), None)
    elif format is LedgerFormat.ics:
        from onrecord.follow.calendar import calendar

        write(calendar(rows), None)
    else:
        write_rows(rows)


def show(context: typer.Context, id: CommitmentId, db: Database = None, as_of: Day = None, known_on: Day = None, format: Format = None) -> None:
    """A commitment with its whole history: every event in the report's words, and why it was put there."""
    with open_record(context, db) as record:
        read_for_ledger(record)
        row = record.commitment(id, as_of=as_of, known_on=known_on)
        articles = {e["article"]: record.article(e["article"]) for e in row["events"]}
    wordings = [articles[e["article"]].text[slice(*e["span"])] for e in row["events"]]
    if as_table(format):
        from onrecord.keep.ledger_printing import print_commitment

        print_commitment(row, wordings, [articles[e["article"]].outlet for e in row["events"]], console())
    else:
        write_rows([row | {"events": [e | {"words": words, "outlet": articles[e["article"]].outlet, "title": articles[e["article"]].title} for e, words in zip(row["events"], wordings)]}])


def stats(context: typer.Context, db: str | None = None, format: Format = None, curves: Path | None = None, **chosen: Any) -> None:
    """How many days from ask to pledge and from pledge to delivery: quartiles by Kaplan–Meier, what is open counted as long as it was watched."""
    from onrecord.follow.statistics import chart, summarise

    if curves is not None and curves.suffix.lower() != ".svg":
        raise UsageError(f"--chart {curves}: charts are SVG; name a file that ends in .svg")
    query = LedgerQuery(**chosen)
    with open_record(context, db) as record:
        read_for_ledger(record)
        commitments = record.ledger(query)
    rows = summarise(commitments, query.day)
    if curves is not None:
        write([chart(commitments, query.day)], curves)
    if as_table(format):
        from onrecord.keep.ledger_printing import print_durations

        print_durations(rows, console())
    else:
        write_rows(rows)


def link(context: typer.Context, event: EventId, id: CommitmentId, who: Who, why: Why, db: Database = None) -> None:
    """Put an event to a commitment; it stays there, whatever is computed."""
    _correct(context, db, "link", who, why, commitment=id, event=event)


def unlink(context: typer.Context, event: EventId, id: CommitmentId, who: Who, why: Why, db: Database = None) -> None:
    """Keep an event away from a commitment."""
    _correct(context, db, "unlink", who, why, commitment=id, event=event)


def reject(context: typer.Context, id: CommitmentId, who: Who, why: Why, db: Database = None) -> None:
    """Say that a commitment is none."""
    _correct(context, db, "reject", who, why, commitment=id)


def undo(context: typer.Context, number: Annotated[int, typer.Argument(metavar="NUMBER", help="Of a correction.", show_default=False)], who: Who, why: Why, db: Database = None) -> None:
    """Take a correction back; the row that it was stays."""
    _correct(context, db, "undo", who, why, undoes=number)


def corrections(context: typer.Context, db: Database = None, format: Format = None) -> None:
    """Every correction, with who made it, when and why."""
    with open_record(context, db) as record:
        rows = [asdict(row) for row in record.corrections()]
    if as_table(format):
        from onrecord.keep.ledger_printing import print_corrections

        print_corrections(rows, console())
    else:
        write_rows(rows)


def _correct(context: typer.Context, db: str | None, decision: Any, who: str, why: str, **what: Any) -> None:
    with open_record(context, db) as record:
        done = record.correct(decision, who=who, why=why, **what)
    typer.echo(f"correction {done.number}: {done.decision} {' '.join(part for part in (done.event, done.commitment, done.undoes and str(done.undoes)) if part)}")


def _csv(rows: Any) -> Any:
    """A commitment a line, flat; the header first."""
    columns = ("id", "type", "maker", "counterpart", "what", "category", "amount", "unit", "due_from", "due_to", "firmness", "status", "first", "last", "events", "reports", "answers",
               "ask_to_pledge", "pledge_to_first_delivery", "pledge_to_delivery", "open")  # fmt: skip
    file = io.StringIO()
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(columns)
    for row in rows:
        days = [e["date"] for e in row["events"] if e["date"]]
        amount, due = row["amount"] or {}, row["due"] or {}
        writer.writerow([_safe(value) for value in (
            row["id"], row["type"], (row["maker"] or {}).get("name"), (row["counterpart"] or {}).get("name"), " ".join(row["what"]["text"].split()), row["what"]["category"], amount.get("value"),
            amount.get("unit"), due.get("from"), due.get("to"), row["firmness"], row["status"], min(days, default=None), max(days, default=None), len(row["events"]), len({e["article"] for e in row["events"]}),
            row["answers"], *row["days"].values())])  # fmt: skip
        yield file.getvalue()
        file.seek(0)
        file.truncate()
    yield file.getvalue()


def _safe(value: Any) -> Any:
    """Text that a spreadsheet would take for a formula is kept from it by an apostrophe."""
    return "'" + value if isinstance(value, str) and value[:1] in ("=", "+", "-", "@", "\t", "\r") else value


def _signature(*own: Parameter) -> Signature:
    """An option for each field of LedgerQuery, beside its own and the record."""
    defaults = asdict(LedgerQuery())
    parameters = [Parameter("context", Parameter.POSITIONAL_OR_KEYWORD, annotation=typer.Context)]
    for name, (kind, told) in OPTIONS.items():
        several = get_origin(kind) is tuple
        value = get_args(kind)[0] if several else kind
        plain: Any = bool if kind is bool else str
        day = not several and kind is not bool
        option = typer.Option("--" + name.replace("_", "-"), metavar="DAY" if day else "NAME" if several and get_origin(value) is not Literal else None, help=told, show_default=False)
        annotation: Any = Annotated[list[plain] if several else plain | None if day else plain, option]
        parameters.append(Parameter(name, Parameter.KEYWORD_ONLY, default=[] if several else defaults[name], annotation=annotation))
    return Signature([*parameters, Parameter("db", Parameter.KEYWORD_ONLY, default=None, annotation=Database), *own])


def _take_filters(command: Any, **own: Any) -> None:
    """Give a command the options of the filters, beside its own."""
    command.__signature__ = _signature(*(Parameter(name, Parameter.KEYWORD_ONLY, default=None, annotation=kind) for name, kind in own.items()))
    command.__annotations__ = {name: parameter.annotation for name, parameter in command.__signature__.parameters.items()}


_take_filters(ledger, format=Annotated[LedgerFormat | None, typer.Option("--format", "-f", help="Default: table on a terminal, else jsonl.", show_default=False)])
_take_filters(stats, format=Format, curves=Annotated[Path | None, typer.Option("--chart", metavar="FILE.svg", help="Draw the curves too; the file appears only when it is whole.", show_default=False)])
app.callback()(ledger)
for command in (show, stats, link, unlink, reject, undo, corrections):
    app.command()(command)
