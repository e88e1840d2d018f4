"""Utterances: under which keys reports are compared, which statements are tied, and what people decided about them.

Revision ID: 0005
"""

import sqlalchemy as sa
from alembic import op

from onrecord.keep.columns import Json, Words

revision, down_revision, branch_labels, depends_on = "0005", "0004", None, None


def upgrade() -> None:
    op.create_table(
        "compared",
        sa.Column("reading", sa.Integer, nullable=False, autoincrement=False),
        sa.Column("stems", sa.LargeBinary),
        sa.PrimaryKeyConstraint("reading", name="pk_compared"),
        sa.ForeignKeyConstraint(["reading"], ["readings.id"], name="fk_compared_reading"),
    )
    op.create_table(
        "meeting_keys",
        sa.Column("key", sa.BigInteger, nullable=False),
        sa.Column("day", sa.Integer, nullable=False),
        sa.Column("reading", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("key", "day", "reading", name="pk_meeting_keys"),
        sa.ForeignKeyConstraint(["reading"], ["readings.id"], name="fk_meeting_keys_reading"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "ties",
        sa.Column("a", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False, autoincrement=False),
        sa.Column("b", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False, autoincrement=False),
        sa.Column("weight", sa.Float, nullable=False),
        sa.Column("reasons", Json, nullable=False),
        sa.PrimaryKeyConstraint("a", "b", name="pk_ties"),
        sa.ForeignKeyConstraint(["a"], ["statements.id"], name="fk_ties_a"),
        sa.ForeignKeyConstraint(["b"], ["statements.id"], name="fk_ties_b"),
    )
    op.create_index("ix_ties_b", "ties", ["b"])
    op.create_table(
        "utterance_decisions",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("act", sa.String, nullable=False),
        sa.Column("at", sa.String, nullable=False),
        sa.Column("who", Words, nullable=False),
        sa.Column("why", Words, nullable=False),
        sa.Column("left", Json, nullable=False),
        sa.Column("right", Json, nullable=False),
        sa.Column("undoes", sa.Integer),
        sa.PrimaryKeyConstraint("id", name="pk_utterance_decisions"),
        sa.ForeignKeyConstraint(["undoes"], ["utterance_decisions.id"], name="fk_utterance_decisions_undoes"),
    )
