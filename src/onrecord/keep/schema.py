"""The tables of a record.  Rows are only ever added; a takedown alone erases words.  Some tables are no part of what is on the record, and change: which feeds are followed, and how far searches
that are saved have been reported; how far jobs are; who may use it over HTTP; and who speaks in the record, which statements wait for review, and by which row a version or a reading is superseded, is worked out, and follows what is kept.

A text is kept once, by its hash, however many reports have it; a version ties a report to a text; a reading is what one model made of a text.
Times are ISO 8601 in UTC.
"""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    SmallInteger,
    String,
    Table,
    Text,
    UniqueConstraint,
    func,
    literal_column,
)

from onrecord.keep.columns import Choice, HexId, Json, Packed, Parts, Probability, Spans, Words

SCHEMA = "0025"  # the newest migration
KINDS = ("direct", "indirect", "mixed")
MODES = ("said", "thought", "shown")
ACTS = ("deliver", "pledge", "agree", "request", "refuse", "warn", "accuse", "deny", "support", "assert")
SPEAKER_KINDS = ("person", "group", "organization", "country", "document", "unnamed")
ROLES = ("reader", "reviewer", "editor", "admin")  # see `onrecord.access.roles.Role`
CORRECTED = "\x1f"  # in no model's name
Number = BigInteger().with_variant(Integer(), "sqlite")
metadata = MetaData(naming_convention={"pk": "pk_%(table_name)s", "fk": "fk_%(table_name)s_%(column_0_name)s", "uq": "uq_%(table_name)s_%(column_0_N_name)s", "ix": "ix_%(table_name)s_%(column_0_N_name)s"})

texts = Table(
    "texts", metadata,
    Column("id", Integer, primary_key=True),
    Column("sha256", String(64), nullable=False, unique=True),
    Column("text", LargeBinary),  # see `index.encoded`; NULL once taken down
    Column("size", Integer),  # bytes of the text in UTF-8; NULL once taken down
)  # fmt: skip

readings = Table(
    "readings", metadata,
    Column("id", Integer, primary_key=True),
    Column("text", ForeignKey("texts.id"), nullable=False),
    Column("model", String, nullable=False),  # behind CORRECTED a number, where people corrected what the model had read
    Column("program", String, nullable=False),  # the version of onrecord
    Column("language", String, nullable=False),
    Column("boilerplate", Spans, nullable=False),
    Column("read", String, nullable=False),
    Column("first", Number, nullable=False),  # the id of its first statement, which the others follow
    Column("found", Integer, nullable=False),  # how many statements it had
    Column("superseded_by", Integer),  # as in versions
    UniqueConstraint("text", "model"),
)  # fmt: skip

statements = Table(
    "statements", metadata,
    Column("id", Number, primary_key=True, autoincrement=False),
    Column("reading", ForeignKey("readings.id"), nullable=False),
    Column("place", Integer, nullable=False),  # in the order of the reading: id is readings.first + place
    Column("statement_id", HexId, nullable=False, index=True),
    Column("kind", Choice(*KINDS), nullable=False),
    Column("mode", Choice(*MODES), nullable=False),
    Column("act", Choice(*ACTS)),
    Column("act_confidence", Probability),
    Column("confidence", Probability, nullable=False),
    Column("within", HexId),
    Column("source", Spans, nullable=False),
    Column("cue", Spans, nullable=False),
    Column("content", Spans, nullable=False),
    Column("speaker_name", Words),
    Column("speaker_kind", Choice(*SPEAKER_KINDS)),
    Column("speaker_confidence", Probability),
    Column("speaker_told", Parts),  # mentions, role, organization, country
    Column("via", Parts),
    Column("addressee", Parts),  # name, kind
    Column("words_hash", LargeBinary(16), nullable=False),  # of the words of every span above, to be proved
    Column("corrected", Json),  # by, at, why: by a person
    Column("speaker_country", String),  # the code that stands in speaker_told, to be searched by
    UniqueConstraint("reading", "place"),
)  # fmt: skip

articles = Table("articles", metadata, Column("id", Integer, primary_key=True), Column("article_id", Words, nullable=False, unique=True))

