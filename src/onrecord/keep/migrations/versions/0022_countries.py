"""The speaker's country in a column of its own, by which statements are searched.

Revision ID: 0022
"""

import sqlalchemy as sa
from alembic import op

from onrecord.keep.columns import Parts

revision, down_revision, branch_labels, depends_on = "0022", "0021", None, None
AT_ONCE = 10_000  # statements


def upgrade() -> None:
    op.add_column("statements", sa.Column("speaker_country", sa.String))
    connection = op.get_bind()
    statements = sa.table("statements", sa.column("id"), sa.column("speaker_told", Parts), sa.column("speaker_country"))
    last = None
    while True:
        further = () if last is None else (statements.c.id > last,)
        rows = connection.execute(sa.select(statements.c.id, statements.c.speaker_told).where(*further).order_by(statements.c.id).limit(AT_ONCE)).all()
        codes = [{"number": row.id, "code": row.speaker_told[3][0]} for row in rows if isinstance(row.speaker_told, tuple) and len(row.speaker_told) > 3 and row.speaker_told[3]]
        if codes:
            connection.execute(sa.update(statements).where(statements.c.id == sa.bindparam("number")).values(speaker_country=sa.bindparam("code")), codes)
        if len(rows) < AT_ONCE:
            return
        last = rows[-1].id
