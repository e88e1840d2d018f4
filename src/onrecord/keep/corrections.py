"""The rows of people's corrections of statements."""

from typing import Any

from sqlalchemy import Connection, select

from onrecord.keep.schema import statement_corrections
from onrecord.types import StatementCorrection

ROWS = select(statement_corrections).order_by(statement_corrections.c.at, statement_corrections.c.id)


def corrections_of(connection: Connection, text: int) -> tuple[StatementCorrection, ...]:
    """Those of a text, the oldest first."""
    return tuple(map(correction_of, connection.execute(ROWS.where(statement_corrections.c.text == text))))


def correction_of(row: Any) -> StatementCorrection:
    return StatementCorrection(row.id, row.act, row.at, row.who, row.why, row.before, row.changes, row.undoes)
