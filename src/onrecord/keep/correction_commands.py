"""Correcting statements by hand, `onrecord correct` and `onrecord corrections`, and the days and outlets of reports, `onrecord amend` and `onrecord amendments`."""

from collections.abc import Callable
from dataclasses import asdict
from typing import Annotated, Any

import typer

from onrecord.commanding import Database, Format, as_table, console, open_record, write_rows
from onrecord.errors import UsageError

_PASSAGE = "Exact words of the report; 'WORDS#2' for the second place where they stand, '@12-45' for characters; again for a second passage."
Passages = list[str] | None


def correct(
    context: typer.Context,
    id: Annotated[str, typer.Argument(metavar="ID", help="A statement; with --missing a report; with --undo the number of a correction.", show_default=False)],
    by: Annotated[str, typer.Option("--by", "--who", metavar="NAME", help="Who corrects it.", show_default=False)],
    why: Annotated[str, typer.Option(metavar="TEXT", help="The reason.", show_default=False)],
    none: Annotated[bool, typer.Option("--none", help="It is no statement.")] = False,
    missing: Annotated[bool, typer.Option("--missing", help="The report has a statement that was missed.")] = False,
    undo: Annotated[bool, typer.Option("--undo", help="Take a correction back.")] = False,
    content: Annotated[Passages, typer.Option(metavar="PASSAGE", help=f"What was said. {_PASSAGE}", show_default=False)] = None,
    cue: Annotated[Passages, typer.Option(metavar="PASSAGE", help="The words that tie source to content; '' for none.", show_default=False)] = None,
    source: Annotated[Passages, typer.Option(metavar="PASSAGE", help="The words that name who said it; '' for none.", show_default=False)] = None,
    speaker: Annotated[str | None, typer.Option(metavar="NAME", help="Who said it, by a name that stands in the report; '' where it does not tell.", show_default=False)] = None,
    speaker_kind: Annotated[str | None, typer.Option(metavar="KIND", help="person, group, organization, country, document or unnamed.", show_default=False)] = None,
    act: Annotated[str | None, typer.Option(help="What it does: pledge, deny, request …", show_default=False)] = None,
    mode: Annotated[str | None, typer.Option(help="said, thought or shown.", show_default=False)] = None,
    kind: Annotated[str | None, typer.Option(help="direct, indirect or mixed; else as the quotation marks tell.", show_default=False)] = None,
    addressee: Annotated[Passages, typer.Option(metavar="PASSAGE", help="The words that name to whom it was said; '' for none.", show_default=False)] = None,
    addressee_name: Annotated[str | None, typer.Option(metavar="NAME", help="Whom these words stand for, by a name that stands in the report.", show_default=False)] = None,
    addressee_kind: Annotated[str | None, typer.Option(metavar="KIND", help="As for --speaker-kind.", show_default=False)] = None,
    db: Database = None,
) -> None:  # fmt: skip
    """Correct a statement by hand: a dated row that holds against what models read, until it is taken back."""
    given: dict[str, Any] = {"content": content, "cue": cue, "source": source, "speaker": speaker, "speaker_kind": speaker_kind, "act": act, "mode": mode, "kind": kind,
                             "addressee": addressee, "addressee_name": addressee_name, "addressee_kind": addressee_kind}  # fmt: skip
    changes = {name: [] if value == [""] else value for name, value in given.items() if value is not None}
    if none + missing + undo > 1 or (undo and (changes or not id.isdecimal())):
        raise UsageError("say one of --none, --missing and --undo, and with --undo nothing but the number of a correction")
    with open_record(context, db) as record:
        if undo:
            done = record.undo_statement_correction(int(id), who=by, why=why)
        elif missing:
            done = record.add_statement(id, who=by, why=why, **changes)
        else:
            done = record.correct_statement(id, who=by, why=why, none=none, **changes)
    typer.echo(f"correction {done.number}: {done.act}" + (f" of {done.undoes}" if done.undoes else ""))


def corrections(context: typer.Context, db: Database = None, format: Format = None) -> None:
    """Every correction of statements, with who made it, when and why; `placed` is false where the latest model does not find the statement."""
    with open_record(context, db) as record:
        made = record.statement_corrections()
    if as_table(format):
        from onrecord.keep.printing import print_corrections

        print_corrections(made, console())
    else:
        write_rows(asdict(each.correction) | {"article": each.article, "sha256": each.sha256, "placed": each.placed} for each in made)


def amend(
    context: typer.Context,
    ids: Annotated[list[str], typer.Argument(metavar="ID…", help="Reports; with --undo the number of an amendment.", show_default=False)],
    by: Annotated[str, typer.Option("--by", "--who", metavar="NAME", help="Who puts it right.", show_default=False)],
    why: Annotated[str, typer.Option(metavar="TEXT", help="The reason.", show_default=False)],
    published: Annotated[str | None, typer.Option(metavar="DAY", help="The day of publication, as 2026-01-31; '' where it is not known.", show_default=False)] = None,
    outlet: Annotated[str | None, typer.Option(metavar="NAME", help="The outlet; '' where it is not known.", show_default=False)] = None,
    version: Annotated[int | None, typer.Option(min=1, help="Of one report: an earlier version, by its number.", show_default=False)] = None,
    undo: Annotated[bool, typer.Option("--undo", help="Take an amendment back.")] = False,
    db: Database = None,
) -> None:  # fmt: skip
    """Put the day or the outlet of reports right, of all that are named or, where one cannot be, of none: dated rows that hold against what is ingested later, until they are taken back."""
    if undo and (len(ids) != 1 or not ids[0].isdecimal() or published is not None or outlet is not None or version is not None):
        raise UsageError("--undo takes nothing but the number of an amendment")
    if version is not None and len(ids) > 1:
        raise UsageError("--version is of one report: name one alone")
    with open_record(context, db) as record:
        if undo:
            made = [record.undo_amendment(int(ids[0]), who=by, why=why)]
        elif version is not None:
            made = [record.amend_report(ids[0], who=by, why=why, published=published, outlet=outlet, version=version)]
        else:
            made = list(record.amend_reports(ids, who=by, why=why, published=published, outlet=outlet))
    for done in made:
        typer.echo(f"amendment {done.number}: {done.act}" + (f" of {done.undoes}" if done.undoes else f" of report {done.article}"))


def amendments(context: typer.Context, db: Database = None, format: Format = None) -> None:
    """Every row about days and outlets of reports: what an ingest told of one that was known without, and what people put right, with who, when and why."""
    with open_record(context, db) as record:
        made = record.amendments()
    if as_table(format):
        from onrecord.keep.printing import print_amendments

        print_amendments(made, console())
    else:
        write_rows(map(asdict, made))


ALL: tuple[Callable[..., None], ...] = (correct, corrections, amend, amendments)
