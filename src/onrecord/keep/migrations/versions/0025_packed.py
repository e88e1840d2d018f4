"""What reports tell the ledger in few bytes: it was a dozen times as long as the reports.  It is read anew when the ledger is next asked for, as after every new onrecord.

Revision ID: 0025
"""

import sqlalchemy as sa
from alembic import op

from onrecord.keep.columns import Json, Packed

revision, down_revision, branch_labels, depends_on = "0025", "0024", None, None


def upgrade() -> None:
    op.drop_table("findings")
    op.create_table(
        "findings",
        sa.Column("version", sa.Integer, nullable=False, autoincrement=False),
        sa.Column("reading", sa.Integer, nullable=False),
        sa.Column("program", sa.String, nullable=False),
        sa.Column("told", Packed, nullable=False),
        sa.Column("behind", sa.String),
        sa.Column("linked", Json),
        sa.PrimaryKeyConstraint("version", name="pk_findings"),
        sa.ForeignKeyConstraint(["version"], ["versions.id"], name="fk_findings_version"),
        sa.ForeignKeyConstraint(["reading"], ["readings.id"], name="fk_findings_reading"),
    )
