"""Which of what was posted is known with another day or outlet.

Revision ID: 0021
"""

import sqlalchemy as sa
from alembic import op

from onrecord.keep.columns import Json

revision, down_revision, branch_labels, depends_on = "0021", "0020", None, None


def upgrade() -> None:
    op.add_column("jobs", sa.Column("differing", Json))
