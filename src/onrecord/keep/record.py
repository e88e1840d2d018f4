"""The record, as it is used from Python."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from os import PathLike, fspath
from pathlib import Path
from threading import Lock
from types import TracebackType
from typing import TYPE_CHECKING, Any

from sqlalchemy import URL, Connection

from onrecord.errors import InputError, RecordError, UsageError
from onrecord.keep import database, lookup
from onrecord.keep.backup import back_up
from onrecord.keep.difference import Difference, compare
from onrecord.keep.failures import Failure, list_failures, to_retry
from onrecord.keep.ingest import Ingest, Outcome, add_up
from onrecord.keep.lookup import Kept, Version
from onrecord.keep.query import Query
from onrecord.keep.search import Page, find_hits
from onrecord.keep.state import state_of
from onrecord.keep.stats import Stats, count
from onrecord.keep.takedown import Takedown, take_down
from onrecord.keep.verify import Proof, prove
from onrecord.pipeline import Extractor
from onrecord.read.sources import Limits
from onrecord.types import Article, Report

if TYPE_CHECKING:
    from onrecord.keep.merging import Merged
    from onrecord.keep.rereading import Reread
    from onrecord.keep.saying import Said
    from onrecord.keep.speaking import Speakers
    from onrecord.resolve.appearances import Appearance
    from onrecord.resolve.decisions import Decision
    from onrecord.resolve.listing import Speaking
    from onrecord.resolve.people import People
    from onrecord.resolve.profiles import Entity


class Record:
    """What was said, in one file or one PostgreSQL database.  Use it in a `with` block, from as many threads as you like; ingests of one Record take turns.

    Everything raises RecordError where it cannot be read or written.
    """

    def __init__(self, path: str | PathLike[str] | URL, *, create: bool = True):
        """See `onrecord.open`."""
        self.path = database.place_of(path)
        self._engine = database.connect(self.path, create)
        self._ingesting = Lock()
        self._closed = False
        self._spoken: Speakers | None = None

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

    def reextract(self, *, workers: int = 1, extractor: Extractor | None = None, watch: Callable[[int, int], None] | None = None) -> "Reread":
        """Read with the present model every text that it has not read.  What other models made of them stays, and can be read by the model's name; search sees the latest."""
        from onrecord.keep.rereading import read_again

        self._check_open()
        with self._ingesting:
            return read_again(self._engine, self.path, extractor or Extractor(workers=workers), watch)

    def merge(self, other: str | PathLike[str] | URL, *, watch: Callable[[int, int], None] | None = None) -> "Merged":
        """Take another record into this one; what both have is kept once.  The other one is only read.  Raises UsageError where it is this one."""
        from onrecord.keep.merging import merge

        self._check_open()
        with Record(other, create=False) as theirs, self._ingesting:
            if theirs.path == self.path:
                raise UsageError(f"{database.shown(self.path)} is the record itself: name another one")
            return merge(self._engine, self.path, theirs._engine, theirs.path, watch)

    def speakers(self, people: "People | None" = None) -> "list[Speaking]":
        """Who speaks in the latest version of each report, those with the most statements first; `people` is a list that they are looked up in.  The first call reads all statements, later ones
        those that were added."""
        return self._speakers().rows(people)

    def speaker(self, id: str) -> "tuple[Entity, list[Appearance]]":
        """A speaker by the id that `speakers` gives, and each report in which it appears.  Raises UsageError where there is none."""
        return self._speakers().entity(id)

    def said(self, id: str) -> "Said":
        """A speaker by its id, and all that it said, the newest first.  Raises UsageError where there is none."""
        from onrecord.keep.saying import said_by

        entity, appearances = self._speakers().entity(id)
        with self._reading() as connection:
            return said_by(connection, entity, appearances)

    def merge_speakers(self, one: str, other: str, *, who: str, why: str) -> "Decision":
        """Decide that two speakers are one; a dated row that `undo_decision` can take back.  Raises UsageError where they are one already."""
        return self._speakers().decide(lambda entities, on: entities.merge(one, other, on=on, who=who, why=why))

    def split_speaker(self, id: str, appearances: Iterable[str], *, who: str, why: str) -> "Decision":
        """Decide that some appearances of a speaker, by id, are somebody else's.  Raises UsageError where they are none of its, or all."""
        out = list(appearances)
        return self._speakers().decide(lambda entities, on: entities.split(id, out, on=on, who=who, why=why))

    def undo_decision(self, number: int, *, who: str, why: str) -> "Decision":
        """Take a decision back by a row of its own.  Raises UsageError where there is none, or it was undone already."""
        return self._speakers().decide(lambda entities, on: entities.undo(number, on=on, who=who, why=why))

    def decisions(self) -> "tuple[Decision, ...]":
        """What people have decided about speakers, in order."""
        from onrecord.keep.decided import list_decisions

        with self._reading() as connection:
            return list_decisions(connection)

    def _speakers(self) -> "Speakers":
        from onrecord.keep.speaking import Speakers

        self._check_open()
        if self._spoken is None:
            self._spoken = Speakers(self._engine, self.path)
        return self._spoken

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

    def article(self, id: str, version: int | None = None, model: str | None = None) -> Article:
        """A report as it was last seen, or one of its versions by number, with its statements as the latest model found them, or one by name.  Raises as `find` does."""
        with self._reading() as connection:
            return lookup.load_article(connection, lookup.find_article(connection, id), version, model)

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

    def verify(self) -> Proof:
        """Read everything that is kept, and prove that all words are where the record says; faults are in the proof."""
        with self._reading() as connection:
            return prove(connection)

    def stats(self) -> Stats:
        """What the record holds, in numbers."""
        with self._reading() as connection:
            return count(connection, self.path)

    def state(self) -> str:
        """A short string that is another one whenever something was added, decided or taken down; what was asked before holds as long as it stays."""
        with self._reading() as connection:
            return state_of(connection)

    def backup(self, target: str | PathLike[str]) -> None:
        """A whole copy, while the record may be in use.  Raises UsageError where the target is no place for a file."""
        self._check_open()
        if not isinstance(self.path, Path):
            raise UsageError("a record in PostgreSQL is backed up by the server's own means: use `pg_dump`")
        back_up(self.path, Path(target))

    def takedown(self, id: str, *, who: str, why: str) -> Takedown:
        """Erase a report's words for good, with its statements and everything that was indexed of them; its hash, and who wanted it and why, are kept.

        Reports with the very same text go with it.  Raises as `find` does, UsageError where who or why is empty, and RecordError where another program has the file open, or the server does not let its tables be written anew.
        """
        self._check_open()
        if not who.strip() or not why.strip():
            raise UsageError("a takedown is kept with who wanted it and why: name both")
        return take_down(self._engine, self.path, id, who, why)

    def _check_open(self) -> None:
        if self._closed:
            raise RecordError(f"{database.shown(self.path)} is closed: open it again")

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        self._check_open()
        with database.reading(self._engine, self.path) as connection:
            yield connection
