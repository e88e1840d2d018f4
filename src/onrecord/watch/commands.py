"""`onrecord watch` and `onrecord searches`."""

import shlex
import signal
import sys
from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from onrecord.commanding import Database, Format, as_table, console, open_record, write_rows
from onrecord.errors import InputError, UsageError
from onrecord.read.limits import Limits
from onrecord.terminal import ListFormat, warn_of_dates

if TYPE_CHECKING:
    from onrecord.keep.record import Record
    from onrecord.watch.rounds import Visited


def watch(
    context: typer.Context,
    feeds: Annotated[list[str] | None, typer.Argument(metavar="[FEED…]", help="Addresses of feeds or OPML lists, or OPML files, to be followed from now on; those that are followed already need not be given again.", show_default=False)] = None,
    once: Annotated[bool, typer.Option("--once", help="One round, for cron; the status is 1 if anything failed.")] = False,
    every: Annotated[float, typer.Option(min=1, help="Seconds between two rounds.")] = 900.0,
    most: Annotated[int, typer.Option(min=1, help="Entries of a feed that are read in one round.")] = 200,
    listed: Annotated[bool, typer.Option("--list", help="Tell which feeds are followed, and how they are; none is visited.")] = False,
    forget: Annotated[list[str], typer.Option(metavar="FEED", help="Do not follow it any more.")] = [],  # noqa: B006
    max_bytes: Annotated[int, typer.Option(min=1, help="Largest feed or page.")] = 16 * 1024 * 1024,
    timeout: Annotated[float, typer.Option(min=0.1, help="Seconds for one feed or page.")] = 30.0,
    delay: Annotated[float, typer.Option(min=0, help="Seconds between two requests to a host.")] = 1.0,
    db: Database = None,
    format: Format = None,
) -> None:  # fmt: skip
    """Follow feeds: what is new in them is kept, and what saved searches find in it is told."""
    from onrecord.watch.rounds import Watch, keep_watching

    with open_record(context, db, create=bool(feeds)) as record:
        for url in forget:
            record.unfollow(url)
        record.follow(*(address for feed in feeds or () for address in _addresses(feed)))
        if listed:
            _list(record, format)
        if listed or (forget and not (once or feeds)):
            return
        if not record.feeds():
            raise UsageError("no feed is followed: name some, or an OPML file that lists them")
        signal.signal(signal.SIGTERM, _stop)
        failed = _Told(record, format)
        rounds = Watch(record, Limits(max_bytes=max_bytes, timeout=timeout, delay=delay), every=every, most=most)
        if not once:
            keep_watching(rounds, failed.visited, failed.news)
        for visited in rounds.round():
            failed.visited(visited)
        failed.news()
        if failed.any:
            raise typer.Exit(1)


def searches(
    context: typer.Context,
    new: Annotated[bool, typer.Option("--new", help="Tell what they find that was added since they were last asked.")] = False,
    forget: Annotated[list[str], typer.Option(metavar="NAME", help="Do not keep it any more.")] = [],  # noqa: B006
    db: Database = None,
    format: Format = None,
) -> None:
    """The searches that `onrecord search … --save NAME` keeps."""
    with open_record(context, db) as record:
        for name in forget:
            record.forget_search(name)
        if new:
            told = _Told(record, format)
            told.news()
            if told.table and not told.found:
                typer.echo("nothing new")
        elif not forget or format:
            rows = [{"name": saved.name, "saved": saved.saved, "reported": saved.reported, "query": _asked(saved.query)} for saved in record.searches()]
            _show(rows, format, ("name", "query", "saved", "reported"), "no search is saved")


