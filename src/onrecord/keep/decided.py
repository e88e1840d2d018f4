"""Decisions of people about who is who, as dated rows: nothing is erased, and an undoing is a row of its own."""

from typing import Any, cast

from sqlalchemy import Connection, func, insert, select

from onrecord.keep.schema import decisions
from onrecord.resolve.decisions import Decision


def list_decisions(connection: Connection) -> tuple[Decision, ...]:
    """All of them, in order."""
    rows = connection.execute(select(decisions).order_by(decisions.c.id))
    return tuple(Decision(row.id, cast(Any, row.act), row.at, row.who, row.why, frozenset(row.one), frozenset(row.other), row.undoes) for row in rows)


def add_decision(connection: Connection, decision: Decision, undoes: int | None) -> int:
    """Its number, which follows the last one's."""
    number = int(connection.execute(select(func.coalesce(func.max(decisions.c.id), 0))).scalar_one()) + 1
    row = {"id": number, "act": decision.act, "at": decision.on, "who": decision.who, "why": decision.why, "one": sorted(decision.left), "other": sorted(decision.right), "undoes": undoes}
    connection.execute(insert(decisions), row)
    return number
