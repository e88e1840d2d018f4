"""The commands of a record."""

import sys
from collections.abc import Callable
from dataclasses import asdict
from functools import partial
from inspect import Parameter
from pathlib import Path
from typing import Annotated, Any, Literal

import typer

from onrecord.commanding import Database, Format, Id, Workers, open_record, read_for_ledger, searching
from onrecord.commanding import as_table as _as_table
from onrecord.commanding import console as _console
from onrecord.commanding import many as _many
from onrecord.commanding import tell as _tell
from onrecord.commanding import write_rows as _write_rows
from onrecord.errors import UsageError
from onrecord.keep.query import Query
from onrecord.read.jsonl import FIELDS
from onrecord.read.sources import Limits
from onrecord.terminal import ListFormat, counting, mapping

DEFAULTS = Limits()


def ingest(
    context: typer.Context,
    sources: Annotated[list[str], typer.Argument(metavar="SOURCE…", help="Files (text, HTML, JSON, JSONL, Parquet, RSS, Atom, OPML, sitemaps, WARC, ZIP, also gzipped), folders, URLs, or - for standard input.", show_default=False)],
    db: Database = None,
    workers: Workers = 1,
    field: Annotated[list[str], typer.Option(metavar="NAME=FIELD", help=f"Where JSON keeps a field, e.g. text=body. Names: {', '.join(FIELDS)}.")] = [],  # noqa: B006
    max_bytes: Annotated[int, typer.Option(min=1, help="Largest file or page.")] = DEFAULTS.max_bytes,
    timeout: Annotated[float, typer.Option(min=0.1, help="Seconds for one URL.")] = DEFAULTS.timeout,
    delay: Annotated[float, typer.Option(min=0, help="Seconds between two requests to a host, where a feed or sitemap leads to pages.")] = DEFAULTS.delay,
    outlet: Annotated[str | None, typer.Option(metavar="NAME", help="The outlet of reports that do not tell theirs.", show_default=False)] = None,
    published: Annotated[str | None, typer.Option(metavar="DAY", help="The day of publication of reports that do not tell theirs, as 2026-01-31.", show_default=False)] = None,
    amend_by: Annotated[str | None, typer.Option(metavar="NAME", help="Reports that are known with another day or outlet get those of now; who says so, with --why.", show_default=False)] = None,
    why: Annotated[str | None, typer.Option(metavar="TEXT", help="The reason for --amend-by.", show_default=False)] = None,
    meaning: Annotated[bool, typer.Option("--meaning/--no-meaning", help="Make what is kept searchable by meaning at the end; else `onrecord index` does it.")] = True,
) -> None:
    """Keep reports and the statements in them in a record; what it knows already is not read again."""
    limits = Limits(max_bytes=max_bytes, timeout=timeout, fields=mapping(field), delay=delay, outlet=outlet, published=published)
    if (amend_by is None) != (why is None):
        raise UsageError("days and outlets are put right with who says so and why: give --amend-by NAME and --why TEXT")
    with open_record(context, db, create=True) as record:
        with counting(sources) as watch:
            outcome = record.ingest(*sources, limits=limits, workers=workers, watch=watch, amend=(amend_by, why) if amend_by is not None and why is not None else None)
        record.resolve_speakers()
        read_for_ledger(record, workers)
        if meaning:
            record.index()
    _tell(outcome)


def index(context: typer.Context, db: Database = None) -> None:
    """Make the statements of a record searchable by meaning that are not yet; what was broken off goes on."""
    with open_record(context, db) as record, counting() as watch:
        done = record.index(watch=partial(watch, 0) if watch else None)
    typer.echo(f"{_many(done, 'statement')} made searchable by meaning")


def failures(
    context: typer.Context, db: Database = None, retry: Annotated[bool, typer.Option("--retry", help="Read them again.")] = False, workers: Workers = 1, format: Format = None,
) -> None:  # fmt: skip
    """What could not be read, with reasons, until it is read again."""
    with open_record(context, db) as record:
        if not retry:
            rows = record.failures()
            if _as_table(format):
                from onrecord.keep.printing import print_failures

                print_failures(rows, _console())
            else:
                _write_rows(map(asdict, rows))
            return
        from onrecord.keep.failures import POSTED

        open_ = record.failures()
        gone, posted = [failure for failure in open_ if failure.source == "-"], [failure for failure in open_ if failure.source.startswith(POSTED)]
        with counting() as watch:
            outcome = record.retry(workers=workers, watch=watch)
    if gone:
        print(f"onrecord: {len(gone)} from standard input cannot be read again: give the same input to `onrecord ingest`", file=sys.stderr)
    if posted:
        print(f"onrecord: {len(posted)} that were posted cannot be read again: post them again", file=sys.stderr)
    _tell(outcome)


