"""To which commitments the findings of a report were put, kept beside them.

Revision ID: 0023
"""

import sqlalchemy as sa
from alembic import op

from onrecord.keep.columns import Json

revision, down_revision, branch_labels, depends_on = "0023", "0022", None, None


def upgrade() -> None:
    op.add_column("findings", sa.Column("behind", sa.String))
    op.add_column("findings", sa.Column("linked", Json))
