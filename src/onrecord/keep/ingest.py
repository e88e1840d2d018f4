"""Ingesting: reports are read, those that the record does not know are extracted, and all are kept in batches of one transaction each.

A batch that is not committed leaves no trace, so that an ingest which was killed is run again, and goes on where it was.
"""

import time
from collections import Counter, OrderedDict, deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from types import NoneType
from typing import Any

from sqlalchemy import Engine, insert, select

from onrecord.errors import InputError, UsageError, expect
from onrecord.follow.comparing import Comparing, Known
from onrecord.keep.adding import Pending
from onrecord.keep.clock import now
from onrecord.keep.completing import Differing, Signed, complete
from onrecord.keep.database import Place, add, reading, writing
from onrecord.keep.failures import unsettled
from onrecord.keep.query import check_day
from onrecord.keep.schema import failures, ingests, outcomes, settlements
from onrecord.keep.store import keep, last_ingested, look_up
from onrecord.pipeline import LANGUAGES, Extractor
from onrecord.read.days import moment_of
from onrecord.read.links import Link
from onrecord.read.sources import Limits, Skipped, read
from onrecord.types import Article, Made, Report, UnreadDate

REPORTS, CHARACTERS, SECONDS = 100, 4_000_000, 2.0  # what a batch holds, and how long it waits, at most
COMPARED = 200  # reports that one transaction compares with others
_STRINGS = ("id", "path", "url", "title", "outlet", "published", "published_at", "page_sha256", "source", "reader")  # what a Report tells beside its text
FATES = ("new", "changed", "known", "failed", "taken_down")
Source = str | Report | InputError | Callable[[], Report | InputError]
"""What is read: a file, a folder, an address or `-`; or a report, or why there is none, at hand or told when its turn has come."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What an ingest came to: reports that were new, changed (new versions) or known; that failed, each with its reason; that a takedown keeps out.

    `skipped` are files that no reader is for, and `foreign` the reports, with their languages, that are kept without statements since the model does not read them; `unread_dates` are those that stand in reports and could not be read.
    `dated` of the known ones had no day before and were given theirs, `amended` were put right, `differing` are those that are left with another day or outlet than was given now, and `undated` of all that are kept have no day.
    """

    new: int = 0
    changed: int = 0
    known: int = 0
    failed: int = 0
    taken_down: int = 0
    failures: tuple[InputError, ...] = ()
    skipped: tuple[Skipped, ...] = ()
    foreign: tuple[tuple[str, str], ...] = ()
    unread_dates: tuple[UnreadDate, ...] = ()
    dated: int = 0
    undated: int = 0
    amended: int = 0
    differing: tuple[Differing, ...] = ()


@dataclass(slots=True)
class _Batch:
    reports: list[tuple[Report, Article | None]] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)
    failed: list[InputError] = field(default_factory=list)
    began: float = field(default_factory=time.monotonic)

    def full(self) -> bool:
        return len(self.reports) >= REPORTS or time.monotonic() - self.began > SECONDS or sum(len(report.text) for report, _ in self.reports) >= CHARACTERS


@dataclass(frozen=True, slots=True)
class _Waiting:
    """A report whose turn has not come; `done` if the model need not read it, and then what it made of it, None where the record has that."""

    report: Report
    made: Article | None = None
    done: bool = False


