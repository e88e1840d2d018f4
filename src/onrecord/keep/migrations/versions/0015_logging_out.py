"""Sessions know which session at the provider they come from, and which logout tokens of it were taken.

Revision ID: 0015
"""

import sqlalchemy as sa
from alembic import op

from onrecord.keep.columns import Words

revision, down_revision, branch_labels, depends_on = "0015", "0014", None, None


def upgrade() -> None:
    op.add_column("sessions", sa.Column("sid", Words))
    op.create_table(
        "logouts",
        sa.Column("hash", sa.LargeBinary(32), nullable=False),
        sa.Column("ends", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("hash", name="pk_logouts"),
    )
