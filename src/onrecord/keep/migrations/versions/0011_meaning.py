"""Vectors of statements, to search them by meaning.

Revision ID: 0011
"""

import sqlalchemy as sa
from alembic import op

revision, down_revision, branch_labels, depends_on = "0011", "0010", None, None


def upgrade() -> None:
    number = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    op.create_table(
        "meaning_vectors",
        sa.Column("statement", number, nullable=False, autoincrement=False),
        sa.Column("sizes", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("statement", name="pk_meaning_vectors"),
        sa.ForeignKeyConstraint(["statement"], ["statements.id"], name="fk_meaning_vectors_statement"),
    )
    op.create_table(
        "meaning_codes",
        sa.Column("reading", sa.Integer, nullable=False, autoincrement=False),
        sa.Column("first", number, nullable=False),
        sa.Column("codes", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("reading", name="pk_meaning_codes"),
        sa.ForeignKeyConstraint(["reading"], ["readings.id"], name="fk_meaning_codes_reading"),
    )
    op.create_table(
        "meaning_built",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("model", sa.String, nullable=False),
        sa.Column("reading", sa.Integer, nullable=False),
        sa.Column("changes", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_meaning_built"),
    )
