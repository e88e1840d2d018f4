"""What the commands of a record share: which record is meant, rows and tables, and the options of a search."""

import os
import sys
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from inspect import Parameter, Signature
from types import UnionType
from typing import TYPE_CHECKING, Annotated, Any, Literal, get_args, get_origin

import typer

from onrecord.errors import InputError
from onrecord.keep.query import OPTIONS, Query
from onrecord.terminal import ListFormat, Notes, counting_up, dump, write

if TYPE_CHECKING:
    from onrecord.keep.completing import Differing
    from onrecord.keep.ingest import Outcome
    from onrecord.keep.record import Record

DEFAULT = "onrecord.db"
FAILED = 20  # failures that are told one by one where the record has them all
PAGING = ("sort", "limit", "after", "facets")  # fields of Query that tell how a search is shown, and not what is found
Database = Annotated[str | None, typer.Option("--db", metavar="FILE", help=f"The record; else $ONRECORD_DB, else {DEFAULT} in this folder.", show_default=False)]
Id = Annotated[str, typer.Argument(metavar="ID", help="An id, or a beginning of it that no other one has.", show_default=False)]
Workers = Annotated[int, typer.Option("--workers", "-w", min=1, help="Processes to use.")]
Format = Annotated[ListFormat | None, typer.Option("--format", "-f", help="Default: table on a terminal, else jsonl.", show_default=False)]


def search_signature(own: Iterable[Parameter], without: Iterable[str] = ()) -> Signature:
    """Of a command that searches: its own parameters, and one for each field of Query but some."""
    defaults = asdict(Query())
    parameters = [Parameter("context", Parameter.POSITIONAL_OR_KEYWORD, annotation=typer.Context)]
    for name, (kind, told) in OPTIONS.items():
        if name in without:
            continue
        several = get_origin(kind) is tuple
        value = get_args(kind)[0] if several or get_origin(kind) is UnionType else kind
        choices = get_args(value) if get_origin(value) is Literal else ()
        plain = str if choices else value
        flag = "--in" if name == "within" else "--" + name.replace("_", "-")
        metavar = "|".join(choices) if 0 < len(choices) <= 3 else {"since": "DAY", "until": "DAY", "after": "CURSOR", "words": "QUERY", "added": "TIME"}.get(name)
        option: Any = typer.Argument(metavar=metavar, help=told, show_default=False) if name == "words" else typer.Option(flag, metavar=metavar, help=told, show_default=name in ("within", "by", "sort", "versions", "limit"))
        annotation: Any = Annotated[list[plain] if several else plain | None if defaults[name] is None else plain, option]  # type: ignore[valid-type]
        parameters.append(Parameter(name, Parameter.KEYWORD_ONLY, default=[] if several else defaults[name], annotation=annotation))
    return Signature([*parameters, *own, Parameter("db", Parameter.KEYWORD_ONLY, default=None, annotation=Database)])


def searching(command: Any, own: Iterable[Parameter], without: Iterable[str] = ()) -> None:
    """Give a command that takes `**chosen` this signature."""
    command.__signature__ = search_signature(own, without)
    command.__annotations__ = {name: parameter.annotation for name, parameter in command.__signature__.parameters.items()}


def open_record(context: typer.Context, db: str | None, create: bool = False) -> "Record":
    """The record that was named behind the command, before it, by the environment, or the one in this folder."""
    from onrecord.keep import open

    return open(db or context.obj or os.environ.get("ONRECORD_DB") or DEFAULT, create=create)


def read_for_ledger(record: "Record", workers: int = 1) -> None:
    """Read for the ledger what was kept without it, with a progress bar on a terminal."""
    if unread := record.unread():
        with counting_up("for the ledger", unread) as watch:
            record.read_for_ledger(workers=workers, watch=watch)


def tell(outcome: "Outcome", kept: bool = True) -> None:
    """The counts on standard output; what went wrong, and the status, as `extract` has them; of many failures that are kept in the record the first."""
    counts = f"{outcome.new} new, {outcome.changed} changed, {outcome.known} known, {outcome.failed} failed"
    typer.echo(counts + (f", {outcome.taken_down} taken down before and not taken again" if outcome.taken_down else "") + (f"; {outcome.dated} of the known had no day, and have one now" if outcome.dated else "") + (f"; {outcome.amended} of the known put right" if outcome.amended else ""))
    notes = Notes()
    notes.failed, notes.skipped, notes.foreign = list[InputError](outcome.failures[: FAILED if kept else None]), list(outcome.skipped), [f"{name} ({language})" for name, language in outcome.foreign]
    notes.unread_dates = list(outcome.unread_dates)
    notes.print()
    if len(outcome.failures) > len(notes.failed):
        print(f"onrecord: {len(outcome.failures) - len(notes.failed):,} more failed: `onrecord failures` tells them all", file=sys.stderr)
    if outcome.differing:
        print(f"onrecord: {known_otherwise(outcome.differing)}", file=sys.stderr)
    if outcome.undated:
        print(f"onrecord: {without_day(outcome.undated)}", file=sys.stderr)
    if outcome.failed:
        raise typer.Exit(1)


def without_day(number: int) -> str:
    """What reports without a day of publication are missing from, and how they get one."""
    have, they, them = ("has", "it is", "it") if number == 1 else ("have", "they are", "them")
    return f"{many(number, 'report')} {have} no day: {they} in no search between days, and in no count of days; ingest the same again with --published DAY to give {them} one"


def known_otherwise(differing: "Sequence[Differing]") -> str:
    """Reports that are left with another day or outlet than was given, the first of them by name, and how they are put right."""
    from onrecord.keep.amendments import in_words

    first, several = differing[0], len(differing) > 1
    here = f"{first.article}: {in_words(first.known)}, and now {in_words(first.given)}"
    return (f"{many(len(differing), 'report')} {'are' if several else 'is'} known with another day or outlet than given now, and kept so ({'the first is ' if several else ''}{here}): "
            f"put {'one' if several else 'it'} right by `onrecord amend ID`, or {'all by' if several else 'by'} `onrecord ingest` of the same with --amend-by NAME --why TEXT")  # fmt: skip


def as_table(format: ListFormat | None) -> bool:
    return (format or (ListFormat.table if sys.stdout.isatty() else ListFormat.jsonl)) is ListFormat.table


def write_rows(rows: Iterable[Any]) -> None:
    write((dump(row) + "\n" for row in rows), None)


def console() -> Any:
    from rich.console import Console

    return Console()


def many(number: int, what: str) -> str:
    return f"{number:,} {what}{'' if number == 1 else 's'}"
