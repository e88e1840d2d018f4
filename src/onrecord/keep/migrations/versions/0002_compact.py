"""Statements in few bytes, texts compressed, near-duplicates tied, decisions about speakers; the words to search anew, in PostgreSQL too.

Revision ID: 0002
"""

import json

import sqlalchemy as sa
from alembic import op

from onrecord.keep import index, near
from onrecord.keep.columns import Choice, HexId, Json, Parts, Probability, Spans, Words
from onrecord.keep.packing import Part

revision, down_revision, branch_labels, depends_on = "0002", "0001", None, None
KINDS = ("direct", "indirect", "mixed")
MODES = ("said", "thought", "shown")
ACTS = ("deliver", "pledge", "agree", "request", "refuse", "warn", "accuse", "deny", "support", "assert")
SPEAKER_KINDS = ("person", "group", "organization", "country", "document", "unnamed")


def upgrade() -> None:
    op.add_column("texts", sa.Column("size", sa.Integer))
    sqlite = op.get_bind().dialect.name == "sqlite"
    if not sqlite:  # no record of the first schema was ever kept there
        op.drop_table("statements")
        op.drop_table("readings")
    _make_tables("_new" if sqlite else "")
    if sqlite:
        _carry_over(op.get_bind())
        op.drop_table("statements")
        op.drop_table("readings")
        op.rename_table("readings_new", "readings")  # what refers to it follows
        op.rename_table("statements_new", "statements")
    op.create_index("ix_statements_statement_id", "statements", ["statement_id"])
    op.create_index("ix_versions_day", "versions", [sa.text("coalesce(published, '')"), "id"])
    index.create(op.get_bind())
    index.build_anew(op.get_bind())
    near.build_anew(op.get_bind())


