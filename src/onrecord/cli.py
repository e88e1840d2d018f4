"""The command line: `onrecord extract`, `onrecord speakers`, `onrecord doctor`, `onrecord serve`, and the commands of a record."""

import os
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from enum import StrEnum
from io import TextIOWrapper
from pathlib import Path
from typing import Annotated

import typer

from onrecord import __version__
from onrecord.access import commands as accessing
from onrecord.coding import commands as coding
from onrecord.commanding import Database, open_record
from onrecord.errors import OnrecordError, UsageError
from onrecord.export import commands as exporting
from onrecord.export.formats import FORMATS, format_of
from onrecord.follow import check_commands
from onrecord.keep import commands, correction_commands, ledger_commands, review_commands
from onrecord.pipeline import Extractor
from onrecord.read.jsonl import FIELDS
from onrecord.read.sources import Limits
from onrecord.serve.command import serve
from onrecord.terminal import ListFormat, Notes, dump, mapping, write
from onrecord.types import Article
from onrecord.watch import commands as watching

app = typer.Typer(name="onrecord", help="Who said what, in news reports.", no_args_is_help=True, pretty_exceptions_enable=False, context_settings={"help_option_names": ["-h", "--help"]})
DEFAULTS = Limits()
TELLING_COMMITMENTS = ("json", "jsonl", "spacy")  # formats; for the others no time is spent on them


Format = StrEnum("Format", ["table", "json", "html", *FORMATS])  # type: ignore[misc]


def _show_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"onrecord {__version__}")
        raise typer.Exit


@app.callback()
def options(context: typer.Context, db: Database = None, version: Annotated[bool, typer.Option("--version", callback=_show_version, is_eager=True, help="Print the version and stop.")] = False) -> None:
    context.obj = db


@app.command()
def extract(
    sources: Annotated[list[str], typer.Argument(metavar="PATH…", help="Files (text, HTML, JSON, JSONL, Parquet, RSS, Atom, OPML, sitemaps, WARC, ZIP, also gzipped), folders, URLs, or - for standard input.")],
    format: Annotated[Format | None, typer.Option("--format", "-f", help="Default: table on a terminal, else by the ending of --out, else jsonl.", show_default=False)] = None,
    out: Annotated[str | None, typer.Option("--out", "-o", metavar="PATH", help="Write here instead of standard output; for brat and on a cluster, a folder.")] = None,
    min_confidence: Annotated[float, typer.Option(min=0, max=1, help="Leave out statements below this probability.")] = 0.0,
    workers: Annotated[int | None, typer.Option("--workers", "-w", min=1, help="Processes to use: by default 1, and on a cluster one for each core.", show_default=False)] = None,
    cluster: Annotated[str | None, typer.Option(metavar="ADDRESS|local", help="Extract on a Ray cluster, into a folder of Parquet shards; run it again, and it goes on.", show_default=False)] = None,
    field: Annotated[list[str], typer.Option(metavar="NAME=FIELD", help=f"Where JSON keeps a field, e.g. text=body. Names: {', '.join(FIELDS)}.")] = [],  # noqa: B006
    max_bytes: Annotated[int, typer.Option(min=1, help="Largest file or page.")] = DEFAULTS.max_bytes,
    timeout: Annotated[float, typer.Option(min=0.1, help="Seconds for one URL.")] = DEFAULTS.timeout,
    delay: Annotated[float, typer.Option(min=0, help="Seconds between two requests to a host, where a feed or sitemap leads to pages.")] = DEFAULTS.delay,
    outlet: Annotated[str | None, typer.Option(metavar="NAME", help="The outlet of reports that do not tell theirs.", show_default=False)] = None,
    published: Annotated[str | None, typer.Option(metavar="DAY", help="The day of publication of reports that do not tell theirs, as 2026-01-31.", show_default=False)] = None,
) -> None:
    """Find every statement in reports: source, cue and content, as spans of the text."""
    limits = Limits(max_bytes=max_bytes, timeout=timeout, fields=mapping(field), delay=delay, outlet=outlet, published=published)
    if cluster is not None:
        if format is not None:
            raise UsageError("on a cluster the result is a folder of Parquet shards: leave --format out, and `onrecord ingest` and `export` them")
        if outlet or published:
            raise UsageError("on a cluster reports tell their outlets and days themselves: leave --outlet and --published out, and write them into the JSONL")
        if out is None:
            raise UsageError("on a cluster the result is a folder of Parquet shards: name it with --out")
        _extract_on_cluster(sources, out, cluster, limits, workers, min_confidence)
        return
    chosen = str(format or ("table" if out is None and sys.stdout.isatty() else format_of(None if out is None else Path(out), WRITERS)))
    if chosen == "brat" and out is None:
        raise UsageError("brat standoff is two files a report: name a folder with --out")
    extractor = Extractor(workers=workers or 1, min_confidence=min_confidence, commitments=chosen in TELLING_COMMITMENTS)
    with _extracting(sources, limits, extractor) as articles:
        WRITERS[chosen](articles, None if out is None else Path(out))


