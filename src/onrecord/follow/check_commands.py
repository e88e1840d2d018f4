"""The commands that follow words across reports."""

import sys
from collections.abc import Callable, Iterator
from dataclasses import asdict
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from onrecord.commanding import Database, Format, Id, as_table, open_record
from onrecord.errors import InputError, UsageError
from onrecord.export.formats import format_of
from onrecord.terminal import dump, write

if TYPE_CHECKING:
    from onrecord.follow.checking import Check


class CheckFormat(StrEnum):
    table = "table"
    jsonl = "jsonl"
    html = "html"


def check(
    context: typer.Context,
    quotation: Annotated[str | None, typer.Argument(metavar="WORDS", help="The quotation, in quotation marks of the shell.", show_default=False)] = None,
    speaker: Annotated[str | None, typer.Option(metavar="NAME", help="Who is said to have said it.", show_default=False)] = None,
    on: Annotated[str | None, typer.Option(metavar="DAY", help="When: the day on which it was said, or reported.", show_default=False)] = None,
    file: Annotated[Path | None, typer.Option(metavar="FILE", help="Many quotations, one a line; - for standard input.", show_default=False)] = None,
    db: Database = None,
    format: Annotated[CheckFormat | None, typer.Option("--format", "-f", help="Default: table on a terminal, else by the ending of --out, else jsonl.", show_default=False)] = None,
    out: Annotated[Path | None, typer.Option("--out", "-o", metavar="FILE", help="Write here instead of standard output.", show_default=False)] = None,
) -> None:
    """Did she say that, and in these words?  A verdict, the nearest wordings, and what the record covers."""
    if (quotation is None) == (file is None):
        raise UsageError("give a quotation, or a file of quotations with --file, and not both" if file else "give the words of a quotation, or a file of quotations with --file")
    format = format or (CheckFormat.table if out is None and as_table(None) else CheckFormat(format_of(out, ("jsonl", "html"))))
    failed: list[InputError] = []
    with open_record(context, db) as record:
        if file is None:
            assert quotation is not None
            checks = [record.check(quotation, speaker=speaker, on=on)]
        else:
            checks = list(_checked(lambda words: record.check(words, speaker=speaker, on=on), file, failed))
    _write_checks(checks, format, out)
    for done in checks:
        _tell_language(done)
    for error in failed:
        print(f"onrecord: {error}", file=sys.stderr)
    if failed:
        raise typer.Exit(1)


utterances = typer.Typer(name="utterances", help="What was said on one occasion, as different reports tell it.", invoke_without_command=True)
Who = Annotated[str, typer.Option(metavar="NAME", help="Who decided it.", show_default=False)]
Why = Annotated[str, typer.Option(metavar="TEXT", help="The reason.", show_default=False)]


@utterances.callback()
def list_utterances(
    context: typer.Context,
    sort: Annotated[str, typer.Option(metavar="spread|speaker|disagreement", help="Those first that most reports tell, by speaker, or those of which the wordings differ most.")] = "spread",
    speaker: Annotated[str | None, typer.Option(metavar="NAME", help="Of this speaker only.", show_default=False)] = None,
    least: Annotated[int, typer.Option(min=1, help="Reports that tell it, at least.")] = 2,
    limit: Annotated[int, typer.Option(min=1, help="How many are listed.")] = 20,
    db: Database = None,
    format: Format = None,
) -> None:
    context.obj = db or context.obj
    if context.invoked_subcommand:
        if (sort, speaker, least, limit, format) != ("spread", None, 2, 20, None):
            raise UsageError(f"write the options of `onrecord utterances {context.invoked_subcommand}` behind it: in front of it they would not count")
        return
    with open_record(context, db) as record:
        found = record.utterances(sort=sort, speaker=speaker, least=least, limit=limit)  # type: ignore[arg-type]
    if as_table(format):
        from onrecord.export.utterances import show_utterances

        write([show_utterances(found, sys.stdout.isatty())], None)
    else:
        write((dump(utterance.to_dict()) + "\n" for utterance in found), None)


