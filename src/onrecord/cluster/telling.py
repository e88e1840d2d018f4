"""What a run on a cluster tells while it goes on, and at its end."""

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from onrecord.cluster.running import Course, Result
from onrecord.errors import InputError
from onrecord.read.limits import Skipped
from onrecord.terminal import NAMED, Notes

EVERY = 60.0  # seconds between two lines where nobody watches
TOLD = 100  # failures that are told one by one


@contextmanager
def following() -> Iterator[Callable[[Course], None]]:
    """A bar on a terminal; else a line a minute, for logs."""
    if not sys.stderr.isatty():
        last = time.monotonic()

        def line(course: Course) -> None:
            nonlocal last
            if time.monotonic() - last >= EVERY:
                last = time.monotonic()
                print(f"onrecord: {told(course)}", file=sys.stderr, flush=True)

        yield line
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn

    with Progress(BarColumn(30), TextColumn("{task.description}"), TimeElapsedColumn(), TextColumn("left"), TimeRemainingColumn(), console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("waiting for workers", total=None)
        yield lambda course: progress.update(task, total=course.units, completed=course.done, description=told(course))


def told(course: Course) -> str:
    return f"{course.done:,} of {course.units:,} shards; {course.reports:,} reports, {course.statements:,} statements; {course.reports / course.seconds:,.1f} reports/s, {course.words / course.seconds:,.0f} words/s; {course.workers:,} workers"


def summary(result: Result, out: str) -> str:
    course = result.course
    before = f", {course.before:,} of them there before" if course.before else ""
    rate = f"; {course.reports / course.seconds:,.1f} reports and {course.words / course.seconds:,.0f} words a second" if course.reports else ""
    return f"{result.count('reports'):,} reports with {result.count('statements'):,} statements in {course.done:,} of {course.units:,} shards{before}{rate}\n{out}: load it with `onrecord ingest`"


def notes_of(result: Result) -> Notes:
    """As `extract` has them, of many failures the first."""
    notes = Notes()
    notes.failed = result.failures[:TOLD]
    if len(result.failures) > TOLD:
        notes.failed.append(InputError(f"{len(result.failures) - TOLD:,} more", "could not be read", "once the shards are in a record, `onrecord failures` tells them all"))
    skipped: dict[tuple[str, str], int] = {}
    for each in result.skipped:
        skipped[each.folder, each.what] = skipped.get((each.folder, each.what), 0) + each.count
    notes.skipped = [Skipped(folder, count, what) for (folder, what), count in skipped.items()]
    named = [name for each in result.contents.values() for name in each.foreign_named][:NAMED]
    notes.foreign = named + [""] * (result.count("foreign") - len(named))
    notes.unread_dates = [date for each in result.contents.values() for date in each.unread_dates]
    return notes