def _extract_on_cluster(sources: list[str], out: str, cluster: str, limits: Limits, workers: int | None, min_confidence: float) -> None:
    from onrecord.cluster.running import extract_on_cluster
    from onrecord.cluster.telling import following, notes_of, summary

    with following() as watch:
        result = extract_on_cluster(sources, out, cluster, limits, workers=workers, min_confidence=min_confidence, watch=watch)
    typer.echo(summary(result, out))
    if result.lost:
        print(f"onrecord: {result.lost} worker{'s' if result.lost > 1 else ''} ended on the way; what had not been finished was done again", file=sys.stderr)
    notes = notes_of(result)
    notes.print()
    if notes.failed:
        raise typer.Exit(1)


@app.command()
def speakers(
    context: typer.Context,
    sources: Annotated[list[str], typer.Argument(metavar="[PATH…]", help="Files (text, HTML, JSON, JSONL, Parquet, RSS, Atom, OPML, sitemaps, WARC, ZIP, also gzipped), folders, URLs, or - for standard input; without any, the record.", show_default=False)] = [],  # noqa: B006
    db: Database = None,
    format: Annotated[ListFormat | None, typer.Option("--format", "-f", help="Default: table on a terminal, else jsonl.", show_default=False)] = None,
    people: Annotated[Path | None, typer.Option(help="Your own list, CSV or JSON: name, aliases, role, from, to, identifier.")] = None,
    min_confidence: Annotated[float, typer.Option(min=0, max=1, help="Leave out statements below this probability.")] = 0.0,
    workers: Annotated[int, typer.Option("--workers", "-w", min=1, help="Processes to use.")] = 1,
    field: Annotated[list[str], typer.Option(metavar="NAME=FIELD", help=f"Where JSON keeps a field, e.g. text=body. Names: {', '.join(FIELDS)}.")] = [],  # noqa: B006
) -> None:
    """Who speaks in reports, or in a record, how often, under which names and with which roles."""
    from rich.console import Console

    from onrecord.export.table import print_speakers
    from onrecord.resolve.listing import Speaking, list_speakers
    from onrecord.resolve.people import read_people

    known = read_people(people) if people else None

    def tell(rows: list[Speaking]) -> None:
        if (format or (ListFormat.table if sys.stdout.isatty() else ListFormat.jsonl)) is ListFormat.table:
            print_speakers(rows, Console())
        else:
            write((dump(asdict(row)) + "\n" for row in rows), None)

    if not sources:
        with open_record(context, db) as record:
            tell(record.speakers(known))
        return
    with _extracting(sources, Limits(fields=mapping(field)), Extractor(workers=workers, min_confidence=min_confidence, commitments=False)) as articles:
        tell(list_speakers(articles, known))


@contextmanager
def _extracting(sources: list[str], limits: Limits, extractor: Extractor) -> Iterator[Iterable[Article]]:
    """The articles of the inputs; when all is done, what went wrong is told, and the command fails if anything did."""
    notes = Notes()
    yield notes.watch(extractor.extract_many(notes.reports(sources, limits)), sources)
    notes.print()
    if notes.failed:
        raise typer.Exit(1)


def _write_json(articles: Iterable[Article], out: Path | None) -> None:
    def pieces() -> Iterator[str]:
        before = "["
        for article in articles:
            yield before + "\n" + dump(article.to_dict())
            before = ","
        yield "\n]\n" if before == "," else "[]\n"

    write(pieces(), out)


def _write_html(articles: Iterable[Article], out: Path | None) -> None:
    from onrecord.export.page import render_page

    write([render_page(articles)], out)


def _write_table(articles: Iterable[Article], out: Path | None) -> None:
    from rich.console import Console

    from onrecord.export.table import print_article

    if out is None:
        console = Console()
        for article in articles:
            print_article(article, console)
        return
    console = Console(record=True, width=160, file=open(os.devnull, "w"))
    for article in articles:
        print_article(article, console)
    write([console.export_text()], out)


WRITERS: dict[str, Callable[[Iterable[Article], Path | None], None]] = {
    "table": _write_table, "json": _write_json, "html": _write_html, **FORMATS,
}


@app.command()
def doctor() -> None:
    """What is installed, what the model reaches, and how fast this machine is."""
    from onrecord.doctor import examine

    for line in examine():
        typer.echo(line)


EVERY: tuple[Callable[..., None], ...] = (*commands.ALL, *correction_commands.ALL, *check_commands.ALL, *exporting.ALL, *watching.ALL, *coding.ALL, serve)
for command in EVERY:
    app.command(command.__name__.rstrip("_"))(command)
app.add_typer(check_commands.utterances)
app.add_typer(ledger_commands.app)
app.add_typer(accessing.app)
app.add_typer(review_commands.app)


def main() -> None:
    """Run the command line.  Known errors are one line on standard error: status 2 for wrong usage, 1 for the rest."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="replace")
    try:
        app()
    except UsageError as error:
        print(f"onrecord: {error}", file=sys.stderr)
        sys.exit(2)
    except OnrecordError as error:
        print(f"onrecord: {error}", file=sys.stderr)
        sys.exit(1)
    except BrokenPipeError:  # whoever read our output has stopped: nothing is wrong
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)
    except KeyboardInterrupt:
        sys.exit(130)


if __name__ == "__main__":
    main()
