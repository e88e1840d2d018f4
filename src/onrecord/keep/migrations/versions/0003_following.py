"""Feeds that are followed, and searches that are saved.

Revision ID: 0003
"""

import sqlalchemy as sa
from alembic import op

from onrecord.keep.columns import Json, Words

revision, down_revision, branch_labels, depends_on = "0003", "0002", None, None


def upgrade() -> None:
    op.create_table(
        "feeds",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("url", Words, nullable=False),
        sa.Column("added", sa.String, nullable=False),
        sa.Column("visited", sa.String),
        sa.Column("due", sa.String),
        sa.Column("etag", Words),
        sa.Column("modified", Words),
        sa.Column("errors", sa.Integer, nullable=False),
        sa.Column("told", Words),
        sa.Column("seen", Json, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_feeds"),
        sa.UniqueConstraint("url", name="uq_feeds_url"),
    )
    op.create_table(
        "searches",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("name", Words, nullable=False),
        sa.Column("query", Json, nullable=False),
        sa.Column("saved", sa.String, nullable=False),
        sa.Column("reported", sa.String, nullable=False),
        sa.Column("seen", Json, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_searches"),
        sa.UniqueConstraint("name", name="uq_searches_name"),
    )