ingests = Table(
    "ingests", metadata,
    Column("id", Integer, primary_key=True),
    Column("started", String, nullable=False),
    Column("program", String, nullable=False),
    Column("model", String, nullable=False),
    Column("sources", Json, nullable=False),
    Column("settings", Json, nullable=False),
)  # fmt: skip

outcomes = Table(
    "outcomes", metadata,  # what each transaction of an ingest added; their sum is the ingest's
    Column("id", Integer, primary_key=True),
    Column("ingest", ForeignKey("ingests.id"), nullable=False, index=True),
    Column("at", String, nullable=False),
    Column("new", Integer, nullable=False),
    Column("changed", Integer, nullable=False),
    Column("known", Integer, nullable=False),
    Column("failed", Integer, nullable=False),
    Column("taken_down", Integer, nullable=False),
    Column("finished", Boolean, nullable=False),  # the ingest's last transaction
)  # fmt: skip

versions = Table(
    "versions", metadata,
    Column("id", Integer, primary_key=True),
    Column("article", ForeignKey("articles.id"), nullable=False),
    Column("text", ForeignKey("texts.id"), nullable=False, index=True),
    Column("number", Integer, nullable=False),  # 1 is the first that was seen
    Column("path", Words),
    Column("url", Words),
    Column("title", Words),
    Column("outlet", Words),
    Column("outlet_key", Text, index=True),  # as outlets are compared
    Column("published", String, index=True),
    Column("published_at", String),
    Column("page_sha256", String(64)),
    Column("source", Words),
    Column("reader", String),
    Column("ingested", String, nullable=False),
    Column("ingest", ForeignKey("ingests.id"), nullable=False),
    Column("superseded_by", Integer),  # the row that superseded it first, without a foreign key, which would want an index; NULL as long as it is the latest: see `superseding`
    UniqueConstraint("article", "text"),
    UniqueConstraint("article", "number"),
)  # fmt: skip

amendments = Table(
    "amendments", metadata,  # of a version's day and outlet, of which versions hold what stands: see `amendments`; gone with its words
    Column("id", Integer, primary_key=True),
    Column("version", ForeignKey("versions.id"), nullable=False, index=True),
    Column("act", String, nullable=False),  # told: an ingest gave what was not known; change; undo
    Column("at", String, nullable=False),
    Column("ingest", ForeignKey("ingests.id")),  # by which it was given
    Column("who", Words),  # NULL where an ingest told what was not known
    Column("why", Words),
    Column("before", Json, nullable=False),  # published, published_at and outlet, as they stood
    Column("changes", Json, nullable=False),  # those of them that are given
    Column("undoes", ForeignKey("amendments.id")),
)  # fmt: skip

DAY = func.coalesce(versions.c.published, literal_column("''"))  # reports without a date are the oldest
Index("ix_versions_day", DAY, versions.c.id)

failures = Table(
    "failures", metadata,
    Column("id", Integer, primary_key=True),
    Column("ingest", ForeignKey("ingests.id"), nullable=False),
    Column("at", String, nullable=False),
    Column("source", Words, nullable=False, index=True),  # what to read again
    Column("name", Words, nullable=False),  # the source, or the line in it
    Column("reason", Words, nullable=False),
    Column("advice", Words, nullable=False),
)  # fmt: skip

settlements = Table(
    "settlements", metadata,  # of failures: the source was read again, whatever came of it
    Column("failure", ForeignKey("failures.id"), primary_key=True, autoincrement=False),
    Column("ingest", ForeignKey("ingests.id"), nullable=False),
    Column("at", String, nullable=False),
)  # fmt: skip

bands = Table(
    "bands", metadata,  # what finds near-duplicates: see `near`
    Column("band", BigInteger, primary_key=True, autoincrement=False),
    Column("text", ForeignKey("texts.id"), primary_key=True, autoincrement=False),
    sqlite_with_rowid=False,
)  # fmt: skip