class _Told:
    """What is told of visits and news, as they come; `any` that something failed, `found` that there were news."""

    def __init__(self, record: "Record", format: ListFormat | None):
        self.record, self.table, self.any, self.found = record, as_table(format), False, False

    def visited(self, visited: "Visited") -> None:
        outcome = visited.outcome
        counts = {name: getattr(outcome, name) for name in ("new", "changed", "known", "failed", "taken_down")}
        self.any |= bool(visited.fault or outcome.failed)
        if not self.table:
            write_rows([{"feed": visited.url, **counts, "unchanged": visited.unchanged, "left": visited.left, "fault": visited.fault and str(visited.fault)}])
        elif outcome.new or outcome.changed:
            typer.echo(f"{visited.url}: {outcome.new} new, {outcome.changed} changed" + (f", {visited.left} left for the next round" if visited.left else ""))
        warn_of_dates(outcome.unread_dates)
        for error in (*outcome.failures, *([visited.fault] if visited.fault else [])):
            print(f"onrecord: {error}", file=sys.stderr)
        sys.stderr.flush()

    def news(self) -> None:
        for saved in self.record.searches():
            hits = self.record.news(saved.name)
            self.found |= bool(hits)
            if not self.table:
                write_rows({"search": saved.name, **hit.to_dict()} for hit in hits)
            elif hits:
                from onrecord.keep.printing import print_page
                from onrecord.keep.search import Page

                typer.echo(f"{saved.name}: {len(hits)} new")
                print_page(Page(hits, None), saved.query, console())


def _addresses(source: str) -> Iterable[str]:
    """A feed's address, or all that an OPML file lists."""
    if source.startswith(("http://", "https://")):
        return [source]
    from onrecord.read.decoding import decode
    from onrecord.read.links import Link
    from onrecord.read.lists import read_list
    from onrecord.read.markup import root_of

    try:
        text = decode(source, Path(source).read_bytes())
    except OSError as error:
        raise InputError(source, (error.strerror or str(error)).lower(), "give a feed's address, with https://, or an OPML file") from None
    if root_of(text) != "opml":
        raise InputError(source, "is no OPML file", "give a feed's address, with https://, or an OPML file")
    found = list(read_list(source, text, "opml", None))
    for item in found:
        if isinstance(item, InputError):
            print(f"onrecord: {item}", file=sys.stderr)
    return [item.url for item in found if isinstance(item, Link)]


def _list(record: "Record", format: ListFormat | None) -> None:
    rows = [{key: value for key, value in asdict(feed).items() if key != "seen"} | {"entries": len(feed.seen)} for feed in record.feeds()]
    _show(rows, format, ("url", "visited", "entries", "errors", "due", "told"), "no feed is followed")


def _show(rows: list[dict[str, Any]], format: ListFormat | None, columns: tuple[str, ...], none: str) -> None:
    """`none`: what a terminal is told where there are no rows."""
    if not as_table(format):
        write_rows(rows)
        return
    if not rows:
        typer.echo(none)
        return
    from rich.table import Table
    from rich.text import Text

    table = Table(box=None, padding=(0, 2, 0, 0), header_style="dim")
    for name in columns:
        table.add_column(name, overflow="fold", no_wrap=name in _TIMES)
    for row in rows:
        table.add_row(*(Text(_cell(name, row[name])) for name in columns))
    console().print(table)


def _cell(name: str, value: Any) -> str:
    """A time to the minute, in UTC; a query as it is typed."""
    if value is None:
        return "–"
    if name == "query":
        return _typed(value)
    return f"{value[:10]} {value[11:16]}" if name in _TIMES else str(value)


def _typed(asked: dict[str, Any]) -> str:
    options = ((name, each) for name, value in asked.items() if name != "words" for each in (value if isinstance(value, tuple) else (value,)))
    return " ".join([*([shlex.quote(asked["words"])] if "words" in asked else []), *(f"--{'in' if name == 'within' else name.replace('_', '-')} {shlex.quote(str(value))}" for name, value in options)])


def _asked(query: Any) -> dict[str, Any]:
    """What a query asks for beyond the defaults."""
    plain = asdict(type(query)())
    return {name: value for name, value in asdict(query).items() if value != plain[name]}


def _stop(number: int, frame: Any) -> None:
    """As systemd stops a service: what was committed stays, and nothing is wrong."""
    raise SystemExit(0)


_TIMES = ("saved", "reported", "visited", "due")
ALL = (watch, searches)
