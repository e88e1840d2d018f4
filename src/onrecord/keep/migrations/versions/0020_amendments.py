"""Which ingest told a version's day and outlet later, and what people put right of them, as dated rows.

Revision ID: 0020
"""

import sqlalchemy as sa
from alembic import op

from onrecord.keep.columns import Json, Words

revision, down_revision, branch_labels, depends_on = "0020", "0019", None, None


def upgrade() -> None:
    op.create_table(
        "amendments",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("act", sa.String, nullable=False),
        sa.Column("at", sa.String, nullable=False),
        sa.Column("ingest", sa.Integer),
        *(sa.Column(name, Words) for name in ("who", "why")),
        *(sa.Column(name, Json, nullable=False) for name in ("before", "changes")),
        sa.Column("undoes", sa.Integer),
        sa.PrimaryKeyConstraint("id", name="pk_amendments"),
        sa.ForeignKeyConstraint(["version"], ["versions.id"], name="fk_amendments_version"),
        sa.ForeignKeyConstraint(["ingest"], ["ingests.id"], name="fk_amendments_ingest"),
        sa.ForeignKeyConstraint(["undoes"], ["amendments.id"], name="fk_amendments_undoes"),
    )
    op.create_index("ix_amendments_version", "amendments", ["version"])
