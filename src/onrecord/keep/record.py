"""The record, as it is used from Python."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from os import PathLike, fspath
from pathlib import Path
from threading import Lock
from types import TracebackType
from typing import Any, get_args

from sqlalchemy import Connection

from onrecord.errors import InputError, RecordError, UsageError
from onrecord.follow import utterances as following
from onrecord.follow.checking import Check, check
from onrecord.follow.utterances import Belonging, Utterance
from onrecord.keep import database, lookup
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

    def check(self, quotation: str, *, speaker: str | None = None, on: str | None = None) -> Check:
        """Whether the words were said as far as the record knows, by that speaker (as a person writes the name) and on that day (ISO 8601) where given: one verdict, and the nearest wordings.

        Raises UsageError for a quotation without a word or of too many, and for what is no day.
        """
        with self._reading() as connection:
            return check(connection, quotation, speaker, on)

    def utterances(self, *, sort: following.Sort = "spread", speaker: str | None = None, least: int = 2, limit: int = 20) -> tuple[Utterance, ...]:
        """Speaking occasions that at least so many reports tell: those that most tell first, or by speaker, or those first of which the wordings differ most."""
        if sort not in get_args(following.Sort):
            raise UsageError(f"sort {sort!r} is none of {', '.join(get_args(following.Sort))}")
        if limit < 1 or least < 1:
            raise UsageError(f"limit and least must be 1 or more, not {limit} and {least}")
        with self._reading() as connection:
            return tuple(following.listed(connection, sort, speaker, least, limit))

    def utterance(self, id: str) -> Utterance:
        """The speaking occasion that a statement reports, by the statement's id or a beginning of it.  Raises InputError where there is none."""
        with self._reading() as connection:
            return following.find(connection, id)

    def belongings(self, *ids: str) -> dict[str, Belonging]:
        """For statements by their ids the utterances to which they belong; those that are in no latest version of a report are left out."""
        with self._reading() as connection:
            return following.belongings(connection, ids)

    def merge_utterances(self, one: str, other: str, *, who: str, why: str) -> int:
        """Decide that two utterances are one, against later reports too; the decision's number.  Raises as `utterance` does, and UsageError where they are one already."""
        with self._deciding() as connection:
            left, right = (following.find(connection, id, repeats=False) for id in (one, other))
            if left.id == right.id:
                raise UsageError(f"{one} and {other} are one utterance already")
            ids = [{v.statement.id for v in side.versions} for side in (left, right)]
            return following.decide(connection, "merge", ids[0], ids[1], who, why)

    def split_utterance(self, id: str, *out: str, who: str, why: str) -> int:
        """Decide that some statements of an utterance are of another; the decision's number."""
        with self._deciding() as connection:
            whole = following.find(connection, id, repeats=False)
            ids = {v.statement.id for v in whole.versions}
            if not out or not set(out) < ids:
                raise UsageError(f"name some of the statements of {whole.id} by their whole ids, and not all: {', '.join(sorted(ids))}")
            return following.decide(connection, "split", ids - set(out), out, who, why)

    def undo_utterances(self, number: int, *, who: str, why: str) -> int:
        """Take a merge or a split back; the row that it was stays."""
        with self._deciding() as connection:
            return following.undo(connection, number, who, why)

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
    def _deciding(self) -> Iterator[Connection]:
        self._check_open()
        with database.writing(self._engine, self.path) as connection:
            yield connection

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        self._check_open()
        with database.reading(self._engine, self.path) as connection:
            yield connection