def search(context: typer.Context, db: str | None = None, format: ListFormat | None = None, save: str | None = None, **chosen: Any) -> None:
    """Find what was said by its words, with filters; in a pipe, a hit a line, and a last line with the cursor of the next page and the counts."""
    query = Query(**chosen)
    with open_record(context, db) as record:
        page = record.search(query)
        if save is not None:
            known = save in {each.name for each in record.searches()}
            record.save_search(save, query)
            print(f"onrecord: saved as {save}{', in place of the search that had this name' * known}: `onrecord watch` and `onrecord searches --new` tell what is new in it", file=sys.stderr)
        page = page if _as_table(format) else record.with_utterances(page)
    if _as_table(format):
        from onrecord.keep.printing import print_page

        print_page(page, query, _console())
    else:
        _write_rows([*(hit.to_dict() for hit in page.hits), {"after": page.after, "count": page.count, "more": page.more, "facets": page.facets and {name: list(counts.items()) for name, counts in page.facets.items()}}])


def show(
    context: typer.Context, id: Id, db: Database = None, version: Annotated[int | None, typer.Option(min=1, help="Of a report: an earlier one, by its number.", show_default=False)] = None,
    model: Annotated[str | None, typer.Option(help="Of a report: as an earlier model read it, by its name.", show_default=False)] = None, format: Format = None,
) -> None:  # fmt: skip
    """A report with its statements and versions, or a statement."""
    from onrecord.keep.lookup import Kept

    with open_record(context, db) as record:
        found = record.with_utterances(record.find(id) if version is None and model is None else record.article(id, version, model))
        versions = record.versions(found.article.id if isinstance(found, Kept) else found.id)
    if _as_table(format):
        from onrecord.keep.printing import print_found

        print_found(found, versions, _console())
    elif isinstance(found, Kept):
        about = {key: value for key, value in found.article.to_dict().items() if key not in ("text", "boilerplate", "statements", "commitments", "corrections")}
        _write_rows([{"statement": found.statement.to_dict(), "words": found.words, "quote": found.quote.to_dict(), "article": about, "corrections": [asdict(row) for row in found.corrections]}])
    else:
        _write_rows([found.to_dict() | {"versions": [asdict(each) for each in versions]}])


def diff(
    context: typer.Context, id: Id, db: Database = None, before: Annotated[int | None, typer.Option(min=1, help="The earlier version, by its number; by default the one before the other.", show_default=False)] = None,
    after: Annotated[int | None, typer.Option(min=1, help="The later version, by its number; by default the last one.", show_default=False)] = None, format: Format = None,
) -> None:  # fmt: skip
    """What changed between two versions of a report, by default the last two, word by word."""
    with open_record(context, db) as record:
        difference = record.diff(id, before, after)
    if _as_table(format):
        from onrecord.keep.printing import print_difference

        print_difference(difference, _console())
    else:
        _write_rows({"before": list(c.before), "after": list(c.after), "dropped": difference.before[slice(*c.before)], "added": difference.after[slice(*c.after)]} for c in difference.changes)


def verify(context: typer.Context, db: Database = None) -> None:
    """Prove that every word of the record is where it says; what is wrong is named, and the status is 1."""
    with open_record(context, db) as record:
        proof = record.verify()
    typer.echo(f"{_many(proof.texts, 'text')} with the right hash, of {_many(proof.versions, 'version')} of {_many(proof.articles, 'report')}; {proof.taken_down} taken down")
    typer.echo(f"{_many(proof.statements, 'statement')} with {_many(proof.spans, 'span')} that lie in their text and give the words that were stored")
    if proof.findings:
        typer.echo(f"{_many(proof.findings, 'clause')} that tell the ledger something, with their words in their text")
    for fault in proof.faults:
        print(f"onrecord: {fault}", file=sys.stderr)
    if proof.faults:
        raise typer.Exit(1)
    typer.echo("no fault")


def stats(context: typer.Context, db: Database = None, format: Format = None) -> None:
    """What the record holds, in numbers."""
    with open_record(context, db) as record:
        counts = asdict(record.stats())
    if _as_table(format):
        from onrecord.keep.printing import print_stats

        print_stats(counts, _console())
    else:
        _write_rows([counts])


def reextract(context: typer.Context, db: Database = None, workers: Workers = 1) -> None:
    """Read with the present model what earlier ones have read; their statements stay, and search sees the latest."""
    with open_record(context, db) as record:
        with counting() as watch:
            done = record.reextract(workers=workers, watch=watch)
        read_for_ledger(record, workers)
    typer.echo(f"{_many(done.texts, 'text')} read by {done.model}, with {_many(done.statements, 'statement')}; {done.known:,} read by it before" + (f"; {_many(done.carried, 'correction')} carried over" if done.carried else ""))
    if done.unplaced:
        print(f"onrecord: corrections of statements that {done.model} does not find: {', '.join(map(str, done.unplaced))}; they are kept, see `onrecord corrections`", file=sys.stderr)


