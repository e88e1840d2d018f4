"""What filters ask of a statement is kept beside its code.

Revision ID: 0016
"""

import sqlalchemy as sa
from alembic import op

revision, down_revision, branch_labels, depends_on = "0016", "0015", None, None
AT_ONCE = 1_000  # readings


def upgrade() -> None:
    op.add_column("meaning_codes", sa.Column("marks", sa.LargeBinary, nullable=False, server_default=""))
    connection = op.get_bind()
    statements = sa.table("statements", *map(sa.column, ("reading", "place", "kind", "mode", "act", "confidence")))
    kept = sa.table("meaning_codes", sa.column("reading"), sa.column("marks"))
    numbers = list(connection.execute(sa.select(kept.c.reading).order_by(kept.c.reading)).scalars())
    for at in range(0, len(numbers), AT_ONCE):
        some = numbers[at : at + AT_ONCE]
        marks = {number: bytearray() for number in some}
        for row in connection.execute(sa.select(statements).where(statements.c.reading.in_(some)).order_by(statements.c.reading, statements.c.place)):
            marks[row.reading] += bytes((row.kind & 3 | (row.mode & 3) << 2 | (15 if row.act is None else row.act & 15) << 4, min(max(row.confidence, 0), 1_000_000) * 255 // 1_000_000))
        connection.execute(sa.update(kept).where(kept.c.reading == sa.bindparam("number")).values(marks=sa.bindparam("made", type_=sa.LargeBinary)), [{"number": number, "made": bytes(made)} for number, made in marks.items()])
