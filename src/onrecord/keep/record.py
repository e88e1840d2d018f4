"""The record, as it is used from Python."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import fields
from os import PathLike, fspath
from pathlib import Path
from threading import Lock
from types import TracebackType
from typing import TYPE_CHECKING, Any, get_args

from sqlalchemy import URL, Connection

from onrecord.errors import InputError, RecordError, UsageError, expect, expect_signed
from onrecord.export.jsonl import read_file
from onrecord.follow import utterances as telling
from onrecord.follow.checking import Check, Covers, check, covered, extent
from onrecord.follow.corrections import Correction, Decision, event_id
from onrecord.follow.drafts import Told
from onrecord.follow.ledger import Followed
from onrecord.follow.utterances import Utterance
from onrecord.keep import amending, correcting, database, doubting, following, jobs, lookup, reviewing, revising
from onrecord.keep import ledger as ledgers
from onrecord.keep.amendments import Amendment, list_amendments
from onrecord.keep.backup import back_up, note
from onrecord.keep.belonging import Found, statements_of, with_utterances
from onrecord.keep.choosing import choose
from onrecord.keep.correcting import Noted
from onrecord.keep.difference import Difference, compare
from onrecord.keep.failures import Failure, list_failures, to_retry
from onrecord.keep.following import Feed, Saved
from onrecord.keep.importing import take_in
from onrecord.keep.ingest import Ingest, Outcome, Source, add_up, check_source
from onrecord.keep.linking import Linking
from onrecord.keep.lookup import Kept, Version
from onrecord.keep.query import Query
from onrecord.keep.queue import ReviewPage, ReviewQuery, find_waiting, place_of
from onrecord.keep.reviewing import Review, Reviewed
from onrecord.keep.search import Hit, Page, find_hits
from onrecord.keep.state import decided, state_of
from onrecord.keep.stats import Stats, count
from onrecord.keep.takedown import Takedown, take_down
from onrecord.keep.unread import read_unread, unread
from onrecord.keep.verify import Proof, prove
from onrecord.pipeline import Extractor
from onrecord.read.netrc import check_bare
from onrecord.read.sources import Limits
from onrecord.types import Act, Article, Belonging, StatementCorrection

if TYPE_CHECKING:
    from onrecord.follow.candidates import Found as Reported
    from onrecord.follow.comparing import Known
    from onrecord.follow.gists import Gist
    from onrecord.follow.query import LedgerQuery
    from onrecord.keep.alike import Alike
    from onrecord.keep.jobs import Job
    from onrecord.keep.merging import Merged
    from onrecord.keep.nearest import Meanings
    from onrecord.keep.outlines import Outline
    from onrecord.keep.rereading import Reread
    from onrecord.keep.saying import Line, Said, Saying
    from onrecord.keep.speaking import Speakers
    from onrecord.keep.topics import Sample, Topic
    from onrecord.resolve.appearances import Appearance
    from onrecord.resolve.decisions import Decision as IdentityDecision
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
        self._meant: Meanings | None = None
        self._compared: Known | None = None
        self._covers: tuple[tuple[int, ...], Covers] | None = None
        self._sampled: tuple[int, int, Sample] | None = None
        self._sampling = Lock()
        self._crowds = telling.Crowds()
        self._linking = Linking()

    def close(self) -> None:
        """Let go of the file or the database; whatever is asked afterwards raises RecordError.  A `with` block does it by itself."""
        self._closed = True
        self._engine.dispose()

    def __enter__(self) -> "Record":
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def ingest(self, *sources: PathLike[str] | Source, limits: Limits = Limits(), workers: int = 1, extractor: Extractor | None = None,
               watch: Callable[[int, int], None] | None = None, begun: Callable[[int], None] | None = None, amend: tuple[str, str] | None = None) -> Outcome:  # fmt: skip
        """Keep what the sources hold: files, folders, URLs, `-` for standard input, or reports, and what kept one from being read.

        Reports are kept in batches of one transaction each, so that nothing is lost when it is broken off; those that the record knows are not extracted again, and have their day and outlet from it where
        these were not known.  What cannot be
        read is in the outcome, and kept in the record until it is read again.  `extractor`: your own, in place of one with so many `workers`; `watch` is called after each report
        with the numbers of reports and statements so far, and `begun`, before any is read, with the number of this ingest.  A source may also be a function without arguments that gives a report, or why there is none.
        `amend`, who says so and why: what is known with another day or outlet than the sources tell gets theirs, as by `amend_report`; without it, such reports are left as they are, and told in the outcome.
        Raises UsageError for what is no source, and for an address with a password in it, which would be kept.
        """
        self._check_open()
        expect(limits, Limits, "limits are Limits(…)")
        given: list[Source] = [check_source(fspath(source) if isinstance(source, PathLike) else source) for source in sources]
        for source in given:
            if isinstance(source, str):
                check_bare(source)
        reader = _reader(extractor, workers, for_ledger=True)
        _expect_functions(watch=watch, begun=begun)
        if amend is not None:
            expect(amend, tuple, "amend is who says so and why: (who, why)")
            if len(amend) != 2:
                raise UsageError("amend is who says so and why: (who, why)")
            amending.check_signed(*amend)
        with self._ingesting:
            compared, self._compared = self._compared, None  # which is lost with a run that fails
            run = Ingest(self._engine, self.path, reader, limits, watch, begun, compared, amend)
            outcome = run.run(given)
            self._compared = run.compared
            return outcome

    def retry(self, *, workers: int = 1, extractor: Extractor | None = None, watch: Callable[[int, int], None] | None = None) -> Outcome:
        """Read again what failed, with the limits of then; standard input cannot be read again."""
        _reader(extractor, workers)
        _expect_functions(watch=watch)
        with self._reading() as connection:
            groups = list(to_retry(connection))
        done = [self.ingest(*sources, limits=limits, workers=workers, extractor=extractor, watch=watch) for limits, sources in groups]
        return add_up(done)

    def reextract(self, *, workers: int = 1, extractor: Extractor | None = None, watch: Callable[[int, int], None] | None = None) -> "Reread":
        """Read with the present model every text that it has not read.  What other models made of them stays, and can be read by the model's name; search sees the latest."""
        from onrecord.keep.rereading import read_again

        self._check_open()
        reader = _reader(extractor, workers)
        _expect_functions(watch=watch)
        with self._ingesting:
            return read_again(self._engine, self.path, reader, watch)

    def merge(self, other: str | PathLike[str] | URL, *, watch: Callable[[int, int], None] | None = None) -> "Merged":
        """Take another record into this one; what both have is kept once.  The other one is only read.  Raises UsageError where it is this one."""
        from onrecord.keep.merging import merge

        self._check_open()
        _expect_functions(watch=watch)
        with Record(other, create=False) as theirs, self._ingesting:
            if theirs.path == self.path:
                raise UsageError(f"{database.shown(self.path)} is the record itself: name another one")
            return merge(self._engine, self.path, theirs._engine, theirs.path, watch)

    def speakers(self, people: "People | None" = None, *, as_kept: bool = False) -> "list[Speaking]":
        """Who speaks in the latest version of each report, those with the most statements first; `people` is a list that they are looked up in.  What has changed since they were last
        worked out is taken in first, unless they are wanted `as_kept`, without it."""
        if people is not None:
            from onrecord.resolve.people import People

            expect(people, People, "people are a list of them, People(…)")
        return self._speakers().rows(people, as_kept)

    def resolve_speakers(self) -> None:
        """Work out who speaks in what was added, changed, taken down or decided since; else the next question about speakers does it."""
        self._speakers().catch_up()

    def speaker(self, id: str, *, as_kept: bool = False) -> "tuple[Entity, list[Appearance]]":
        """A speaker by the id that `speakers` gives, and each report in which it appears; `as_kept` as for `speakers`.  Raises UsageError where there is none."""
        return self._speakers().entity(id, as_kept)

    def said(self, id: str, *, as_kept: bool = False) -> "Said":
        """A speaker by its id, and all that it said, the newest first; `as_kept` as for `speakers`.  Raises UsageError where there is none."""
        from onrecord.keep.saying import said_by

        entity, appearances = self._speakers().entity(id, as_kept)
        with self._reading() as connection:
            return said_by(connection, entity, appearances)

    def outline(self, id: str, *, act: Act | None = None, about: str | None = None, since: str | None = None, until: str | None = None, after: str | None = None, limit: int = 20, as_kept: bool = False) -> "Outline":
        """A speaker by its id as a whole, with a page of what it said, of an act, with the words of a search (`about`) and between two days where these are given; what it costs does not grow with all that it said.  `after` is the cursor of the page before; `as_kept` as for `speakers`.
        Raises UsageError where there is none, and for what is no cursor."""
        from onrecord.keep.outlines import outline

        with self._speakers().known(as_kept) as connection:
            return outline(connection, id, act, since, until, after, limit, about)

    def topics(self, id: str, *, as_kept: bool = False) -> "tuple[Topic, ...]":
        """What a speaker speaks of, by its id: nouns and names that stand in more of its newest statements than in those of others, of which a sample is kept until the record has twice as many; `as_kept` as for `speakers`.
        Raises UsageError where there is none."""
        from onrecord.keep import topics
        from onrecord.keep.outlines import outline

        with self._speakers().known(as_kept) as connection:
            told = outline(connection, id, limit=topics.NEWEST)
            reach, gone = topics.extent(connection)
            with self._sampling:
                if self._sampled is None or self._sampled[:2] != (reach, gone):
                    self._sampled = reach, gone, topics.sample(connection, reach)
                sample = self._sampled[2]
            said = topics.words_of(connection, [each.statement for each in told.sayings])
            return tuple(topics.choose(said, sample, [alias.name for alias in told.entity.aliases]))

    def look_alike(self, id: str, *, as_kept: bool = False) -> "list[Alike]":
        """Other speakers that could be this one, by names alike, with how probable that is and why, the most probable first; `merge_speakers` is for a person to decide.  `as_kept` as for `speakers`.  Raises UsageError where there is none."""
        from onrecord.keep.alike import look_alike

        with self._speakers().known(as_kept) as connection:
            return look_alike(connection, self._speakers().whole(connection, id))

    def _called(self, ids: Iterable[str]) -> dict[str, tuple[str, str]]:
        """Of appearances the speaker of each, as it is kept, and the name there; those that are there no more are left out."""
        from onrecord.keep.kept_names import called

        with self._reading() as connection:
            return called(connection, ids)

    def speakers_of(self, code: str, *, as_kept: bool = False) -> frozenset[str]:
        """The ids of speakers with an office of a country, by its ISO 3166 code; `as_kept` as for `speakers`."""
        with self._speakers().known(as_kept) as connection:
            return self._speakers().of_country(connection, code.upper())

    def lines(self, sayings: "Sequence[Saying]") -> "list[Line]":
        """What `said` and `outline` give, with the words and the report of each; those are left out that stand no longer."""
        from onrecord.keep.saying import Saying, lines_of

        expect(sayings, Sequence, "sayings are a list of what `said` or `outline` gives")
        for each in sayings:
            expect(each, Saying, "a saying is what `said` or `outline` gives")
        with self._reading() as connection:
            return lines_of(connection, sayings)

    def merge_speakers(self, one: str, other: str, *, who: str, why: str) -> "IdentityDecision":
        """Decide that two speakers are one; a dated row that `undo_decision` can take back.  Raises UsageError where they are one already."""
        return self._speakers().decide(lambda entities, on: entities.merge(one, other, on=on, who=who, why=why))

    def split_speaker(self, id: str, appearances: Iterable[str], *, who: str, why: str) -> "IdentityDecision":
        """Decide that some appearances of a speaker, by id, are somebody else's.  Raises UsageError where they are none of its, or all."""
        expect(appearances, Iterable, "appearances are a list of ids")
        out = list(appearances)
        return self._speakers().decide(lambda entities, on: entities.split(id, out, on=on, who=who, why=why))

    def undo_decision(self, number: int, *, who: str, why: str) -> "IdentityDecision":
        """Take a decision back by a row of its own.  Raises UsageError where there is none, or it was undone already."""
        expect(number, int, "a decision is named by its number")
        return self._speakers().decide(lambda entities, on: entities.undo(number, on=on, who=who, why=why))

    def decisions(self) -> "tuple[IdentityDecision, ...]":
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

    def job(self, id: str) -> "Job":
        """What was posted to a server of the record, and how far it is.  Raises InputError where there is no such job."""
        with self._reading() as connection:
            return jobs.find(connection, id)

    def search(self, query: str | Query = "", **options: Any) -> Page:
        """A page of hits.  `query` are the words, and `options` the other fields of Query; or it is a whole Query.

        Raises UsageError for what Query does not take, and, where it is searched by meaning, NotIndexed (a RecordError) while many statements wait for `index`.
        """
        asked = as_query(query, options)
        meanings = self._meanings() if asked.by != "words" and asked.words.strip() else None
        with self._reading() as connection:
            return find_hits(connection, asked, meanings)

    def index(self, *, watch: Callable[[int], None] | None = None) -> int:
        """Make every statement searchable by meaning that is not yet; how many that were.  `watch` is called with the number so far.  What is broken off goes on where it was.

        In PostgreSQL vectors are kept by pgvector where the server has it, those too that were kept otherwise."""
        from onrecord.keep.vectors import build
        from onrecord.meaning.embedding import embedding

        self._check_open()
        _expect_functions(watch=watch)
        return build(self._engine, self.path, embedding(), watch, move=True)

    def _meanings(self) -> "Meanings":
        """With what was added since the last question, where that is little."""
        from onrecord.keep.nearest import Meanings
        from onrecord.keep.vectors import SOON, build, waiting
        from onrecord.meaning.embedding import embedding

        self._check_open()
        if self._meant is None:
            self._meant = Meanings(embedding())
        with self._reading() as connection:
            missing = waiting(connection, self._meant.embedding)
        if 0 < missing <= SOON:
            build(self._engine, self.path, self._meant.embedding)
        return self._meant

    def articles(self, query: str | Query = "", **options: Any) -> Iterator[Article]:
        """Every report that a search finds, whole, the oldest first.  Of its statements those that were found; all of them where the search is for reports, or has neither words nor filters of statements.

        The query is given as to `search`; its sort, limit, cursor and facets count for nothing.
        """
        yield from choose(self, as_query(query, options))

    def frame(self, query: str | Query = "", *, library: str = "pandas", **options: Any) -> Any:
        """A DataFrame with a row for each statement of these articles, of pandas or polars.  Raises UsageError where the library is not installed."""
        from onrecord.export.arrow import frame

        return frame(self.articles(query, **options), library)

    def take_in(self, *files: str | PathLike[str]) -> Outcome:
        """Keep what `onrecord export --format jsonl` wrote, as it is.  What is no article, or was altered, is in the outcome; what the record knows stays as it is, and gets the day and the outlet that it lacks, and the corrections, reviews and amendments that come along."""
        for file in files:
            expect(file, (str, PathLike), "a file of articles is named by its path")
        return add_up(outcome for file in files for outcome in take_in(self, fspath(file), read_file(Path(file))))

    def check(self, quotation: str, *, speaker: str | None = None, on: str | None = None) -> Check:
        """Whether the words were said as far as the record knows, by that speaker (as a person writes the name) and on that day (ISO 8601) where given: one verdict, and the nearest wordings.

        Raises UsageError for a quotation without a word or of too many, and for what is no day.
        """
        with self._reading() as connection:
            reached = extent(connection)
            if self._covers is None or self._covers[0] != reached:
                self._covers = reached, covered(connection)
            return check(connection, quotation, speaker, on, self._covers[1])

    def utterances(self, *, sort: telling.Sort = "spread", speaker: str | None = None, least: int = 2, limit: int = 20) -> tuple[Utterance, ...]:
        """Speaking occasions that at least so many reports tell: those that most tell first, or by speaker, or those first of which the wordings differ most."""
        if sort not in get_args(telling.Sort):
            raise UsageError(f"sort {sort!r} is none of {', '.join(get_args(telling.Sort))}")
        expect(limit, int, "limit is a number of utterances")
        expect(least, int, "least is a number of reports")
        if limit < 1 or least < 1:
            raise UsageError(f"limit and least must be 1 or more, not {limit} and {least}")
        from onrecord.follow.gists import listed

        with self._reading() as connection:
            return tuple(listed(connection, sort, speaker, least, limit))

    def _gists(self, *, wordings: bool = False) -> "tuple[Gist, ...]":
        """All utterances in short, in no order that is promised; see `onrecord.follow.gists`."""
        from onrecord.follow.gists import gists

        with self._reading() as connection:
            return tuple(gists(connection, wordings))

    def _earliest(self, chosen: "Sequence[Gist]") -> "tuple[Reported | None, ...]":
        """Of utterances in short the earliest statement of each with its report; None where it is not there any more."""
        from onrecord.follow.gists import earliest

        with self._reading() as connection:
            return tuple(earliest(connection, chosen))

    def utterance(self, id: str) -> Utterance:
        """The speaking occasion that a statement reports, by the statement's id or a beginning of it.  Raises InputError where there is none."""
        with self._reading() as connection:
            return telling.find(connection, id)

    def belongings(self, *ids: str) -> dict[str, Belonging]:
        """For statements by their ids the utterances to which they belong; those that are in no latest version of a report are left out."""
        with self._reading() as connection:
            return telling.belongings(connection, ids, self._crowds)

    def with_utterances(self, found: Found) -> Found:
        """An article, a kept statement or a page of hits, with `utterance` in each statement that belongs to one."""
        return with_utterances(found, self.belongings(*(statement.id for statement in statements_of(found))))

    def merge_utterances(self, one: str, other: str, *, who: str, why: str) -> int:
        """Decide that two utterances are one, against later reports too; the decision's number.  Raises as `utterance` does, and UsageError where they are one already."""
        with self._writing() as connection:
            left, right = (telling.find(connection, id, repeats=False) for id in (one, other))
            if left.id == right.id:
                raise UsageError(f"{one} and {other} are one utterance already")
            ids = [{v.statement.id for v in side.versions} for side in (left, right)]
            return telling.decide(connection, "merge", ids[0], ids[1], who, why)

    def split_utterance(self, id: str, *out: str, who: str, why: str) -> int:
        """Decide that some statements of an utterance are of another; the decision's number."""
        with self._writing() as connection:
            whole = telling.find(connection, id, repeats=False)
            ids = {v.statement.id for v in whole.versions}
            if not out or not set(out) < ids:
                raise UsageError(f"name some of the statements of {whole.id} by their whole ids, and not all: {', '.join(sorted(ids))}")
            return telling.decide(connection, "split", ids - set(out), out, who, why)

    def undo_utterances(self, number: int, *, who: str, why: str) -> int:
        """Take a merge or a split back; the row that it was stays."""
        expect(number, int, "a decision is named by its number")
        with self._writing() as connection:
            return telling.undo(connection, number, who, why)

    def utterance_decisions(self) -> "tuple[IdentityDecision, ...]":
        """What people have decided about utterances, the oldest first; `left` and `right` are statements by their ids."""
        with self._reading() as connection:
            return tuple(telling.decisions(connection))

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

    def diff(self, id: str, before: int | None = None, after: int | None = None) -> Difference:
        """What changed between two versions of a report by their numbers: by default its last one, and the one before.  Raises InputError where it has only one, UsageError where it has none of that number, and as `find` does."""
        with self._reading() as connection:
            row = lookup.find_article(connection, id)
            numbers = [version.number for version in lookup.load_versions(connection, row)]
            if len(numbers) < 2:
                raise InputError(id, "has one version, so that there is nothing to compare", "`onrecord ingest` it again when it has changed")
            later = numbers[-1] if after is None else after
            earlier = max((number for number in numbers if number < later), default=0) if before is None else before
            if earlier == later or not {earlier, later} <= set(numbers):
                raise UsageError(f"{id} has the versions {', '.join(map(str, numbers))}: name two of them that differ")
            old, new = (lookup.load_article(connection, row, number) for number in (earlier, later))
        return Difference(new.id, (earlier, later), (old.sha256, new.sha256), old.text, new.text, compare(old.text, new.text))

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
        expect(query, LedgerQuery, "a question to a ledger is a LedgerQuery, or its fields by name")
        return tuple(self._ledger().as_of(query.as_of, query.known_on).taken(query))

    def commitment(self, id: str, *, as_of: str | None = None, known_on: str | None = None) -> dict[str, Any]:
        """A commitment by its id, or a beginning of it that no other has; ids of its later wordings lead to it too.  Raises InputError where there is none, UsageError where there are several."""
        from onrecord.follow.query import LedgerQuery

        expect(id, str, lookup.ID)
        query = LedgerQuery(as_of=as_of, known_on=known_on)
        return self._ledger().as_of(query.as_of, query.known_on).find(id)

    def correct(self, decision: Decision, *, who: str, why: str, commitment: str | None = None, event: str | None = None, undoes: int | None = None) -> Correction:
        """Correct the ledger: `link` an event to a commitment, `unlink` it from one, `reject` what is no commitment, or `undo` the correction of a number.

        It is kept with its date, and holds against everything that is computed later.  Raises InputError where there is no such commitment, event or correction, UsageError where who or why is empty.
        """
        if decision in ("link", "unlink", "reject"):
            commitment = self.commitment(commitment or "")["id"]
        if decision in ("link", "unlink"):
            events = {e["id"] for row in self.ledger() for e in row["events"]}
            if event not in events:  # one that belongs to no commitment, or the beginning of an id
                events |= {event_id(t.article, f) for t in self._told() for f in t.findings}
            chosen = [event] if event in events else [e for e in sorted(events) if event and e.startswith(event)]
            if len(chosen) != 1:
                raise InputError(str(event), "is the id of no event here" if not chosen else "begins the ids of several events", "`onrecord ledger show ID --format jsonl` tells them")
            event = chosen[0]
        with database.writing(self._engine, self.path) as connection:
            return ledgers.correct(connection, decision, who, why, commitment, event, undoes)

    def amend_report(self, report: str, *, who: str, why: str, published: str | None = None, outlet: str | None = None, version: int | None = None) -> Amendment:
        """Say that the latest version of a report, or that of a number, is of another day (ISO 8601) or outlet; "" says that it is not known.  It is kept as a dated row, holds against what ingests tell later, and all that counts days follows it.

        Raises InputError where there is no such report or version, or it was taken down, UsageError for what is no day, what it has already, and where nothing is given, or who or why is empty.
        """
        with self._writing() as connection:
            return amending.amend(connection, [report], version, published, outlet, who, why)[0]

    def amend_reports(self, reports: Iterable[str], *, who: str, why: str, published: str | None = None, outlet: str | None = None) -> tuple[Amendment, ...]:
        """As `amend_report`, of the latest versions of several, in one transaction: where one raises, none is amended.  In order; one that is named twice is one."""
        expect(reports, Iterable, "reports are a list of ids")
        if isinstance(reports, str):
            raise UsageError("reports are a list of ids: give [id] for one")
        with self._writing() as connection:
            return amending.amend(connection, reports, None, published, outlet, who, why)

    def undo_amendment(self, number: int, *, who: str, why: str) -> Amendment:
        """Take an amendment of a person's back; the row that it was stays.  Raises InputError where there is none, UsageError where it was taken back already, or is an ingest's."""
        with self._writing() as connection:
            return amending.undo(connection, number, who, why)

    def amendments(self) -> tuple[Amendment, ...]:
        """Every row about days and outlets of reports, the oldest first: by which ingest one was told that was not known before, and what people put right or took back."""
        with self._reading() as connection:
            return list_amendments(connection)

    def correct_statement(self, id: str, *, who: str, why: str, none: bool = False, **changes: Any) -> StatementCorrection:
        """Say that a statement is `none`, or what of it is otherwise: the fields of `revising.Changes`.  It is kept as a dated row, and holds against what models read later; the report's statements are as corrected from now on.

        Raises InputError where there is no such statement, UsageError where passages or names do not stand in the report, or stand there twice without saying which, and where who or why is empty.
        """
        with self._writing() as connection:
            return revising.correct(connection, id, none, _changes(changes), who, why)

    def add_statement(self, report: str, *, who: str, why: str, **changes: Any) -> StatementCorrection:
        """Add a statement that was missed to the latest version of a report, with its `content` and what else is known of it.  Raises as `correct_statement` does."""
        with self._writing() as connection:
            return revising.add_missed(connection, report, _changes(changes), who, why)

    def undo_statement_correction(self, number: int, *, who: str, why: str) -> StatementCorrection:
        """Take a correction of a statement back; the row that it was stays.  Raises InputError where there is none, UsageError where it was taken back already."""
        with self._writing() as connection:
            return revising.undo(connection, number, who, why)

    def statement_corrections(self) -> tuple[Noted, ...]:
        """Every correction of statements, the oldest first; those that were taken back too."""
        with self._reading() as connection:
            return tuple(correcting.list_corrections(connection))

    def review_queue(self, query: ReviewQuery | None = None, *, as_kept: bool = False, **options: Any) -> ReviewPage:
        """The statements that wait for a person's review, those first at which a look is worth most.  `options` are the fields of ReviewQuery; or give a whole one.

        What was read since is taken in first, which writes to the record.  Raises UsageError for what ReviewQuery does not take.
        """
        if query is None:
            try:
                query = ReviewQuery(**options)
            except TypeError as error:
                raise UsageError(f"this is no question to the queue of reviews: {error}") from None
        expect(query, ReviewQuery, "a question to the queue is a ReviewQuery, or its fields by name")
        with self._doubted(as_kept) as connection:
            return find_waiting(connection, query)

    def place_in_queue(self, id: str, *, as_kept: bool = False) -> str | None:
        """The cursor of a statement in the queue, after which `review_queue` goes on; None where it does not wait; `as_kept` as for `review_queue`."""
        with self._doubted(as_kept) as connection:
            return place_of(connection, lookup.find_statement(connection, id).statement.id)

    def known_names(self, text: str) -> dict[str, str]:
        """Names in a text, as it has them, of speakers that the record knows, with their kinds; as far as these were worked out."""
        from onrecord.keep.known import known_in

        expect(text, str, "a text is a string")
        with self._reading() as connection:
            return known_in(connection, text)

    def accept_statement(self, id: str, *, who: str, why: str = "") -> Review:
        """Say that a statement is right as it stands, so that it waits no longer.  Raises InputError where it does not stand, UsageError where that was said already, or who is empty."""
        with self._writing() as connection:
            return reviewing.accept(connection, id, who, why)

    def finish_report(self, report: str, *, who: str, why: str = "") -> tuple[Review, ...]:
        """Say that what waits still of a report's latest version is right, and that none of its statements was missed.  Raises as `accept_statement` does."""
        with self._writing() as connection:
            return reviewing.finish(connection, report, who, why)

    def undo_review(self, number: int, *, who: str, why: str) -> Review:
        """Take a review back; the row that it was stays.  Raises InputError where there is none, UsageError where it was taken back already, or who or why is empty."""
        with self._writing() as connection:
            return reviewing.undo(connection, number, who, why)

    def reviews(self) -> tuple[Review, ...]:
        """Every review, the oldest first; those that were taken back too."""
        with self._reading() as connection:
            return tuple(reviewing.rows_of(connection))

    def reviewed(self, report: str, version: int | None = None) -> Reviewed:
        """A report, as `article` gives it, with what people have looked through of it."""
        with self._reading() as connection:
            return reviewing.looked_through(connection, lookup.load_article(connection, lookup.find_article(connection, report), version))

    def queue_reviews(self) -> None:
        """Take into the queue of reviews what was added, compared or decided since; else the next question to it does it."""
        with self._doubted():
            pass

    @contextmanager
    def _doubted(self, as_kept: bool = False) -> Iterator[Connection]:
        """With the queue as the record is now, or, `as_kept`, as it was last."""
        with self._reading() as connection:
            if as_kept or doubting.is_up_to_date(connection):
                yield connection
                return
        while True:
            with self._writing() as connection:
                if doubting.catch_up(connection):
                    yield connection
                    return

    def _take_over(self, ingest: int, articles: "Sequence[Article]") -> None:
        """Corrections, reviews and amendments that articles bring from another record, of texts that are kept here; what was given by an ingest there was given by this one."""
        decided = [article for article in articles if article.corrections or article.reviews or article.amendments]
        if decided:
            with self._writing() as connection:
                for article in decided:
                    correcting.take_over(connection, article.sha256, article.corrections, article)
                    if article.amendments:
                        amending.take_over(connection, ingest, article.id, article.sha256, article.amendments)
                reviewing.take_over(connection, [row for article in decided for row in reviewing.of_article(article)])

    def corrections(self) -> tuple[Correction, ...]:
        """Every correction of the ledger, the oldest first; those that were undone too."""
        with self._reading() as connection:
            return ledgers.load_corrections(connection)

    def _told(self) -> list[Told]:
        with self._reading() as connection:
            return list(ledgers.told(connection))

    def unread(self) -> int:
        """How many reports the ledger has still to read, which it does when it is next asked for, or `read_for_ledger` before."""
        with self._reading() as connection:
            return len(unread(connection))

    def read_for_ledger(self, *, workers: int = 1, watch: Callable[[int], None] | None = None) -> int:
        """Read for the ledger the reports that are unread, in so many processes, as the next question to it would in one; how many these were.  What is ingested is read at once; it is what came with its statements from a file or
        another record, and after an update of onrecord all.  `watch` is called with the number so far."""
        self._check_open()
        expect(workers, int, "workers is a number of processes")
        _expect_functions(watch=watch)
        return read_unread(self._engine, self.path, workers, watch)

    def _ledger(self) -> Followed:
        """With what the reports tell that were not read for it yet."""
        self.read_for_ledger()
        return Followed(lambda known_on: self._linking.link(self._engine, self.path, known_on))

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

    def is_being_written(self) -> bool:
        """Whether another program, or another thread of this one, is writing at this moment, so that who writes would have to wait."""
        self._check_open()
        return database.is_being_written(self._engine, self.path)

    def decided(self) -> str:
        """As `state`, of what people decided, corrected and took down alone."""
        with self._reading() as connection:
            return decided(connection)

    def backup(self, target: str | PathLike[str]) -> None:
        """A whole copy, while the record may be in use.  That it was made is written down, so that a takedown tells of it; a record that cannot be written is copied all the same.  Raises UsageError where the target is no place for a file."""
        self._check_open()
        if not isinstance(self.path, Path):
            raise UsageError("a record in PostgreSQL is backed up by the server's own means: use `pg_dump`")
        expect(target, (str, PathLike), "a backup is named by a file's path")
        back_up(self.path, Path(target))
        with suppress(RecordError), self._writing() as connection:
            note(connection, Path(target))

    def takedown(self, id: str, *, who: str, why: str) -> Takedown:
        """Erase a report's words for good, with its statements and everything that was indexed of them; its hash, and who wanted it and why, are kept.

        Reports with the very same text go with it, and the backups that still hold it are named.  Raises as `find` does, UsageError where who or why is empty, and RecordError where another program has the file open, or the server does not let its tables be written anew.
        """
        self._check_open()
        expect_signed(who, why, "a takedown is kept with who wanted it and why")
        return take_down(self._engine, self.path, id, who, why)

    def follow(self, *feeds: str) -> int:
        """Follow feeds, by their addresses, from the next round of `onrecord watch` on; how many were not followed before.  Raises UsageError for what is no web address, and for one with a password in it."""
        for feed in feeds:
            expect(feed, str, "a feed is named by its address")
        with self._writing() as connection:
            return sum(following.add_feed(connection, feed) for feed in feeds)

    def unfollow(self, feed: str) -> None:
        """Raises InputError where it is not followed.  What was read from it stays."""
        with self._writing() as connection:
            following.remove_feed(connection, feed)

    def feeds(self) -> tuple[Feed, ...]:
        """The feeds that are followed, in the order in which they were added."""
        with self._reading() as connection:
            return following.list_feeds(connection)

    def update_feed(self, feed: Feed) -> None:
        """Keep how far a feed was followed."""
        expect(feed, Feed, "a feed is one of those that `feeds` gives")
        with self._writing() as connection:
            following.update_feed(connection, feed)

    def save_search(self, name: str, query: str | Query = "", **options: Any) -> None:
        """Keep a search under a name, in place of one of that name; `news` tells what it finds that is added from now on.  Raises UsageError where the name is empty, and as `search` does."""
        expect(name, str, "the name of a search is a string")
        asked = as_query(query, options)
        seen = following.find_news(self, asked, following.lately(), frozenset())[1]
        with self._writing() as connection:
            following.save_search(connection, name, asked, seen)

    def forget_search(self, name: str) -> None:
        """Raises InputError where none is saved under this name."""
        with self._writing() as connection:
            following.forget_search(connection, name)

    def searches(self) -> tuple[Saved, ...]:
        """The searches that are saved, by name."""
        with self._reading() as connection:
            return following.list_searches(connection)

    def news(self, name: str) -> tuple[Hit, ...]:
        """What a saved search finds that was added since it was saved, or since this was last asked; the newest first.  Raises InputError where none is saved under this name."""
        with self._reading() as connection:
            saved = following.find_search(connection, name)
        now, since = following.lately(0), following.lately(since=saved.reported)
        hits, seen = following.find_news(self, saved.query, since, saved.seen)
        with self._writing() as connection:
            following.mark_reported(connection, name, now, seen)
        return hits

    def _check_open(self) -> None:
        if self._closed:
            raise RecordError(f"{database.shown(self.path)} is closed: open it again")

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        self._check_open()
        with database.reading(self._engine, self.path) as connection:
            yield connection

    @contextmanager
    def _writing(self) -> Iterator[Connection]:
        self._check_open()
        with database.writing(self._engine, self.path) as connection:
            yield connection


