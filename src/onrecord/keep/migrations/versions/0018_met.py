"""With which readings each one was compared, so that two statements without a tie are told from two that nobody compared.

Revision ID: 0018
"""

import sqlalchemy as sa
from alembic import op

revision, down_revision, branch_labels, depends_on = "0018", "0017", None, None


def upgrade() -> None:
    op.add_column("compared", sa.Column("others", sa.LargeBinary))
