"""Versions and readings say by which row they were superseded, so that no search has to look for later ones.

Revision ID: 0019
"""

import sqlalchemy as sa
from alembic import op

revision, down_revision, branch_labels, depends_on = "0019", "0018", None, None


def upgrade() -> None:
    for table, same, later in (("versions", "article", "later.id > versions.id"), ("readings", "text", "(later.read, later.id) > (readings.read, readings.id)")):
        op.add_column(table, sa.Column("superseded_by", sa.Integer))
        first = f"SELECT min(later.id) FROM {table} AS later WHERE later.{same} = {table}.{same} AND {later}"
        op.execute(f"UPDATE {table} SET superseded_by = ({first}) WHERE EXISTS ({first.replace('min(later.id)', '1')})")
