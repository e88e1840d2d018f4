"""Jobs: what was posted to be kept, and how far that is.

Revision ID: 0010
"""

import sqlalchemy as sa
from alembic import op

from onrecord.keep.columns import Words

revision, down_revision, branch_labels, depends_on = "0010", "0009", None, None


def upgrade() -> None:
    op.create_table(
        "jobs",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("job", sa.String(32), nullable=False),
        sa.Column("at", sa.String, nullable=False),
        sa.Column("who", Words, nullable=False),
        sa.Column("key", Words),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("total", sa.Integer, nullable=False),
        sa.Column("single", sa.Boolean, nullable=False),
        sa.Column("ingest", sa.Integer),
        sa.Column("article", Words),
        sa.Column("alive", sa.String, nullable=False),
        sa.Column("ended", sa.String),
        sa.Column("fault", Words),
        sa.PrimaryKeyConstraint("id", name="pk_jobs"),
        sa.UniqueConstraint("job", name="uq_jobs_job"),
        sa.UniqueConstraint("who", "key", name="uq_jobs_who_key"),
        sa.ForeignKeyConstraint(["ingest"], ["ingests.id"], name="fk_jobs_ingest"),
    )