likenesses = Table(
    "likenesses", metadata,  # texts that are nearly the same; `text` came later than `other`
    Column("text", ForeignKey("texts.id"), primary_key=True, autoincrement=False),
    Column("other", ForeignKey("texts.id"), primary_key=True, autoincrement=False, index=True),
    Column("likeness", Probability, nullable=False),
)  # fmt: skip

decisions = Table(
    "decisions", metadata,  # of people, about who is who: see `onrecord.resolve.decisions`
    Column("id", Integer, primary_key=True),
    Column("act", String, nullable=False),
    Column("at", String, nullable=False),
    Column("who", Words, nullable=False),
    Column("why", Words, nullable=False),
    Column("one", Json, nullable=False),
    Column("other", Json, nullable=False),
    Column("undoes", ForeignKey("decisions.id")),
)  # fmt: skip

takedowns = Table(
    "takedowns", metadata,
    Column("id", Integer, primary_key=True),
    Column("text", ForeignKey("texts.id"), nullable=False, unique=True),
    Column("article", ForeignKey("articles.id"), nullable=False),  # the report that was named
    Column("at", String, nullable=False),
    Column("who", Words, nullable=False),
    Column("why", Words, nullable=False),
    Column("statements", Integer, nullable=False),  # how many went, of all models
)  # fmt: skip

backups = Table(
    "backups", metadata,
    Column("id", Integer, primary_key=True),
    Column("at", String, nullable=False),
    Column("file", Words, nullable=False),  # its whole path
)  # fmt: skip

feeds = Table(
    "feeds", metadata,
    Column("id", Integer, primary_key=True),
    Column("url", Words, nullable=False, unique=True),
    Column("added", String, nullable=False),
    Column("visited", String),
    Column("due", String),  # not to be visited before, after errors
    Column("etag", Words),
    Column("modified", Words),
    Column("errors", Integer, nullable=False),  # in a row
    Column("told", Words),  # what the last error was
    Column("seen", Json, nullable=False),  # keys of the entries that are in the feed: how often each was tried in vain, 0 when it is done
)  # fmt: skip

searches = Table(
    "searches", metadata,
    Column("id", Integer, primary_key=True),
    Column("name", Words, nullable=False, unique=True),
    Column("query", Json, nullable=False),
    Column("saved", String, nullable=False),
    Column("reported", String, nullable=False),
    Column("seen", Json, nullable=False),  # hashes of the hits of late that were reported
)  # fmt: skip

compared = Table(
    "compared", metadata,  # with all readings before, for utterances
    Column("reading", ForeignKey("readings.id"), primary_key=True, autoincrement=False),
    Column("stems", LargeBinary),  # hashes of the stems of what is said in it, to compare reports by; NULL once taken down
    Column("vectors", LargeBinary),  # what each of its statements means, 384 bytes each, zeros where that was not asked for; NULL once taken down, and where none was
    Column("others", LargeBinary),  # numbers of the readings with which it was compared, 64 bits each; NULL in records before 0018
)  # fmt: skip

meeting_keys = Table(
    "meeting_keys", metadata,  # where readings that may report one occasion meet
    Column("key", BigInteger, primary_key=True),
    Column("day", Integer, primary_key=True),  # of publication, as a proleptic ordinal; 0 where it is not known
    Column("reading", ForeignKey("readings.id"), primary_key=True),
    sqlite_with_rowid=False,
)  # fmt: skip

ties = Table(
    "ties", metadata,  # statements of two reports that probably report one occasion; a is the earlier row
    Column("a", ForeignKey("statements.id"), primary_key=True, autoincrement=False),
    Column("b", ForeignKey("statements.id"), primary_key=True, autoincrement=False, index=True),
    Column("weight", Float, nullable=False),  # log odds
    Column("reasons", Json, nullable=False),
)  # fmt: skip

utterance_decisions = Table(
    "utterance_decisions", metadata,  # of people: statements (by id) belong together, or apart, or an earlier decision holds no longer
    Column("id", Integer, primary_key=True),
    Column("act", String, nullable=False),
    Column("at", String, nullable=False),
    Column("who", Words, nullable=False),
    Column("why", Words, nullable=False),
    Column("left", Json, nullable=False),
    Column("right", Json, nullable=False),
    Column("undoes", ForeignKey("utterance_decisions.id")),
)  # fmt: skip

