"""The tables of a record.  Rows are only ever added; a takedown alone erases words.

A text is kept once, by its hash, however many reports have it; a version ties a report to a text; a reading is what one model made of a text.
Times are ISO 8601 in UTC.
"""

from sqlalchemy import Boolean, Column, Float, ForeignKey, Index, Integer, LargeBinary, MetaData, String, Table, Text, UniqueConstraint

from onrecord.keep.columns import Json, Words

SCHEMA = "0004"  # the newest migration
metadata = MetaData(naming_convention={"pk": "pk_%(table_name)s", "fk": "fk_%(table_name)s_%(column_0_name)s", "uq": "uq_%(table_name)s_%(column_0_N_name)s", "ix": "ix_%(table_name)s_%(column_0_N_name)s"})

texts = Table(
    "texts", metadata,
    Column("id", Integer, primary_key=True),
    Column("sha256", String(64), nullable=False, unique=True),
    Column("text", LargeBinary),  # UTF-8, halves of surrogate pairs included, as they are hashed; NULL once taken down
)  # fmt: skip

readings = Table(
    "readings", metadata,
    Column("id", Integer, primary_key=True),
    Column("text", ForeignKey("texts.id"), nullable=False),
    Column("model", String, nullable=False),
    Column("program", String, nullable=False),  # the version of onrecord
    Column("language", String, nullable=False),
    Column("boilerplate", Json, nullable=False),
    Column("read", String, nullable=False),
    UniqueConstraint("text", "model"),
)  # fmt: skip

statements = Table(
    "statements", metadata,
    Column("id", Integer, primary_key=True),
    Column("reading", ForeignKey("readings.id"), nullable=False),
    Column("place", Integer, nullable=False),  # in the order of the reading
    Column("statement_id", String(16), nullable=False, index=True),
    Column("kind", String, nullable=False),
    Column("mode", String, nullable=False),
    Column("act", String),
    Column("act_confidence", Float),
    Column("confidence", Float, nullable=False),
    Column("within", String(16)),
    Column("source", Json, nullable=False),
    Column("cue", Json, nullable=False),
    Column("content", Json, nullable=False),
    Column("speaker_name", Words),
    Column("speaker_kind", String),
    Column("speaker_confidence", Float),
    Column("speaker_told", Json),  # mentions, role, organization, country
    Column("via", Json),
    Column("addressee", Json),
    Column("words_hash", LargeBinary(16), nullable=False),  # of the words of every span above, to be proved
    UniqueConstraint("reading", "place"),
    sqlite_autoincrement=True,
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
    UniqueConstraint("article", "text"),
    UniqueConstraint("article", "number"),
)  # fmt: skip

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

findings = Table(
    "findings", metadata,  # what a version of a report tells the ledger; gone with its words
    Column("version", ForeignKey("versions.id"), primary_key=True, autoincrement=False),
    Column("reading", ForeignKey("readings.id"), nullable=False),
    Column("program", String, nullable=False),
    Column("told", Json, nullable=False),
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

Index(None, failures.c.ingest)
