"""What is told of a speaker as a whole is kept beside its line in the list, and its appearances are found by their days.

What was worked out of speakers is worked out anew.

Revision ID: 0017
"""

import sqlalchemy as sa
from alembic import op

revision, down_revision, branch_labels, depends_on = "0017", "0016", None, None


def upgrade() -> None:
    for name in ("appearances", "name_keys", "names", "speakers", "resolved"):
        op.execute(sa.delete(sa.table(name)))
    op.add_column("speakers", sa.Column("outline", sa.Text, nullable=False, server_default=""))
    op.drop_index("ix_appearances_entity", "appearances")
    op.create_index("ix_appearances_entity_day", "appearances", ["entity", sa.text("coalesce(published, '')")])