findings = Table(
    "findings", metadata,  # what a version of a report tells the ledger; gone with its words
    Column("version", ForeignKey("versions.id"), primary_key=True, autoincrement=False),
    Column("reading", ForeignKey("readings.id"), nullable=False),
    Column("program", String, nullable=False),
    Column("told", Packed, nullable=False),
    Column("behind", String),  # a hash of the reports before it, in the order in which they are linked, of itself and of the corrections of the ledger
    Column("linked", Json),  # what was decided of it then, by which it is linked again: see `onrecord.follow.linking.Linker`
)  # fmt: skip

corrections = Table(
    "corrections", metadata,  # of the ledger, by people
    Column("id", Integer, primary_key=True),
    Column("at", String, nullable=False),
    Column("who", Words, nullable=False),
    Column("why", Words, nullable=False),
    Column("decision", String, nullable=False),
    Column("commitment", String(16)),
    Column("event", String(16)),
    Column("undoes", ForeignKey("corrections.id")),
)  # fmt: skip

statement_corrections = Table(
    "statement_corrections", metadata,  # of statements, by people: see `correcting`; gone with their text
    Column("id", Integer, primary_key=True),
    Column("text", ForeignKey("texts.id"), nullable=False, index=True),
    Column("act", String, nullable=False),
    Column("at", String, nullable=False),
    Column("who", Words, nullable=False),
    Column("why", Words, nullable=False),
    Column("before", Json),
    Column("changes", Json),
    Column("undoes", ForeignKey("statement_corrections.id")),
)  # fmt: skip

corrected_readings = Table(
    "corrected_readings", metadata,  # readings that are a model's own with people's corrections
    Column("reading", ForeignKey("readings.id"), primary_key=True, autoincrement=False),
    Column("base", ForeignKey("readings.id"), nullable=False),
    Column("last", Integer, nullable=False),  # the newest correction that it takes in account
    Column("unplaced", Json, nullable=False),  # corrections of statements that the model does not find
    Column("taken", Boolean, nullable=False),  # as another record had them
)  # fmt: skip

reviews = Table(
    "reviews", metadata,  # what people have looked through: see `reviewing`; gone with its text
    Column("id", Integer, primary_key=True),
    Column("text", ForeignKey("texts.id"), nullable=False, index=True),
    Column("act", String, nullable=False),  # accept: a statement is right; whole: none is missing; undo
    Column("statement", HexId),
    Column("seen", HexId),  # what of the statement was looked at, so that it waits again where another model reads it otherwise
    Column("at", String, nullable=False),
    Column("who", Words, nullable=False),
    Column("why", Words, nullable=False),
    Column("undoes", ForeignKey("reviews.id")),
)  # fmt: skip

doubts = Table(
    "doubts", metadata,  # the statements that wait for review, worked out: see `doubting`
    Column("statement", HexId, primary_key=True, autoincrement=False),
    Column("row", Number, nullable=False),  # of the statement, and text below of the text, without foreign keys, which would want an index each
    Column("text", Integer, nullable=False, index=True),
    Column("turn", Integer, nullable=False),  # the least comes first
    Column("kinds", SmallInteger, nullable=False),  # bits, in the order of doubting.DOUBTS
    Column("act", SmallInteger),  # its number among ACTS
)  # fmt: skip
Index(None, doubts.c.turn, doubts.c.statement, doubts.c.kinds, doubts.c.act, doubts.c.text, doubts.c.row)

doubted = Table(
    "doubted", metadata,  # one row: up to where doubts take the record in account
    Column("id", Integer, primary_key=True),
    Column("program", String, nullable=False),
    *(Column(name, Integer, nullable=False) for name in ("reading", "compared", "decision")),
)  # fmt: skip

names = Table(
    "names", metadata,  # of speakers, as they are compared: see `onrecord.resolve.appearances.Key`
    Column("id", Integer, primary_key=True),
    Column("sort", String, nullable=False),
    Column("name", Words, nullable=False),
    Column("partial", Boolean, nullable=False),
    UniqueConstraint("name", "sort", "partial"),
)  # fmt: skip