class Ingest:
    """One run over some sources.  `watch` is called after each report with the numbers of reports and statements so far; `begun`, before any, with the run's number.  `compared` are the reports that an earlier run
    left in memory; `signed`, who says that days and outlets that are known otherwise are those that the sources tell, and why."""

    def __init__(self, engine: Engine, path: Place, extractor: Extractor, limits: Limits, watch: Callable[[int, int], None] | None = None, begun: Callable[[int], None] | None = None, compared: Known | None = None, signed: Signed | None = None):
        self.engine, self.path, self.extractor, self.limits, self.watch, self.begun = engine, path, extractor, limits, watch, begun
        self.model = str(extractor.model.card["name"])
        self.batch, self.totals = _Batch(), Counter[str]()
        self.failures: list[InputError] = []
        self.skipped: list[Skipped] = []
        self.foreign: list[tuple[str, str]] = []
        self.unread_dates: list[UnreadDate] = []
        self.compared: Known = OrderedDict() if compared is None else compared
        self.seen = self.statements = self.number = self.dated = self.undated = self.amended = 0
        self.differing: list[Differing] = []
        self.signed = signed
        self.lacking: set[int | None] = set()  # known reports that have no day
        self.read: set[str] = set()  # sources with failures of earlier runs, that this one has read
        self.open: set[str] = set()  # all sources with failures of earlier runs

    def run(self, sources: Iterable[Source]) -> Outcome:
        sources = list(sources)
        self._begin(list(dict.fromkeys(map(_name, sources))))
        if self.begun:
            self.begun(self.number)
        waiting: deque[_Waiting] = deque()
        try:
            for article in self.extractor.extract_many(self._to_extract(sources, waiting)):
                self._take_read(waiting)
                self._take(waiting.popleft().report, article)
            self._take_read(waiting)
        except BaseException:
            self.compared.clear()
            self._commit()  # what was done before stays
            raise
        self._commit(finished=True)
        self._catch_up()
        return Outcome(**{fate: self.totals[fate] for fate in FATES}, failures=tuple(self.failures), skipped=tuple(self.skipped), foreign=tuple(self.foreign), unread_dates=tuple(self.unread_dates), dated=self.dated, undated=self.undated + len(self.lacking), amended=self.amended, differing=tuple(self.differing))

    def _to_extract(self, sources: Iterable[Source], waiting: deque[_Waiting]) -> Iterator[Report]:
        """The reports that the model has to read.  Those which it has read, under another id or before they came here, wait behind these, so that all are kept in order."""
        for report in self._reports(sources):
            with reading(self.engine, self.path) as connection:
                known = look_up(connection, report, self.model)
            if known.fate in ("known", "taken_down"):
                if known.fate == "known" and known.published is None and _day(report) is None:
                    self.lacking.add(known.article)
                if known.fate == "known" and known.tells_less_than(report):
                    self._take(report, None)
                else:
                    self._count(known.fate)
                continue
            made = report.article if isinstance(report, Made) and not known.read and report.article and report.article.model == self.model else None
            if not (known.read or made):
                waiting.append(_Waiting(report))
                yield report
            elif waiting:
                waiting.append(_Waiting(report, made, done=True))
            else:
                self._take(report, made)

    def _reports(self, sources: Iterable[Source]) -> Iterator[Report]:
        for source in sources:
            items: Iterable[Any] = read(source, self.limits, known=self._is_known) if isinstance(source, str) else [told_by(source) if callable(source) else source]
            for item in items:
                if isinstance(item, Skipped):
                    self.skipped.append(item)
                    continue
                if item.source in self.open:
                    self.read.add(item.source)
                if isinstance(item, InputError):
                    self.failures.append(item)
                    self.batch.failed.append(item)
                    self._count("failed")
                else:
                    if item.unread_date:
                        self.unread_dates.append(item.unread_date)
                    yield item
            if source in self.open:
                self.read.add(str(source))

    def _is_known(self, link: Link) -> bool:
        """Whether a page that a sitemap lists was read since it changed; where the sitemap does not say when, whether it was read today: a run that was killed goes on where it was."""
        changed = moment_of(link.modified) if link.modified else datetime.now(UTC) - timedelta(days=1)
        with reading(self.engine, self.path) as connection:
            ingested = last_ingested(connection, link.url)
        if changed is None or ingested is None or datetime.fromisoformat(ingested) < (changed if changed.tzinfo else changed.replace(tzinfo=UTC)):
            return False
        self._count("known")
        return True

    def _take_read(self, waiting: deque[_Waiting]) -> None:
        while waiting and waiting[0].done:
            ready = waiting.popleft()
            self._take(ready.report, ready.made)

    def _take(self, report: Report, article: Article | None) -> None:
        if article is not None:
            self.statements += len(article.statements)
            if article.language not in LANGUAGES:
                self.foreign.append((article.path or article.id, article.language))
        self.batch.reports.append((report, article))
        self._step()

    def _count(self, fate: str) -> None:
        self.batch.counts[fate] += 1
        self._step()

    def _step(self) -> None:
        self.seen += 1
        if self.watch:
            self.watch(self.seen, self.statements)
        if self.batch.full():
            self._commit()

    def _catch_up(self) -> None:
        """Reports that an earlier onrecord kept are compared with the others now, some in each transaction."""
        while True:
            with reading(self.engine, self.path) as connection:
                if not Comparing(connection).waiting(1):
                    return
            with writing(self.engine, self.path) as connection:
                Comparing(connection, self.compared).run(COMPARED)

    def _begin(self, sources: list[str]) -> None:
        from onrecord import __version__

        settings = {"max_bytes": self.limits.max_bytes, "timeout": self.limits.timeout, "fields": dict(self.limits.fields), "delay": self.limits.delay, "outlet": self.limits.outlet, "published": self.limits.published} | ({"amend": list(self.signed)} if self.signed else {})
        with writing(self.engine, self.path) as connection:
            row = {"started": now(), "program": __version__, "model": self.model, "sources": sources, "settings": settings}
            self.number = add(connection, ingests, row)
            self.open = set(connection.execute(select(failures.c.source).where(unsettled())).scalars())

    def _commit(self, finished: bool = False) -> None:
        """One transaction: the batch's reports, what failed, and the counts of both.  The last one of a run settles the earlier failures of what it read."""
        batch, self.batch = self.batch, _Batch()
        if not (batch.reports or batch.counts or finished):
            return
        counts, at = Counter(batch.counts), now()
        with writing(self.engine, self.path) as connection:
            pending, comparing = Pending(), Comparing(connection, self.compared)
            fates = [keep(connection, report, article, self.model, self.number, pending=pending) for report, article in batch.reports]
            counts.update(fates)
            pending.write(connection)
            completed = complete(connection, [report for (report, _), fate in zip(batch.reports, fates) if fate == "known"], comparing, self.number, self.signed)
            comparing.run(COMPARED)
            if batch.failed:
                connection.execute(insert(failures), [{"ingest": self.number, "at": at, "source": e.source or e.name, "name": e.name, "reason": e.reason, "advice": e.advice} for e in batch.failed])
            if finished and self.read:
                earlier = connection.execute(select(failures.c.id, failures.c.source).where(failures.c.ingest < self.number, unsettled())).all()
                settled = [{"failure": row.id, "ingest": self.number, "at": at} for row in earlier if row.source in self.read]
                if settled:
                    connection.execute(insert(settlements), settled)
            connection.execute(insert(outcomes), {"ingest": self.number, "at": at, "finished": finished, **{fate: counts[fate] for fate in FATES}})
        self.totals.update(counts)
        self.dated += completed.dated
        self.amended += completed.amended
        self.differing += completed.differing
        self.undated += sum(_day(report) is None for (report, _), fate in zip(batch.reports, fates) if fate in ("new", "changed"))


