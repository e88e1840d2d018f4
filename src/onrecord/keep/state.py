"""In which state a record is: what tells whoever keeps answers at hand whether they still hold."""

from collections.abc import Iterable, Mapping
from typing import Any

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


def lacks_since(connection: Connection, kept: Mapping[str, Any], goal: Mapping[str, Any]) -> str | None:
    """Of what was worked out up to the rows `kept`, of all that there are now: when the last reading was made that is taken in, where everything is that people decided and took down; None where something of that is not."""
    if any(kept.get(name) != goal[name] for name in goal.keys() & {"program", "takedown", "decision"}):
        return None
    return connection.execute(select(readings.c.read).where(readings.c.id == kept["reading"])).scalar()


def _newest(connection: Connection, columns: Iterable[Column[int]]) -> str:
    newest = (select(func.coalesce(func.max(of), 0)).scalar_subquery() for of in columns)
    return "-".join(map(str, connection.execute(select(*newest)).one()))
