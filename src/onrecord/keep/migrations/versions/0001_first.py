"""The first schema: texts, readings and statements; articles and their versions; ingests, failures and takedowns; the words to search.

Revision ID: 0001
"""

import sqlalchemy as sa
from alembic import op

from onrecord.keep.columns import Json, Words

revision, down_revision, branch_labels, depends_on = "0001", None, None, None


def upgrade() -> None:
    op.create_table(
        "texts",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("text", sa.LargeBinary),
        sa.PrimaryKeyConstraint("id", name="pk_texts"),
        sa.UniqueConstraint("sha256", name="uq_texts_sha256"),
    )
    op.create_table(
        "readings",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("text", sa.Integer, nullable=False),
        sa.Column("model", sa.String, nullable=False),
        sa.Column("program", sa.String, nullable=False),
        sa.Column("language", sa.String, nullable=False),
        sa.Column("boilerplate", Json, nullable=False),
        sa.Column("read", sa.String, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_readings"),
        sa.ForeignKeyConstraint(["text"], ["texts.id"], name="fk_readings_text"),
        sa.UniqueConstraint("text", "model", name="uq_readings_text_model"),
    )
    op.create_table(
        "statements",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("reading", sa.Integer, nullable=False),
        sa.Column("place", sa.Integer, nullable=False),
        sa.Column("statement_id", sa.String(16), nullable=False),
        sa.Column("kind", sa.String, nullable=False),
        sa.Column("mode", sa.String, nullable=False),
        sa.Column("act", sa.String),
        sa.Column("act_confidence", sa.Float),
        sa.Column("confidence", sa.Float, nullable=False),
        sa.Column("within", sa.String(16)),
        sa.Column("source", Json, nullable=False),
        sa.Column("cue", Json, nullable=False),
        sa.Column("content", Json, nullable=False),
        sa.Column("speaker_name", Words),
        sa.Column("speaker_kind", sa.String),
        sa.Column("speaker_confidence", sa.Float),
        sa.Column("speaker_told", Json),
        sa.Column("via", Json),
        sa.Column("addressee", Json),
        sa.Column("words_hash", sa.LargeBinary(16), nullable=False),
        sa.ForeignKeyConstraint(["reading"], ["readings.id"], name="fk_statements_reading"),
        sa.UniqueConstraint("reading", "place", name="uq_statements_reading_place"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_statements_statement_id", "statements", ["statement_id"])
    op.create_table(
        "articles",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("article_id", Words, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_articles"),
        sa.UniqueConstraint("article_id", name="uq_articles_article_id"),
    )
    op.create_table(
        "ingests",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("started", sa.String, nullable=False),
        sa.Column("program", sa.String, nullable=False),
        sa.Column("model", sa.String, nullable=False),
        sa.Column("sources", Json, nullable=False),
        sa.Column("settings", Json, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_ingests"),
    )
    op.create_table(
        "outcomes",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("ingest", sa.Integer, nullable=False),
        sa.Column("at", sa.String, nullable=False),
        *(sa.Column(name, sa.Integer, nullable=False) for name in ("new", "changed", "known", "failed", "taken_down")),
        sa.Column("finished", sa.Boolean, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_outcomes"),
        sa.ForeignKeyConstraint(["ingest"], ["ingests.id"], name="fk_outcomes_ingest"),
    )
    op.create_index("ix_outcomes_ingest", "outcomes", ["ingest"])
    op.create_table(
        "versions",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("article", sa.Integer, nullable=False),
        sa.Column("text", sa.Integer, nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        *(sa.Column(name, Words) for name in ("path", "url", "title", "outlet")),
        sa.Column("outlet_key", sa.Text),
        sa.Column("published", sa.String),
        sa.Column("published_at", sa.String),
        sa.Column("page_sha256", sa.String(64)),
        sa.Column("source", Words),
        sa.Column("reader", sa.String),
        sa.Column("ingested", sa.String, nullable=False),
        sa.Column("ingest", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_versions"),
        sa.ForeignKeyConstraint(["article"], ["articles.id"], name="fk_versions_article"),
        sa.ForeignKeyConstraint(["text"], ["texts.id"], name="fk_versions_text"),
        sa.ForeignKeyConstraint(["ingest"], ["ingests.id"], name="fk_versions_ingest"),
        sa.UniqueConstraint("article", "text", name="uq_versions_article_text"),
        sa.UniqueConstraint("article", "number", name="uq_versions_article_number"),
    )
    for name in ("text", "outlet_key", "published"):
        op.create_index(f"ix_versions_{name}", "versions", [name])
    op.create_table(
        "failures",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("ingest", sa.Integer, nullable=False),
        sa.Column("at", sa.String, nullable=False),
        *(sa.Column(name, Words, nullable=False) for name in ("source", "name", "reason", "advice")),
        sa.PrimaryKeyConstraint("id", name="pk_failures"),
        sa.ForeignKeyConstraint(["ingest"], ["ingests.id"], name="fk_failures_ingest"),
    )
    op.create_index("ix_failures_source", "failures", ["source"])
    op.create_index("ix_failures_ingest", "failures", ["ingest"])
    op.create_table(
        "settlements",
        sa.Column("failure", sa.Integer, nullable=False, autoincrement=False),
        sa.Column("ingest", sa.Integer, nullable=False),
        sa.Column("at", sa.String, nullable=False),
        sa.PrimaryKeyConstraint("failure", name="pk_settlements"),
        sa.ForeignKeyConstraint(["failure"], ["failures.id"], name="fk_settlements_failure"),
        sa.ForeignKeyConstraint(["ingest"], ["ingests.id"], name="fk_settlements_ingest"),
    )
    op.create_table(
        "takedowns",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("text", sa.Integer, nullable=False),
        sa.Column("article", sa.Integer, nullable=False),
        sa.Column("at", sa.String, nullable=False),
        sa.Column("who", Words, nullable=False),
        sa.Column("why", Words, nullable=False),
        sa.Column("statements", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_takedowns"),
        sa.ForeignKeyConstraint(["text"], ["texts.id"], name="fk_takedowns_text"),
        sa.ForeignKeyConstraint(["article"], ["articles.id"], name="fk_takedowns_article"),
        sa.UniqueConstraint("text", name="uq_takedowns_text"),
    )
    if op.get_bind().dialect.name == "sqlite":
        # The words are cut and folded by onrecord.keep.words, and only separated here: 'ascii' takes every character above 127 for a letter.
        op.execute("CREATE VIRTUAL TABLE statement_words USING fts5(content, speaker, content='', tokenize='ascii')")
        op.execute("CREATE VIRTUAL TABLE text_words USING fts5(content, content='', tokenize='ascii')")
        op.execute("PRAGMA application_id = 1869509219")
