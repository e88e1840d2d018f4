"""The rows of people's corrections and reviews of statements."""

from typing import Any

from sqlalchemy import Connection, select

from onrecord.keep.schema import reviews, statement_corrections
from onrecord.types import StatementCorrection, StatementReview

ROWS = select(statement_corrections).order_by(statement_corrections.c.at, statement_corrections.c.id)


def corrections_of(connection: Connection, text: int) -> tuple[StatementCorrection, ...]:
    """Those of a text, the oldest first."""
    return tuple(map(correction_of, connection.execute(ROWS.where(statement_corrections.c.text == text))))


def reviews_of(connection: Connection, text: int) -> tuple[StatementReview, ...]:
    """Those of a text, the oldest first."""
    rows = connection.execute(select(reviews).where(reviews.c.text == text).order_by(reviews.c.at, reviews.c.id))
    return tuple(StatementReview(row.id, row.act, row.at, row.who, row.why, row.statement, row.undoes, row.seen) for row in rows)


def correction_of(row: Any) -> StatementCorrection:
    return StatementCorrection(row.id, row.act, row.at, row.who, row.why, row.before, row.changes, row.undoes)
