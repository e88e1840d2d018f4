"""In which state a record is: what tells whoever keeps answers at hand whether they still hold."""

from sqlalchemy import Connection, func, select

from onrecord.keep.schema import decisions, outcomes, readings, takedowns, versions

_GROWING = (versions, readings, outcomes, takedowns, decisions)


def state_of(connection: Connection) -> str:
    """Another string whenever something was added, decided or taken down: the newest row of each table that grows."""
    return "-".join(str(connection.execute(select(func.coalesce(func.max(of.c.id), 0))).scalar_one()) for of in _GROWING)
