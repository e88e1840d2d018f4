"""Users who sign in at an OpenID provider, second factors, and which roles want one.

Revision ID: 0013
"""

import sqlalchemy as sa
from alembic import op

from onrecord.keep.columns import Choice, Words

revision, down_revision, branch_labels, depends_on = "0013", "0012", None, None
ROLES = ("reader", "reviewer", "editor", "admin")


def upgrade() -> None:
    op.create_table(
        "identities",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("user", sa.Integer, nullable=False),
        sa.Column("issuer", Words, nullable=False),
        sa.Column("subject", Words, nullable=False),
        sa.Column("created", sa.String, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_identities"),
        sa.ForeignKeyConstraint(["user"], ["users.id"], name="fk_identities_user"),
        sa.UniqueConstraint("user", name="uq_identities_user"),
        sa.UniqueConstraint("issuer", "subject", name="uq_identities_issuer_subject"),
    )
    op.create_table(
        "factors",
        sa.Column("user", sa.Integer, nullable=False, autoincrement=False),
        sa.Column("secret", sa.String, nullable=False),
        sa.Column("made", sa.String, nullable=False),
        sa.Column("confirmed", sa.String),
        sa.Column("step", sa.Integer, nullable=False),
        sa.Column("wrong", sa.Integer, nullable=False),
        sa.Column("tried", sa.String, nullable=False),
        sa.PrimaryKeyConstraint("user", name="pk_factors"),
        sa.ForeignKeyConstraint(["user"], ["users.id"], name="fk_factors_user"),
    )
    op.create_table(
        "recovery_codes",
        sa.Column("hash", sa.LargeBinary(32), nullable=False),
        sa.Column("user", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("hash", name="pk_recovery_codes"),
        sa.ForeignKeyConstraint(["user"], ["users.id"], name="fk_recovery_codes_user"),
    )
    op.create_index("ix_recovery_codes_user", "recovery_codes", ["user"])
    op.create_table(
        "halfway",
        sa.Column("hash", sa.LargeBinary(32), nullable=False),
        sa.Column("user", sa.Integer, nullable=False),
        sa.Column("begun", sa.String, nullable=False),
        sa.Column("tries", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("hash", name="pk_halfway"),
        sa.ForeignKeyConstraint(["user"], ["users.id"], name="fk_halfway_user"),
    )
    op.create_index("ix_halfway_user", "halfway", ["user"])
    op.create_table(
        "factors_wanted",
        sa.Column("role", Choice(*ROLES), nullable=False, autoincrement=False),
        sa.PrimaryKeyConstraint("role", name="pk_factors_wanted"),
    )
    op.add_column("sessions", sa.Column("proved", sa.String))