def _make_tables(suffix: str) -> None:
    number = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    op.create_table(
        f"readings{suffix}",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("text", sa.Integer, nullable=False),
        sa.Column("model", sa.String, nullable=False),
        sa.Column("program", sa.String, nullable=False),
        sa.Column("language", sa.String, nullable=False),
        sa.Column("boilerplate", Spans, nullable=False),
        sa.Column("read", sa.String, nullable=False),
        sa.Column("first", number, nullable=False),
        sa.Column("found", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_readings"),
        sa.ForeignKeyConstraint(["text"], ["texts.id"], name="fk_readings_text"),
        sa.UniqueConstraint("text", "model", name="uq_readings_text_model"),
    )
    op.create_table(
        f"statements{suffix}",
        sa.Column("id", number, nullable=False, autoincrement=False),
        sa.Column("reading", sa.Integer, nullable=False),
        sa.Column("place", sa.Integer, nullable=False),
        sa.Column("statement_id", HexId, nullable=False),
        sa.Column("kind", Choice(*KINDS), nullable=False),
        sa.Column("mode", Choice(*MODES), nullable=False),
        sa.Column("act", Choice(*ACTS)),
        sa.Column("act_confidence", Probability),
        sa.Column("confidence", Probability, nullable=False),
        sa.Column("within", HexId),
        *(sa.Column(name, Spans, nullable=False) for name in ("source", "cue", "content")),
        sa.Column("speaker_name", Words),
        sa.Column("speaker_kind", Choice(*SPEAKER_KINDS)),
        sa.Column("speaker_confidence", Probability),
        *(sa.Column(name, Parts) for name in ("speaker_told", "via", "addressee")),
        sa.Column("words_hash", sa.LargeBinary(16), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_statements"),
        sa.ForeignKeyConstraint(["reading"], [f"readings{suffix}.id"], name="fk_statements_reading"),
        sa.UniqueConstraint("reading", "place", name="uq_statements_reading_place"),
    )
    op.create_table(
        "bands",
        sa.Column("band", sa.BigInteger, nullable=False),
        sa.Column("text", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("band", "text", name="pk_bands"),
        sa.ForeignKeyConstraint(["text"], ["texts.id"], name="fk_bands_text"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "likenesses",
        sa.Column("text", sa.Integer, nullable=False, autoincrement=False),
        sa.Column("other", sa.Integer, nullable=False, autoincrement=False),
        sa.Column("likeness", Probability, nullable=False),
        sa.PrimaryKeyConstraint("text", "other", name="pk_likenesses"),
        sa.ForeignKeyConstraint(["text"], ["texts.id"], name="fk_likenesses_text"),
        sa.ForeignKeyConstraint(["other"], ["texts.id"], name="fk_likenesses_other"),
    )
    op.create_index("ix_likenesses_other", "likenesses", ["other"])
    op.create_table(
        "decisions",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("act", sa.String, nullable=False),
        sa.Column("at", sa.String, nullable=False),
        sa.Column("who", Words, nullable=False),
        sa.Column("why", Words, nullable=False),
        sa.Column("one", Json, nullable=False),
        sa.Column("other", Json, nullable=False),
        sa.Column("undoes", sa.Integer),
        sa.PrimaryKeyConstraint("id", name="pk_decisions"),
        sa.ForeignKeyConstraint(["undoes"], ["decisions.id"], name="fk_decisions_undoes"),
    )


def _carry_over(connection: sa.Connection) -> None:
    """Statements are numbered anew, those of a reading in a row."""
    metadata = sa.MetaData()
    texts = sa.Table("texts", metadata, sa.Column("id", sa.Integer, primary_key=True), sa.Column("text", sa.LargeBinary), sa.Column("size", sa.Integer))
    for (number,) in connection.execute(sa.select(texts.c.id).where(texts.c.text.is_not(None))).all():
        kept = connection.execute(sa.select(texts.c.text).where(texts.c.id == number)).scalar_one()
        connection.execute(sa.update(texts).where(texts.c.id == number).values(text=index.squeezed(kept), size=len(kept)))
    new_readings = sa.Table("readings_new", metadata, sa.Column("boilerplate", Spans), *(sa.Column(name) for name in ("id", "text", "model", "program", "language", "read", "first", "found")))
    new_statements = sa.Table("statements_new", metadata, *(sa.Column(name, kind) for name, kind in _KINDS_OF.items()))
    first = 1
    for reading in connection.exec_driver_sql("SELECT id, text, model, program, language, boilerplate, read FROM readings ORDER BY id").mappings().all():
        rows = connection.exec_driver_sql("SELECT * FROM statements WHERE reading = ? ORDER BY place", (reading["id"],)).mappings().all()
        connection.execute(sa.insert(new_readings), {**reading, "boilerplate": json.loads(reading["boilerplate"]), "first": first, "found": len(rows)})
        if rows:
            connection.execute(sa.insert(new_statements), [_packed(row) | {"place": place, "id": first + place} for place, row in enumerate(rows)])
        first += len(rows)


_KINDS_OF: dict[str, sa.types.TypeEngine] = {
    "id": sa.Integer(), "reading": sa.Integer(), "place": sa.Integer(), "statement_id": HexId(), "kind": Choice(*KINDS), "mode": Choice(*MODES), "act": Choice(*ACTS), "act_confidence": Probability(),
    "confidence": Probability(), "within": HexId(), "source": Spans(), "cue": Spans(), "content": Spans(), "speaker_name": sa.Text(), "speaker_kind": Choice(*SPEAKER_KINDS),
    "speaker_confidence": Probability(), "speaker_told": Parts(), "via": Parts(), "addressee": Parts(), "words_hash": sa.LargeBinary(),
}  # fmt: skip


def _packed(row: sa.RowMapping) -> dict[str, object]:
    told, via, addressee = (row[name] and json.loads(row[name]) for name in ("speaker_told", "via", "addressee"))
    spans = {name: json.loads(row[name]) for name in ("source", "cue", "content")}
    parts = {
        "speaker_told": told and (("", told["mentions"]), *(_part(told.get(name), "text") for name in ("role", "organization")), _part(told.get("country"), "code")),
        "via": via and (_part(via, "name"),),
        "addressee": addressee and (_part(addressee, "name"), (addressee["kind"], ())),
    }
    return {**row, **spans, **parts}


def _part(told: dict | None, name: str) -> Part | None:
    return (told[name], told["spans"]) if told else None
