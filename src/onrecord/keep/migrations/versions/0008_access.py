"""Users, their sessions and tokens, and the log of what they did.

Revision ID: 0008
"""

import sqlalchemy as sa
from alembic import op

from onrecord.keep.columns import Choice, Words

revision, down_revision, branch_labels, depends_on = "0008", "0007", None, None
ROLES = ("reader", "reviewer", "editor", "admin")


def upgrade() -> None:
    op.create_table(
        "users",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("name", Words, nullable=False),
        sa.Column("key", Words, nullable=False),
        sa.Column("role", Choice(*ROLES), nullable=False),
        *(sa.Column(name, sa.String, nullable=False) for name in ("password", "created", "changed")),
        sa.PrimaryKeyConstraint("id", name="pk_users"),
        sa.UniqueConstraint("key", name="uq_users_key"),
    )
    op.create_table(
        "sessions",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("hash", sa.LargeBinary(32), nullable=False),
        sa.Column("user", sa.Integer, nullable=False),
        *(sa.Column(name, sa.String, nullable=False) for name in ("begun", "seen", "address")),
        sa.PrimaryKeyConstraint("id", name="pk_sessions"),
        sa.ForeignKeyConstraint(["user"], ["users.id"], name="fk_sessions_user"),
        sa.UniqueConstraint("hash", name="uq_sessions_hash"),
    )
    op.create_index("ix_sessions_user", "sessions", ["user"])
    op.create_table(
        "tokens",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("user", sa.Integer, nullable=False),
        sa.Column("name", Words, nullable=False),
        sa.Column("hash", sa.LargeBinary(32), nullable=False),
        sa.Column("role", Choice(*ROLES), nullable=False),
        sa.Column("created", sa.String, nullable=False),
        *(sa.Column(name, sa.String) for name in ("expires", "used", "revoked")),
        sa.PrimaryKeyConstraint("id", name="pk_tokens"),
        sa.ForeignKeyConstraint(["user"], ["users.id"], name="fk_tokens_user"),
        sa.UniqueConstraint("hash", name="uq_tokens_hash"),
    )
    op.create_index("ix_tokens_user", "tokens", ["user"])
    op.create_table(
        "audits",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("at", sa.String, nullable=False),
        sa.Column("who", Words, nullable=False),
        sa.Column("address", sa.String, nullable=False),
        sa.Column("token", sa.Integer),
        sa.Column("action", sa.String, nullable=False),
        sa.Column("object", Words, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_audits"),
    )
