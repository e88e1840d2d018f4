"""The ledger: what each version of a report tells it, and what people correct.

Revision ID: 0004
"""

import sqlalchemy as sa
from alembic import op

from onrecord.keep.columns import Json, Words

revision, down_revision, branch_labels, depends_on = "0004", "0003", None, None


def upgrade() -> None:
    op.create_table(
        "findings",
        sa.Column("version", sa.Integer, nullable=False, autoincrement=False),
        sa.Column("reading", sa.Integer, nullable=False),
        sa.Column("program", sa.String, nullable=False),
        sa.Column("told", Json, nullable=False),
        sa.PrimaryKeyConstraint("version", name="pk_findings"),
        sa.ForeignKeyConstraint(["version"], ["versions.id"], name="fk_findings_version"),
        sa.ForeignKeyConstraint(["reading"], ["readings.id"], name="fk_findings_reading"),
    )
    op.create_table(
        "corrections",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("at", sa.String, nullable=False),
        *(sa.Column(name, Words, nullable=False) for name in ("who", "why")),
        sa.Column("decision", sa.String, nullable=False),
        *(sa.Column(name, sa.String(16)) for name in ("commitment", "event")),
        sa.Column("undoes", sa.Integer),
        sa.PrimaryKeyConstraint("id", name="pk_corrections"),
        sa.ForeignKeyConstraint(["undoes"], ["corrections.id"], name="fk_corrections_undoes"),
    )
