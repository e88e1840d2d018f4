"""Who speaks in a record, as it was resolved: names, where they appear, and the speakers that they make.

Revision ID: 0007
"""

import sqlalchemy as sa
from alembic import op

from onrecord.keep.columns import Choice, HexId, Json, Words

revision, down_revision, branch_labels, depends_on = "0007", "0006", None, None
SPEAKER_KINDS = ("person", "group", "organization", "country", "document", "unnamed")


def upgrade() -> None:
    op.create_table(
        "names",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("sort", sa.String, nullable=False),
        sa.Column("name", Words, nullable=False),
        sa.Column("partial", sa.Boolean, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_names"),
        sa.UniqueConstraint("name", "sort", "partial", name="uq_names_name_sort_partial"),
    )
    op.create_table(
        "name_keys",
        sa.Column("key", sa.BigInteger, nullable=False, autoincrement=False),
        sa.Column("name", sa.Integer, nullable=False, autoincrement=False),
        sa.PrimaryKeyConstraint("key", "name", name="pk_name_keys"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "appearances",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("article", sa.Integer, nullable=False),
        sa.Column("published", sa.String),
        sa.Column("appearance", HexId, nullable=False),
        sa.Column("name", sa.Integer, nullable=False),
        sa.Column("form", Words, nullable=False),
        sa.Column("kind", Choice(*SPEAKER_KINDS), nullable=False),
        *(sa.Column(name, Words) for name in ("role", "organization")),
        sa.Column("country", sa.String),
        sa.Column("told", Json, nullable=False),
        sa.Column("entity", HexId),
        sa.Column("probability", sa.Float),
        sa.Column("reasons", Json),
        sa.PrimaryKeyConstraint("id", name="pk_appearances"),
        sa.ForeignKeyConstraint(["article"], ["articles.id"], name="fk_appearances_article"),
        sa.ForeignKeyConstraint(["name"], ["names.id"], name="fk_appearances_name"),
    )
    for column in ("article", "appearance", "name", "entity"):
        op.create_index(f"ix_appearances_{column}", "appearances", [column])
    op.create_table(
        "speakers",
        sa.Column("entity", HexId, nullable=False, autoincrement=False),
        sa.Column("row", Json, nullable=False),
        sa.PrimaryKeyConstraint("entity", name="pk_speakers"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "resolved",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("program", sa.String, nullable=False),
        *(sa.Column(name, sa.Integer, nullable=False) for name in ("version", "reading", "takedown", "decision")),
        sa.PrimaryKeyConstraint("id", name="pk_resolved"),
    )