@utterances.command()
def show(context: typer.Context, id: Id, db: Database = None, format: Format = None) -> None:
    """The versions of an utterance side by side, by the id of any of its statements."""
    from onrecord.follow.wording import compare_versions

    with open_record(context, db) as record:
        wording = compare_versions(record.utterance(id))
    if as_table(format):
        from onrecord.export.utterances import show_wording

        write([show_wording(wording, sys.stdout.isatty())], None)
    else:
        write([dump(wording.to_dict()) + "\n"], None)


@utterances.command()
def merge(context: typer.Context, one: Id, other: Id, who: Who, why: Why, db: Database = None) -> None:
    """Decide that two utterances are one."""
    with open_record(context, db) as record:
        typer.echo(f"decision {record.merge_utterances(one, other, who=who, why=why)}")


@utterances.command()
def split(
    context: typer.Context, id: Id, out: Annotated[list[str], typer.Argument(metavar="STATEMENT…", help="Statements, by their whole ids, that are of another one.", show_default=False)], who: Who, why: Why, db: Database = None,
) -> None:  # fmt: skip
    """Decide that some statements of an utterance are of another one."""
    with open_record(context, db) as record:
        typer.echo(f"decision {record.split_utterance(id, *out, who=who, why=why)}")


@utterances.command()
def undo(context: typer.Context, number: Annotated[int, typer.Argument(metavar="NUMBER", help="The decision's number.", show_default=False)], who: Who, why: Why, db: Database = None) -> None:
    """Take a merge or a split back; the row that it was stays."""
    with open_record(context, db) as record:
        typer.echo(f"decision {record.undo_utterances(number, who=who, why=why)}")


@utterances.command()
def decisions(context: typer.Context, db: Database = None) -> None:
    """What people have decided about utterances, in order, with who, when and why; `left` and `right` are statements by their ids."""
    with open_record(context, db) as record:
        made = record.utterance_decisions()
    write((dump(asdict(each) | {"left": sorted(each.left), "right": sorted(each.right)}) + "\n" for each in made), None)


def _checked(look_up: Callable[[str], "Check"], file: Path, failed: list[InputError]) -> Iterator["Check"]:
    """A check for each line that holds something; a line without words fails by itself."""
    from onrecord.follow.words import cut
    from onrecord.read.decoding import decode

    try:
        data = sys.stdin.buffer.read() if str(file) == "-" else file.read_bytes()
        lines = decode(str(file), data).replace("\r", "\n").split("\n")
    except OSError as error:
        raise InputError(str(file), (error.strerror or str(error)).lower(), "name a file with one quotation a line") from None
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        if cut(line):
            yield look_up(line.strip())
        else:
            failed.append(InputError(f"{file}:{number}", "holds no word that could be looked up", "give the words of the quotation"))


def _write_checks(checks: list["Check"], format: CheckFormat, out: Path | None) -> None:
    if format is CheckFormat.jsonl:
        write((dump(done.to_dict()) + "\n" for done in checks), out)
    elif format is CheckFormat.html:
        from onrecord.export.checks import render_checks

        write([render_checks(checks)], out)
    else:
        from onrecord.export.checks import show_checks

        write([show_checks(checks, out is None and sys.stdout.isatty())], out)


def _tell_language(done: "Check") -> None:
    """A quotation that is not in the language of the record's statements cannot be found there."""
    from onrecord.pipeline import LANGUAGES
    from onrecord.read.language import detect_language

    if done.verdict == "not_in_record" and len(done.quotation.split()) > 4 and (language := detect_language(done.quotation)) not in LANGUAGES:
        print(f"onrecord: {done.quotation[:40]!r}… seems to be in another language ({language}): the record finds words in English reports, and translations are not compared", file=sys.stderr)


ALL: tuple[Callable[..., None], ...] = (check,)
