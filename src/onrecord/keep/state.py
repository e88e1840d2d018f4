"""In which state a record is: what tells whoever keeps answers at hand whether they still hold."""

from sqlalchemy import Connection, func, select

from onrecord.keep.schema import decisions, meaning_built, outcomes, readings, takedowns, versions

_GROWING = (versions.c.id, readings.c.id, outcomes.c.id, takedowns.c.id, decisions.c.id, meaning_built.c.reading, meaning_built.c.changes)


def state_of(connection: Connection) -> str:
    """Another string whenever something was added, decided, taken down or made searchable by meaning: the newest row of each table that grows."""
    return "-".join(str(connection.execute(select(func.coalesce(func.max(of), 0))).scalar_one()) for of in _GROWING)
