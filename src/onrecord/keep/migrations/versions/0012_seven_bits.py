"""Vectors in seven bits a dimension; those in six are made anew by `index`.

Revision ID: 0012
"""

from alembic import op

revision, down_revision, branch_labels, depends_on = "0012", "0011", None, None


def upgrade() -> None:
    for table in ("meaning_vectors", "meaning_codes", "meaning_built"):
        op.execute(f"DELETE FROM {table}")
