"""In which state a record is: what tells whoever keeps answers at hand whether they still hold."""

from collections.abc import Iterable

from sqlalchemy import Column, Connection, func, select

from onrecord.keep.schema import amendments, corrections, decisions, meaning_built, outcomes, readings, statement_corrections, takedowns, utterance_decisions, versions

_GROWING = (versions.c.id, readings.c.id, outcomes.c.id, takedowns.c.id, decisions.c.id, meaning_built.c.reading, meaning_built.c.changes, amendments.c.id)
_DECIDED = (takedowns.c.id, decisions.c.id, corrections.c.id, statement_corrections.c.id, utterance_decisions.c.id, amendments.c.id)


def state_of(connection: Connection) -> str:
    """Another string whenever something was added, decided, taken down or made searchable by meaning: the newest row of each table that grows."""
    return _newest(connection, _GROWING)


def decided(connection: Connection) -> str:
    """Another string whenever people decided, corrected or took down something."""
    return _newest(connection, _DECIDED)


def _newest(connection: Connection, columns: Iterable[Column[int]]) -> str:
    newest = (select(func.coalesce(func.max(of), 0)).scalar_subquery() for of in columns)
    return "-".join(map(str, connection.execute(select(*newest)).one()))