name_keys = Table(
    "name_keys", metadata,  # where names that may be one meet: see `resolving`
    Column("key", BigInteger, primary_key=True, autoincrement=False),  # a hash
    Column("name", Integer, primary_key=True, autoincrement=False),  # the id of a row of names, without a foreign key, which would want an index as large again
    sqlite_with_rowid=False,
)  # fmt: skip

appearances = Table(
    "appearances", metadata,  # each speaker of the latest version of a report once, and to which speaker across reports it was resolved
    Column("id", Integer, primary_key=True),
    Column("article", ForeignKey("articles.id"), nullable=False, index=True),
    Column("published", String),
    Column("appearance", HexId, nullable=False, index=True),
    Column("name", ForeignKey("names.id"), nullable=False, index=True),
    Column("form", Words, nullable=False),  # as the report has it
    Column("kind", Choice(*SPEAKER_KINDS), nullable=False),
    Column("role", Words),
    Column("organization", Words),
    Column("country", String),
    Column("told", Json, nullable=False),  # how many statements, with which roles, by which words, and how many of each act
    Column("entity", HexId),
    Column("probability", Float),
    Column("reasons", Json),
)  # fmt: skip

Index("ix_appearances_entity_day", appearances.c.entity, func.coalesce(appearances.c.published, literal_column("''")))

speakers = Table(
    "speakers", metadata,  # across reports, as they are listed
    Column("entity", HexId, primary_key=True, autoincrement=False),
    Column("row", Json, nullable=False),  # the values of a `listing.Speaking`, in order
    Column("outline", Json, nullable=False),  # what is told of it as a whole: see `outlines`
    sqlite_with_rowid=False,
)  # fmt: skip

resolved = Table(
    "resolved", metadata,  # one row: up to where the four tables above take the record in account
    Column("id", Integer, primary_key=True),
    Column("program", String, nullable=False),
    *(Column(name, Integer, nullable=False) for name in ("version", "reading", "takedown", "decision")),
)  # fmt: skip

users = Table(
    "users", metadata,
    Column("id", Integer, primary_key=True),
    Column("name", Words, nullable=False),
    Column("key", Words, nullable=False, unique=True),  # as names are compared
    Column("role", Choice(*ROLES), nullable=False),
    Column("password", String, nullable=False),  # its hash, by Argon2
    Column("created", String, nullable=False),
    Column("changed", String, nullable=False),  # when the password was last set
)  # fmt: skip

sessions = Table(
    "sessions", metadata,  # of browsers
    Column("id", Integer, primary_key=True),
    Column("hash", LargeBinary(32), nullable=False, unique=True),  # of the secret in the cookie
    Column("user", ForeignKey("users.id"), nullable=False, index=True),
    Column("begun", String, nullable=False),
    Column("seen", String, nullable=False),
    Column("address", String, nullable=False),
    Column("proved", String),  # when its user last signed in at a provider by more than being known there already
    Column("sid", Words),  # the session at the provider that it comes from
)  # fmt: skip

logouts = Table(
    "logouts", metadata,  # logout tokens of a provider that were taken, and are not over in any case
    Column("hash", LargeBinary(32), primary_key=True),  # of the provider's issuer and the token's id
    Column("ends", Integer, nullable=False),  # in seconds since 1970
)  # fmt: skip

identities = Table(
    "identities", metadata,  # of users who sign in at an OpenID provider
    Column("id", Integer, primary_key=True),
    Column("user", ForeignKey("users.id"), nullable=False, unique=True),
    Column("issuer", Words, nullable=False),
    Column("subject", Words, nullable=False),
    Column("created", String, nullable=False),
    UniqueConstraint("issuer", "subject"),
)  # fmt: skip

