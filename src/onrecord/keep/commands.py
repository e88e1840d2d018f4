"""The commands of a record."""

import os
import sys
from collections.abc import Callable, Iterable
from dataclasses import asdict
from inspect import Parameter, Signature
from pathlib import Path
from types import UnionType
from typing import TYPE_CHECKING, Annotated, Any, Literal, get_args, get_origin

import typer

from onrecord.errors import InputError
from onrecord.keep.query import OPTIONS, Query
from onrecord.read.jsonl import FIELDS
from onrecord.read.sources import Limits
from onrecord.terminal import ListFormat, Notes, counting, dump, mapping, write

if TYPE_CHECKING:
    from onrecord.follow.utterances import Belonging
    from onrecord.keep.ingest import Outcome
    from onrecord.keep.record import Record


DEFAULTS = Limits()
DEFAULT = "onrecord.db"
Database = Annotated[str | None, typer.Option("--db", metavar="FILE", help=f"The record; else $ONRECORD_DB, else {DEFAULT} in this folder.", show_default=False)]
Id = Annotated[str, typer.Argument(metavar="ID", help="An id, or a beginning of it that no other one has.", show_default=False)]
Workers = Annotated[int, typer.Option("--workers", "-w", min=1, help="Processes to use.")]
Format = Annotated[ListFormat | None, typer.Option("--format", "-f", help="Default: table on a terminal, else jsonl.", show_default=False)]


def ingest(
    context: typer.Context,
    sources: Annotated[list[str], typer.Argument(metavar="SOURCE…", help="Files (.txt .html .htm .json .jsonl), folders, URLs, or - for standard input.", show_default=False)],
    db: Database = None,
    workers: Workers = 1,
    field: Annotated[list[str], typer.Option(metavar="NAME=FIELD", help=f"Where JSON keeps a field, e.g. text=body. Names: {', '.join(FIELDS)}.")] = [],  # noqa: B006
    max_bytes: Annotated[int, typer.Option(min=1, help="Largest file or page.")] = DEFAULTS.max_bytes,
    timeout: Annotated[float, typer.Option(min=0.1, help="Seconds for one URL.")] = DEFAULTS.timeout,
) -> None:
    """Keep reports and the statements in them in a record; what it knows already is not read again."""
    limits = Limits(max_bytes=max_bytes, timeout=timeout, fields=mapping(field))
    with _open(context, db, create=True) as record, counting() as watch:
        outcome = record.ingest(*sources, limits=limits, workers=workers, watch=watch)
    _tell(outcome)


def failures(
    context: typer.Context, db: Database = None, retry: Annotated[bool, typer.Option("--retry", help="Read them again.")] = False, workers: Workers = 1, format: Format = None,
) -> None:  # fmt: skip
    """What could not be read, with reasons, until it is read again."""
    with _open(context, db) as record:
        if not retry:
            rows = record.failures()
            if _as_table(format):
                from onrecord.keep.printing import print_failures

                print_failures(rows, _console())
            else:
                _write_rows(map(asdict, rows))
            return
        gone = [failure for failure in record.failures() if failure.source == "-"]
        with counting() as watch:
            outcome = record.retry(workers=workers, watch=watch)
    if gone:
        print(f"onrecord: {len(gone)} from standard input cannot be read again: give the same input to `onrecord ingest`", file=sys.stderr)
    _tell(outcome)


def search(context: typer.Context, db: str | None = None, format: ListFormat | None = None, **chosen: Any) -> None:
    """Find what was said by its words, with filters; in a pipe, a hit a line, and a last line with the cursor of the next page and the counts."""
    query = Query(**chosen)
    with _open(context, db) as record:
        page = record.search(query)
        of = record.belongings(*(hit.statement.id for hit in page.hits if hit.statement)) if not _as_table(format) else {}
    if _as_table(format):
        from onrecord.keep.printing import print_page

        print_page(page, query, _console())
    else:
        _write_rows([*(_with_utterance(hit.to_dict(), of) for hit in page.hits), {"after": page.after, "facets": page.facets and {name: list(counts.items()) for name, counts in page.facets.items()}}])


def show(
    context: typer.Context, id: Id, db: Database = None, version: Annotated[int | None, typer.Option(min=1, help="Of a report: an earlier one, by its number.", show_default=False)] = None, format: Format = None,
) -> None:  # fmt: skip
    """A report with its statements and versions, or a statement."""
    from onrecord.keep.lookup import Kept

    with _open(context, db) as record:
        found = record.find(id) if version is None else record.article(id, version)
        versions = record.versions(found.article.id if isinstance(found, Kept) else found.id)
        of = record.belongings(*(s.id for s in ((found.statement,) if isinstance(found, Kept) else found.statements)))
    if _as_table(format):
        from onrecord.keep.printing import print_found

        print_found(found, versions, _console())
    elif isinstance(found, Kept):
        about = {key: value for key, value in found.article.to_dict().items() if key not in ("text", "boilerplate", "statements", "commitments")}
        _write_rows([_with_utterance({"statement": found.statement.to_dict(), "words": found.words, "article": about}, of)])
    else:
        told = found.to_dict()
        statements = [_with_utterance({"statement": row}, of)["statement"] for row in told["statements"]]
        _write_rows([told | {"statements": statements, "versions": [asdict(each) for each in versions]}])


def diff(context: typer.Context, id: Id, db: Database = None, format: Format = None) -> None:
    """What changed between the last two versions of a report, word by word."""
    with _open(context, db) as record:
        difference = record.diff(id)
    if _as_table(format):
        from onrecord.keep.printing import print_difference

        print_difference(difference, _console())
    else:
        _write_rows({"before": list(c.before), "after": list(c.after), "dropped": difference.before[slice(*c.before)], "added": difference.after[slice(*c.after)]} for c in difference.changes)