def as_query(query: str | Query, options: dict[str, Any]) -> Query:
    """Words and options, or a whole Query, as a Query.  Raises UsageError for what it does not take."""
    if isinstance(query, Query):
        if options:
            raise UsageError("give a Query, or words with options, and not both")
        return query
    try:
        return Query(**{"words": query, **options})
    except TypeError as error:
        known = [field.name for field in fields(Query)]
        strange = ", ".join(repr(name) for name in options if name not in known)
        raise UsageError(f"{strange} is no option of a search: it has {', '.join(known[1:])}" if strange else f"this is no search: {error}") from None


def _reader(extractor: Extractor | None, workers: int, for_ledger: bool = False) -> Any:
    """The extractor that is given, or one with so many workers; `for_ledger`: that reads for the ledger too.  Raises UsageError for what is none."""
    if extractor is None:
        extractor = Extractor(workers=workers, commitments=for_ledger)
    if not (hasattr(extractor, "extract_many") and hasattr(extractor, "model")):
        raise UsageError(f"extractor is an Extractor(…), not {type(extractor).__name__}: leave it out for the model that comes with onrecord")
    return extractor.for_ledger() if for_ledger and isinstance(extractor, Extractor) else extractor


def _expect_functions(**given: object) -> None:
    for name, function in given.items():
        if function is not None and not callable(function):
            raise UsageError(f"{name} is a function that is called as it goes on, not {type(function).__name__}")


def _changes(given: dict[str, Any]) -> revising.Changes:
    try:
        return revising.Changes(**given)
    except TypeError as error:
        raise UsageError(f"this is no change of a statement: {error}") from None