factors = Table(
    "factors", metadata,  # second ones, by TOTP
    Column("user", ForeignKey("users.id"), primary_key=True, autoincrement=False),
    Column("secret", String, nullable=False),  # in base 32
    Column("made", String, nullable=False),
    Column("confirmed", String),  # when a code of it was first given; it counts for nothing before
    Column("step", Integer, nullable=False),  # of the last code that was taken, in 30 s since 1970
    Column("wrong", Integer, nullable=False),  # codes since a right one
    Column("tried", String, nullable=False),  # when the last wrong one was
)  # fmt: skip

recovery_codes = Table(
    "recovery_codes", metadata,  # that were not used yet
    Column("hash", LargeBinary(32), primary_key=True),
    Column("user", ForeignKey("users.id"), nullable=False, index=True),
)  # fmt: skip

halfway = Table(
    "halfway", metadata,  # logins whose password was right, and whose code is still wanted
    Column("hash", LargeBinary(32), primary_key=True),
    Column("user", ForeignKey("users.id"), nullable=False, index=True),
    Column("begun", String, nullable=False),
    Column("tries", Integer, nullable=False),
)  # fmt: skip

factors_wanted = Table(
    "factors_wanted", metadata,  # roles that want a second factor
    Column("role", Choice(*ROLES), primary_key=True, autoincrement=False),
)  # fmt: skip

tokens = Table(
    "tokens", metadata,  # of programs
    Column("id", Integer, primary_key=True),
    Column("user", ForeignKey("users.id"), nullable=False, index=True),
    Column("name", Words, nullable=False),
    Column("hash", LargeBinary(32), nullable=False, unique=True),
    Column("role", Choice(*ROLES), nullable=False),
    Column("created", String, nullable=False),
    Column("expires", String),
    Column("used", String),
    Column("revoked", String),
)  # fmt: skip

audits = Table(
    "audits", metadata,  # what users did; by name, since users are removed
    Column("id", Integer, primary_key=True),
    Column("at", String, nullable=False),
    Column("who", Words, nullable=False),
    Column("address", String, nullable=False),
    Column("token", Integer),  # by which it was done
    Column("action", String, nullable=False),
    Column("object", Words, nullable=False),
)  # fmt: skip

meaning_vectors = Table(
    "meaning_vectors", metadata,  # of statements: see `onrecord.meaning.codes`; gone with their words
    Column("statement", ForeignKey("statements.id"), primary_key=True, autoincrement=False),
    Column("sizes", LargeBinary, nullable=False),  # empty where it means nothing
)  # fmt: skip

meaning_codes = Table(
    "meaning_codes", metadata,  # the codes of these vectors, one behind the other for each reading, since all are read at once
    Column("reading", ForeignKey("readings.id"), primary_key=True, autoincrement=False),
    Column("first", Number, nullable=False),  # the id of the reading's first statement
    Column("codes", LargeBinary, nullable=False),
    Column("marks", LargeBinary, nullable=False),  # what filters ask of each of them: see `marks`
)  # fmt: skip

meaning_built = Table(
    "meaning_built", metadata,  # one row: by which embedding, and up to which reading all statements have vectors
    Column("id", Integer, primary_key=True),
    Column("model", String, nullable=False),
    Column("reading", Integer, nullable=False),
    Column("changes", Integer, nullable=False),  # how often rows of the tables above were deleted
)  # fmt: skip

jobs = Table(
    "jobs", metadata,  # what was posted to be kept: see `jobs`
    Column("id", Integer, primary_key=True),
    Column("job", String(32), nullable=False, unique=True),
    Column("at", String, nullable=False),
    Column("who", Words, nullable=False),
    Column("key", Words),  # by which who posts the same again is known
    Column("digest", String(64), nullable=False),  # of what was posted
    Column("total", Integer, nullable=False),
    Column("single", Boolean, nullable=False),  # one report alone, and no list
    Column("ingest", ForeignKey("ingests.id")),  # once it has begun
    Column("article", Words),  # of a single one that was kept
    Column("alive", String, nullable=False),  # when its process last said so
    Column("ended", String),
    Column("fault", Words),
    Column("differing", Json),  # once it is over: reports that are known with another day or outlet, each as `article`, `known` and `given`
    UniqueConstraint("who", "key"),
)  # fmt: skip

Index(None, failures.c.ingest)
