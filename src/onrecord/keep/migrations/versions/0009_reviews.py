"""What people have looked through, and the statements that wait for it, the most useful first.

Revision ID: 0009
"""

import sqlalchemy as sa
from alembic import op

from onrecord.keep.columns import HexId, Words

revision, down_revision, branch_labels, depends_on = "0009", "0008", None, None
ORDERED = ("turn", "statement", "kinds", "act", "text", "row")


def upgrade() -> None:
    op.create_table(
        "reviews",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("text", sa.Integer, nullable=False),
        sa.Column("act", sa.String, nullable=False),
        sa.Column("statement", HexId),
        sa.Column("seen", HexId),
        sa.Column("at", sa.String, nullable=False),
        *(sa.Column(name, Words, nullable=False) for name in ("who", "why")),
        sa.Column("undoes", sa.Integer),
        sa.PrimaryKeyConstraint("id", name="pk_reviews"),
        sa.ForeignKeyConstraint(["text"], ["texts.id"], name="fk_reviews_text"),
        sa.ForeignKeyConstraint(["undoes"], ["reviews.id"], name="fk_reviews_undoes"),
    )
    op.create_index("ix_reviews_text", "reviews", ["text"])
    op.create_table(
        "doubts",
        sa.Column("statement", HexId, nullable=False, autoincrement=False),
        sa.Column("row", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("text", sa.Integer, nullable=False),
        sa.Column("turn", sa.Integer, nullable=False),
        sa.Column("kinds", sa.SmallInteger, nullable=False),
        sa.Column("act", sa.SmallInteger),
        sa.PrimaryKeyConstraint("statement", name="pk_doubts"),
    )
    op.create_index("ix_doubts_text", "doubts", ["text"])
    op.create_index("ix_doubts_" + "_".join(ORDERED), "doubts", list(ORDERED))
    op.create_table(
        "doubted",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("program", sa.String, nullable=False),
        *(sa.Column(name, sa.Integer, nullable=False) for name in ("reading", "compared", "decision")),
        sa.PrimaryKeyConstraint("id", name="pk_doubted"),
    )
