"""Corrections of statements by people, and the readings that take them in account.

Revision ID: 0006
"""

import sqlalchemy as sa
from alembic import op

from onrecord.keep.columns import Json, Words

revision, down_revision, branch_labels, depends_on = "0006", "0005", None, None


def upgrade() -> None:
    op.add_column("statements", sa.Column("corrected", Json))
    op.create_table(
        "statement_corrections",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("text", sa.Integer, nullable=False),
        *(sa.Column(name, sa.String, nullable=False) for name in ("act", "at")),
        *(sa.Column(name, Words, nullable=False) for name in ("who", "why")),
        *(sa.Column(name, Json) for name in ("before", "changes")),
        sa.Column("undoes", sa.Integer),
        sa.PrimaryKeyConstraint("id", name="pk_statement_corrections"),
        sa.ForeignKeyConstraint(["text"], ["texts.id"], name="fk_statement_corrections_text"),
        sa.ForeignKeyConstraint(["undoes"], ["statement_corrections.id"], name="fk_statement_corrections_undoes"),
    )
    op.create_index("ix_statement_corrections_text", "statement_corrections", ["text"])
    op.create_table(
        "corrected_readings",
        sa.Column("reading", sa.Integer, nullable=False, autoincrement=False),
        sa.Column("base", sa.Integer, nullable=False),
        sa.Column("last", sa.Integer, nullable=False),
        sa.Column("unplaced", Json, nullable=False),
        sa.Column("taken", sa.Boolean, nullable=False),
        sa.PrimaryKeyConstraint("reading", name="pk_corrected_readings"),
        sa.ForeignKeyConstraint(["reading"], ["readings.id"], name="fk_corrected_readings_reading"),
        sa.ForeignKeyConstraint(["base"], ["readings.id"], name="fk_corrected_readings_base"),
    )
