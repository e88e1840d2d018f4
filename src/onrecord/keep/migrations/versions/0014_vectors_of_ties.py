"""What each statement means is kept beside the stems by which reports are compared.

Revision ID: 0014
"""

import sqlalchemy as sa
from alembic import op

revision, down_revision, branch_labels, depends_on = "0014", "0013", None, None


def upgrade() -> None:
    op.add_column("compared", sa.Column("vectors", sa.LargeBinary))