def _day(report: Report) -> str | None:
    """Of one that was made before the day that it was given since, too."""
    return report.article.published if isinstance(report, Made) and report.article else report.published


def told_by(source: Callable[[], Any]) -> Report | InputError:
    """What a source that is a function gives.  Raises UsageError where that is no report, and does not tell why there is none."""
    told: Report | InputError = source()
    expect(told, (Report, InputError), "a source that is a function gives a Report, or the InputError that says why there is none")
    return check_report(told) if isinstance(told, Report) else told


def check_source(source: Any) -> Any:
    """The source itself.  Raises UsageError for what none can be."""
    if not (isinstance(source, (str, Report, InputError)) or callable(source)):
        raise UsageError(f"a source is a path, an address, - or a Report, not {type(source).__name__}: of several give each by itself, and of a text Report(text)")
    return check_report(source) if isinstance(source, Report) else source


def check_report(report: Report) -> Report:
    """The report itself.  Raises UsageError where what it tells is of another type, or its day of publication is none; one that was made before keeps what it had."""
    expect(report.text, str, "the text of a Report is a string")
    for name in _STRINGS:
        expect(getattr(report, name), (str, NoneType), f"{name} of a Report is a string")
    if report.published and not isinstance(report, Made):
        check_day("published of a Report", report.published[:10])
    return report


def _name(source: Source) -> str:
    return source if isinstance(source, str) else "posted" if callable(source) else source.source or "a report"


def add_up(several: Iterable[Outcome]) -> Outcome:
    """Several outcomes as one."""
    total = Outcome()
    for each in several:
        total = Outcome(**{name: getattr(total, name) + getattr(each, name) for name in (*FATES, "failures", "skipped", "foreign", "unread_dates", "dated", "undated", "amended", "differing")})
    return total