def merge(context: typer.Context, other: Annotated[str, typer.Argument(metavar="DB", help="The record to take in: a file, or an address.", show_default=False)], db: Database = None) -> None:
    """Take another record into this one; what both have is kept once."""
    with open_record(context, db, create=True) as record, counting() as watch:
        done = record.merge(other, watch=watch)
    typer.echo(f"{done.new:,} new, {done.changed:,} changed, {done.known:,} known; {_many(done.readings, 'reading')} by models, {_many(done.decisions, 'decision')}, {_many(done.corrections, 'correction')}, {_many(done.reviews, 'review')}, {_many(done.amendments, 'amendment')} and {_many(done.takedowns, 'takedown')} taken over")
    if done.taken_down:
        print(f"onrecord: {_many(done.taken_down, 'text')} not taken, since taken down here", file=sys.stderr)
    if done.gone_there:
        print(f"onrecord: taken down there, and kept here still: {', '.join(done.gone_there)}: see `onrecord takedown`", file=sys.stderr)


def speaker(context: typer.Context, id: Annotated[str, typer.Argument(metavar="ID", help="A speaker's id, as `onrecord speakers` gives it.", show_default=False)], db: Database = None) -> None:
    """A speaker across reports: its names and offices, and, a line each, where it appears."""
    with open_record(context, db) as record:
        entity, appearances = record.speaker(id)
        topics = record.topics(id)
    _write_rows([asdict(entity) | {"topics": [asdict(topic) for topic in topics]}, *({"appearance": each.id} | asdict(each) for each in appearances)])


def decide(
    context: typer.Context, act: Annotated[Literal["merge", "split", "undo"], typer.Argument(help="Two speakers are one; some appearances of a speaker are another's; a decision no longer holds.", show_default=False)],
    ids: Annotated[list[str], typer.Argument(metavar="ID…", help="merge: two speakers; split: a speaker, and appearances; undo: the decision's number.", show_default=False)],
    who: Annotated[str, typer.Option(help="Who decides.", show_default=False)], why: Annotated[str, typer.Option(help="Why.", show_default=False)], db: Database = None,
) -> None:  # fmt: skip
    """Say who is who: a dated row that holds against what the program makes of names, until it is undone."""
    if (act == "merge" and len(ids) != 2) or (act == "undo" and (len(ids) != 1 or not ids[0].isdecimal())) or (act == "split" and len(ids) < 2):
        raise UsageError({"merge": "merge takes two speakers", "split": "split takes a speaker, and the appearances that are another's", "undo": "undo takes the number of one decision"}[act])
    with open_record(context, db) as record:
        if act == "merge":
            made = record.merge_speakers(*ids, who=who, why=why)
        elif act == "split":
            made = record.split_speaker(ids[0], ids[1:], who=who, why=why)
        else:
            made = record.undo_decision(int(ids[0]), who=who, why=why)
    typer.echo(f"decision {made.number}: {made.act}")


def decisions(context: typer.Context, db: Database = None) -> None:
    """What people have decided about speakers, in order."""
    with open_record(context, db) as record:
        made = record.decisions()
    _write_rows(asdict(each) | {"left": sorted(each.left), "right": sorted(each.right)} for each in made)


def backup(context: typer.Context, file: Annotated[Path, typer.Argument(metavar="FILE", help="The copy; it appears only when it is whole.", show_default=False)], db: Database = None) -> None:
    """A whole copy of the record, while it may be in use."""
    with open_record(context, db) as record:
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
    with open_record(context, db) as record:
        done = record.takedown(id, who=who, why=why)
    for sha256 in done.sha256:
        typer.echo(f"text {sha256}")
    for name in done.articles:
        typer.echo(f"report {name}")
    typer.echo(f"erased: {_many(len(done.sha256), 'text')} of {_many(len(done.articles), 'report')}, with {_many(done.statements, 'statement')}")
    for backup in done.backups:
        there = "holds them still: remove it, or take the report down there too" if backup.holds else "is not there any more, or cannot be read: wherever it was moved to, it holds them still"
        typer.echo(f"backup {backup.file}, of {backup.at[:10]}: {there}")
    if not done.backups:
        typer.echo("no backup that `onrecord backup` made holds them; copies that were made otherwise, and exports, are not known here")


searching(search, [Parameter("save", Parameter.KEYWORD_ONLY, default=None, annotation=Annotated[str | None, typer.Option(metavar="NAME", help="Keep the search under this name; `onrecord watch` tells what is new in it.", show_default=False)]),
                   Parameter("format", Parameter.KEYWORD_ONLY, default=None, annotation=Format)])
ALL: tuple[Callable[..., None], ...] = (ingest, index, failures, search, show, diff, verify, stats, reextract, merge, speaker, decide, decisions, backup, takedown)