def verify(context: typer.Context, db: Database = None) -> None:
    """Prove that every word of the record is where it says; what is wrong is named, and the status is 1."""
    with _open(context, db) as record:
        proof = record.verify()
    typer.echo(f"{_many(proof.texts, 'text')} with the right hash, of {_many(proof.versions, 'version')} of {_many(proof.articles, 'report')}; {proof.taken_down} taken down")
    typer.echo(f"{_many(proof.statements, 'statement')} with {_many(proof.spans, 'span')} that lie in their text and give the words that were stored")
    for fault in proof.faults:
        print(f"onrecord: {fault}", file=sys.stderr)
    if proof.faults:
        raise typer.Exit(1)
    typer.echo("no fault")


def stats(context: typer.Context, db: Database = None, format: Format = None) -> None:
    """What the record holds, in numbers."""
    with _open(context, db) as record:
        counts = asdict(record.stats())
    if _as_table(format):
        from onrecord.keep.printing import print_stats

        print_stats(counts, _console())
    else:
        _write_rows([counts])


def backup(context: typer.Context, file: Annotated[Path, typer.Argument(metavar="FILE", help="The copy; it appears only when it is whole.", show_default=False)], db: Database = None) -> None:
    """A whole copy of the record, while it may be in use."""
    with _open(context, db) as record:
        record.backup(file)
    typer.echo(f"{file}: {file.stat().st_size:,} bytes")


def takedown(
    context: typer.Context,
    id: Id,
    who: Annotated[str, typer.Option(metavar="NAME", help="Who wants it, or decided it.", show_default=False)],
    why: Annotated[str, typer.Option(metavar="TEXT", help="The reason.", show_default=False)],
    db: Database = None,
) -> None:
    """Erase a report's words for good; its hash, and who wanted it and why, are kept."""
    with _open(context, db) as record:
        done = record.takedown(id, who=who, why=why)
    for sha256 in done.sha256:
        typer.echo(f"text {sha256}")
    for name in done.articles:
        typer.echo(f"report {name}")
    typer.echo(f"erased: {_many(len(done.sha256), 'text')} of {_many(len(done.articles), 'report')}, with {_many(done.statements, 'statement')}; backups made before still hold them")


def _signature() -> Signature:
    """Of `search`: a parameter for each field of Query, beside its own."""
    defaults = asdict(Query())
    parameters = [Parameter("context", Parameter.POSITIONAL_OR_KEYWORD, annotation=typer.Context)]
    for name, (kind, told) in OPTIONS.items():
        several = get_origin(kind) is tuple
        value = get_args(kind)[0] if several or get_origin(kind) is UnionType else kind
        choices = get_args(value) if get_origin(value) is Literal else ()
        plain = str if choices else value
        flag = "--in" if name == "within" else "--" + name.replace("_", "-")
        metavar = "|".join(choices) if 0 < len(choices) <= 3 else {"since": "DAY", "until": "DAY", "after": "CURSOR", "words": "QUERY"}.get(name)
        option: Any = typer.Argument(metavar=metavar, help=told, show_default=False) if name == "words" else typer.Option(flag, metavar=metavar, help=told, show_default=name in ("within", "sort", "versions", "limit"))
        annotation: Any = Annotated[list[plain] if several else plain | None if defaults[name] is None else plain, option]  # type: ignore[valid-type]
        parameters.append(Parameter(name, Parameter.KEYWORD_ONLY, default=[] if several else defaults[name], annotation=annotation))
    parameters += [Parameter("db", Parameter.KEYWORD_ONLY, default=None, annotation=Database), Parameter("format", Parameter.KEYWORD_ONLY, default=None, annotation=Format)]
    return Signature(parameters)


search.__signature__ = _signature()  # type: ignore[attr-defined]
search.__annotations__ = {name: parameter.annotation for name, parameter in search.__signature__.parameters.items()}  # type: ignore[attr-defined]
ALL: tuple[Callable[..., None], ...] = (ingest, failures, search, show, diff, verify, stats, backup, takedown)


def _open(context: typer.Context, db: str | None, create: bool = False) -> "Record":
    """The record that was named behind the command, before it, by the environment, or the one in this folder."""
    from onrecord.keep import open

    return open(db or context.obj or os.environ.get("ONRECORD_DB") or DEFAULT, create=create)


def _tell(outcome: "Outcome") -> None:
    """The counts on standard output; what went wrong, and the status, as `extract` has them."""
    counts = f"{outcome.new} new, {outcome.changed} changed, {outcome.known} known, {outcome.failed} failed"
    typer.echo(counts + (f", {outcome.taken_down} taken down before and not taken again" if outcome.taken_down else ""))
    notes = Notes()
    notes.failed, notes.skipped, notes.foreign = list[InputError](outcome.failures), list(outcome.skipped), [f"{name} ({language})" for name, language in outcome.foreign]
    notes.print()
    if outcome.failed:
        raise typer.Exit(1)


def _with_utterance(row: dict[str, Any], of: "dict[str, Belonging]") -> dict[str, Any]:
    """A row with its statement's `utterance`: null where it is in no latest version of a report."""
    if row["statement"] is not None:
        belonging = of.get(row["statement"]["id"])
        row["statement"]["utterance"] = belonging and asdict(belonging)
    return row


def _as_table(format: ListFormat | None) -> bool:
    return (format or (ListFormat.table if sys.stdout.isatty() else ListFormat.jsonl)) is ListFormat.table


def _write_rows(rows: Iterable[Any]) -> None:
    write((dump(row) + "\n" for row in rows), None)


def _console() -> Any:
    from rich.console import Console

    return Console()


def _many(number: int, what: str) -> str:
    return f"{number:,} {what}{'' if number == 1 else 's'}"
