"""The record, as it is used from Python."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from os import PathLike, fspath
from pathlib import Path
from threading import Lock
from types import TracebackType
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection

from onrecord.errors import InputError, RecordError, UsageError
from onrecord.follow.corrections import Correction, Decision, commitment_id, event_id
from onrecord.follow.ledger import Ledger
from onrecord.follow.linking import Told
from onrecord.keep import database, lookup
from onrecord.keep import ledger as ledgers
from onrecord.keep.backup import back_up
from onrecord.keep.difference import Difference, compare
from onrecord.keep.failures import Failure, list_failures, to_retry
from onrecord.keep.ingest import Ingest, Outcome, add_up
from onrecord.keep.lookup import Kept, Version
from onrecord.keep.query import Query
from onrecord.keep.search import Page, find_hits
from onrecord.keep.stats import Stats, count
from onrecord.keep.takedown import Takedown, take_down
from onrecord.keep.verify import Proof, prove
from onrecord.pipeline import Extractor
from onrecord.read.sources import Limits
from onrecord.types import Article, Report

if TYPE_CHECKING:
    from onrecord.follow.query import LedgerQuery


class Record:
    """What was said, in one file.  Use it in a `with` block, from as many threads as you like; ingests of one Record take turns.

    Everything raises RecordError where the file cannot be read or written.
    """

    def __init__(self, path: str | PathLike[str], *, create: bool = True):
        """See `onrecord.open`."""
        if "://" in fspath(path):
            raise UsageError(f"{fspath(path)} is an address: a record is a file in this version")
        self.path = Path(path).resolve()
        self._engine = database.connect(self.path, create)
        self._ingesting = Lock()
        self._closed = False

    def close(self) -> None:
        self._closed = True
        self._engine.dispose()

    def __enter__(self) -> "Record":
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def ingest(self, *sources: str | PathLike[str] | Report, limits: Limits = Limits(), workers: int = 1, extractor: Extractor | None = None,
               watch: Callable[[int, int], None] | None = None) -> Outcome:  # fmt: skip
        """Keep what the sources hold: files, folders, URLs, `-` for standard input, or reports.

        Reports are kept in batches of one transaction each, so that nothing is lost when it is broken off; those that the record knows are not extracted again.  What cannot be
        read is in the outcome, and kept in the record until it is read again.  `extractor`: your own, in place of one with so many `workers`; `watch` is called after each report
        with the numbers of reports and statements so far.
        """
        self._check_open()
        given = [source if isinstance(source, Report) else fspath(source) for source in sources]
        with self._ingesting:
            return Ingest(self._engine, self.path, extractor or Extractor(workers=workers), limits, watch).run(given)

    def retry(self, *, workers: int = 1, extractor: Extractor | None = None, watch: Callable[[int, int], None] | None = None) -> Outcome:
        """Read again what failed, with the limits of then; standard input cannot be read again."""
        with self._reading() as connection:
            groups = list(to_retry(connection))
        done = [self.ingest(*sources, limits=limits, workers=workers, extractor=extractor, watch=watch) for limits, sources in groups]
        return add_up(done)

    def failures(self) -> tuple[Failure, ...]:
        """What could not be read, and was not read again since."""
        with self._reading() as connection:
            return list_failures(connection)

    def search(self, query: str | Query = "", **options: Any) -> Page:
        """A page of hits.  `query` are the words, and `options` the other fields of Query; or it is a whole Query.

        Raises UsageError for what Query does not take.
        """
        if not isinstance(query, Query):
            try:
                query = Query(**{"words": query, **options})
            except TypeError as error:
                raise UsageError(f"this is no search: {error}") from None
        elif options:
            raise UsageError("give a Query, or words with options, and not both")
        with self._reading() as connection:
            return find_hits(connection, query)

    def find(self, id: str) -> Article | Kept:
        """The report or statement with this id, or with an id that alone begins so.  Raises InputError where there is none, or it was taken down, UsageError where there are several."""
        with self._reading() as connection:
            return lookup.find(connection, id)

    def article(self, id: str, version: int | None = None) -> Article:
        """A report as it was last seen, or one of its versions by number, with its statements.  Raises as `find` does."""
        with self._reading() as connection:
            return lookup.load_article(connection, lookup.find_article(connection, id), version)

    def statement(self, id: str) -> Kept:
        """A statement, with the report that it stands in.  Raises as `find` does."""
        with self._reading() as connection:
            return lookup.find_statement(connection, id)

    def versions(self, id: str) -> tuple[Version, ...]:
        """Every text that a report has had, the oldest first, with what it was read from and when; also of a report that was taken down.  Raises as `find` does."""
        with self._reading() as connection:
            return lookup.load_versions(connection, lookup.find_article(connection, id))

    def diff(self, id: str) -> Difference:
        """What changed between the last two versions of a report.  Raises InputError where it has only one, and as `find` does."""
        with self._reading() as connection:
            row = lookup.find_article(connection, id)
            numbers = [version.number for version in lookup.load_versions(connection, row)]
            if len(numbers) < 2:
                raise InputError(id, "has one version, so that there is nothing to compare", "`onrecord ingest` it again when it has changed")
            old, new = (lookup.load_article(connection, row, number) for number in numbers[-2:])
        return Difference(new.id, (numbers[-2], numbers[-1]), (old.sha256, new.sha256), old.text, new.text, compare(old.text, new.text))

    def ledger(self, query: "LedgerQuery | None" = None, **options: Any) -> tuple[dict[str, Any], ...]:
        """The commitments in the record, followed through its reports, each as `onrecord ledger --format jsonl` prints it.  `options` are the fields of LedgerQuery; or give a whole one.

        Raises UsageError for what LedgerQuery does not take.
        """
        from onrecord.follow.query import LedgerQuery

        if query is None:
            try:
                query = LedgerQuery(**options)
            except TypeError as error:
                raise UsageError(f"this is no question to a ledger: {error}") from None
        elif options:
            raise UsageError("give a LedgerQuery, or its fields, and not both")
        rows = self._ledger().rows(as_of=query.as_of, known_on=query.known_on)
        return tuple(row for row in rows if query.takes(row))

    def commitment(self, id: str, *, as_of: str | None = None, known_on: str | None = None) -> dict[str, Any]:
        """A commitment by its id, or a beginning of it that no other has; ids of its later wordings lead to it too.  Raises InputError where there is none, UsageError where there are several."""
        from onrecord.follow.query import LedgerQuery

        query = LedgerQuery(as_of=as_of, known_on=known_on)
        ledger = self._ledger()
        rows = {row["id"]: row for row in ledger.rows(as_of=query.as_of, known_on=query.known_on)}
        found = {commitment_id(d.first.article, d.first.finding) for d in ledger.drafts(known_on) if id and any(address.startswith(id) for address in d.addresses)}
        exact = {commitment_id(d.first.article, d.first.finding) for d in ledger.drafts(known_on) if id in d.addresses}
        chosen = sorted((exact or found) & set(rows))
        if not chosen:
            raise InputError(id, "is the id of no commitment here", "find ids with `onrecord ledger`")
        if len(chosen) > 1:
            raise UsageError(f"several ids begin with {id!r}: {', '.join(chosen[:5])}")
        return rows[chosen[0]]

    def correct(self, decision: Decision, *, who: str, why: str, commitment: str | None = None, event: str | None = None, undoes: int | None = None) -> Correction:
        """Correct the ledger: `link` an event to a commitment, `unlink` it from one, `reject` what is no commitment, or `undo` the correction of a number.

        It is kept with its date, and holds against everything that is computed later.  Raises InputError where there is no such commitment, event or correction, UsageError where who or why is empty.
        """
        if decision in ("link", "unlink", "reject"):
            commitment = self.commitment(commitment or "")["id"]
        if decision in ("link", "unlink"):
            events = {e["id"] for row in self.ledger() for e in row["events"]} | {event_id(t.article, f) for t in self._told() for f in t.findings}
            chosen = [e for e in sorted(events) if event and e.startswith(event)]
            if len(chosen) != 1:
                raise InputError(str(event), "is the id of no event here" if not chosen else "begins the ids of several events", "`onrecord ledger show ID --format jsonl` tells them")
            event = chosen[0]
        with database.writing(self._engine, self.path) as connection:
            return ledgers.correct(connection, decision, who, why, commitment, event, undoes)

    def corrections(self) -> tuple[Correction, ...]:
        """Every correction of the ledger, the oldest first; those that were undone too."""
        with self._reading() as connection:
            return ledgers.load_corrections(connection)

    def _told(self) -> list[Told]:
        with self._reading() as connection:
            return list(ledgers.told(connection))

    def _ledger(self) -> Ledger:
        """With what the reports tell that were not read for it yet."""
        with self._reading() as connection:
            waiting = bool(ledgers.unread(connection))
        if waiting:
            with database.writing(self._engine, self.path) as connection:
                ledgers.read_anew(connection, ledgers.unread(connection))
        with self._reading() as connection:
            return ledgers.load_ledger(connection)

    def verify(self) -> Proof:
        """Read everything that is kept, and prove that all words are where the record says; faults are in the proof."""
        with self._reading() as connection:
            return prove(connection)

    def stats(self) -> Stats:
        """What the record holds, in numbers."""
        with self._reading() as connection:
            return count(connection, self.path)

    def backup(self, target: str | PathLike[str]) -> None:
        """A whole copy, while the record may be in use.  Raises UsageError where the target is no place for a file."""
        self._check_open()
        back_up(self.path, Path(target))

    def takedown(self, id: str, *, who: str, why: str) -> Takedown:
        """Erase a report's words for good, with its statements and everything that was indexed of them; its hash, and who wanted it and why, are kept.

        Reports with the very same text go with it.  Raises as `find` does, UsageError where who or why is empty, and RecordError where another program has the file open.
        """
        self._check_open()
        if not who.strip() or not why.strip():
            raise UsageError("a takedown is kept with who wanted it and why: name both")
        return take_down(self._engine, self.path, id, who, why)

    def _check_open(self) -> None:
        if self._closed:
            raise RecordError(f"{self.path} is closed: open it again")

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        self._check_open()
        with database.reading(self._engine, self.path) as connection:
            yield connection
