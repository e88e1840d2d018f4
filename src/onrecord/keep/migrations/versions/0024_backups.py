"""Which backups were made, so that a takedown can tell which of them still hold the words.

Revision ID: 0024
"""

import sqlalchemy as sa
from alembic import op

from onrecord.keep.columns import Words

revision, down_revision, branch_labels, depends_on = "0024", "0023", None, None


def upgrade() -> None:
    op.create_table(
        "backups",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("at", sa.String, nullable=False),
        sa.Column("file", Words, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_backups"),
    )
