"""What the commands share: what is told at the end, the progress bar, writing, options of readers."""

import json
import os
import re
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import Any, BinaryIO

from onrecord.errors import InputError, OnrecordError, UsageError
from onrecord.pipeline import LANGUAGES
from onrecord.read.days import DATES, quoted
from onrecord.read.jsonl import FIELDS
from onrecord.read.sources import Limits, Skipped, read
from onrecord.types import Article, Report, UnreadDate

_LONE_SURROGATE = re.compile("[\ud800-\udfff]")
NAMED = 5  # inputs that a warning names
DATED = 20  # dates that could not be read, and are told one by one


class ListFormat(StrEnum):
    table = "table"
    jsonl = "jsonl"


class Notes:
    """What happened beside the articles, told at the end on standard error."""

    def __init__(self) -> None:
        self.failed: list[InputError] = []
        self.skipped: list[Skipped] = []
        self.foreign: list[str] = []
        self.unread_dates: list[UnreadDate] = []

    def reports(self, sources: list[str], limits: Limits) -> Iterator[Report]:
        for source in sources:
            for item in read(source, limits):
                if isinstance(item, InputError):
                    self.failed.append(item)
                elif isinstance(item, Skipped):
                    self.skipped.append(item)
                else:
                    if item.unread_date:
                        self.unread_dates.append(item.unread_date)
                    yield item

    def watch(self, articles: Iterable[Article], sources: list[str]) -> Iterator[Article]:
        """Articles as they come, counted by a progress bar where standard error is a terminal and standard output is not."""
        with counting(sources, wanted=not sys.stdout.isatty()) as count:
            found = 0
            for number, article in enumerate(map(self._seen, articles), 1):
                found += len(article.statements)
                if count:
                    count(number, found)
                yield article

    def _seen(self, article: Article) -> Article:
        if article.language not in LANGUAGES:
            self.foreign.append(f"{article.path or article.id} ({article.language})")
        return article

    def print(self) -> None:
        for skipped in self.skipped:
            print(f"onrecord: {skipped.folder}: {skipped.count} {skipped.what}{'s' if skipped.count > 1 else ''} of other kinds skipped", file=sys.stderr)
        if self.foreign:
            more = f" and {len(self.foreign) - NAMED} more" if len(self.foreign) > NAMED else ""
            print(f"onrecord: kept without statements, since not in English: {', '.join(self.foreign[:NAMED])}{more}", file=sys.stderr)
        warn_of_dates(self.unread_dates)
        for error in self.failed:
            print(f"onrecord: {error}", file=sys.stderr)


def warn_of_dates(unread: Sequence[UnreadDate]) -> None:
    """Of dates that could not be read which words stand there, a line each, and the forms that are read."""
    for date in unread[:DATED]:
        print(f"onrecord: {date.name}: read without its date {quoted(date)}, which is none that is understood", file=sys.stderr)
    if unread:
        more = f"{len(unread) - DATED:,} more were read without their dates; " if len(unread) > DATED else ""
        print(f"onrecord: {more}dates are written {DATES}", file=sys.stderr)


@contextmanager
def counting(sources: Iterable[str] = ("-",), wanted: bool = True) -> Iterator[Callable[[int, int], None] | None]:
    """A progress bar of the numbers of reports and statements, with the rate and, where it is known how many reports the sources hold, the time that is left; if it is wanted and standard error is a terminal."""
    if not wanted or not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn

    from onrecord.read.expecting import expected

    total, began = expected(sources), time.monotonic()
    columns = (BarColumn(), TextColumn("{task.fields[counts]}"), TimeElapsedColumn() if total is None else TimeRemainingColumn(elapsed_when_finished=True))
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("", total=total, counts="")

        def watch(reports: int, statements: int) -> None:
            rate = reports / max(time.monotonic() - began, 0.1)
            progress.update(task, completed=reports, counts=f"{reports:,}{'' if total is None else f' of {total:,}'} reports, {statements:,} statements, {rate:,.1f} reports a second")

        yield watch


@contextmanager
def counting_up(of: str, total: int) -> Iterator[Callable[[int], None] | None]:
    """A progress bar of a number that is known, `of` things; none where there is nothing to do, or standard error is no terminal."""
    if not total or not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    with Progress(TextColumn(of), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn(), console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("", total=total)
        yield lambda done: progress.update(task, completed=done)


def write(pieces: Iterable[str], out: Path | None) -> None:
    """To standard output, or to a file that appears only when it is whole; a device or a pipe is written as it comes."""
    if out is None:
        with _to_output():
            for piece in pieces:
                sys.stdout.write(piece)
                sys.stdout.flush()
        return
    with placing(out) as file:
        for piece in pieces:
            file.write(piece.encode("utf-8", "replace"))


@contextmanager
def placing(out: Path | None) -> Iterator[BinaryIO]:
    """Standard output, or a file that appears only when it is whole, for bytes.  Raises UsageError where they would go to a terminal, or the file cannot be made."""
    if out is None:
        if sys.stdout.isatty():
            raise UsageError("this format is for programs, and no text: name a file with --out")
        with _to_output():
            yield sys.stdout.buffer
            sys.stdout.buffer.flush()
        return
    out = out.resolve()
    whole = not out.exists() or out.is_file()
    target = out.with_name(out.name + ".part") if whole and out.name else out
    try:
        file = target.open("wb")
    except OSError as error:
        raise UsageError(f"{out} could not be written: {(error.strerror or str(error)).lower()}") from None
    try:
        with file:
            yield file
        if target != out:
            target.replace(out)
    except BaseException as error:
        if target != out:
            target.unlink(missing_ok=True)
        if isinstance(error, OSError):
            raise OnrecordError(f"{out} could not be written: {(error.strerror or str(error)).lower()}") from None
        raise


@contextmanager
def _to_output() -> Iterator[None]:
    """What keeps standard output from being written is told; a reader that has stopped is nothing wrong."""
    try:
        yield
    except BrokenPipeError:
        raise
    except OSError as error:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # what is left in its buffer is lost
        raise OnrecordError(f"standard output could not be written: {(error.strerror or str(error)).lower()}") from None


def dump(value: Any) -> str:
    """One line of JSON; in ASCII where the text holds half a surrogate pair, which no encoding can write."""
    line = json.dumps(value, ensure_ascii=False)
    return line if line.isascii() or not _LONE_SURROGATE.search(line) else json.dumps(value)


def mapping(pairs: list[str]) -> dict[str, str]:
    found = dict(pair.partition("=")[::2] for pair in pairs)
    for name, where in found.items():
        if name not in FIELDS or not where:
            raise UsageError(f"--field {name}={where}: give NAME=FIELD, where NAME is one of {', '.join(FIELDS)}")
    return found
