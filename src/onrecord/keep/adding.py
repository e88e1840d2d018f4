"""Adding what a model made of a text: a reading, its statements, and their words in the index."""

from sqlalchemy import Connection, select

from onrecord.keep import index
from onrecord.keep.clock import now
from onrecord.keep.database import add, add_many
from onrecord.keep.rows import row_of
from onrecord.keep.schema import readings, statements
from onrecord.types import Article

_LAST = select(readings.c.first, readings.c.found).order_by(readings.c.id.desc()).limit(1)


def add_reading(connection: Connection, text: int, made: Article, program: str | None = None, read: str | None = None) -> int:
    """What a model made of a text that is kept; the reading's id.  `program`, `read`: with which version of onrecord and when, where it was not this one and now."""
    from onrecord import __version__

    last = connection.execute(_LAST).one_or_none()
    first = last.first + last.found if last else 1
    row = {"text": text, "model": made.model, "program": program or __version__, "language": made.language, "boilerplate": made.boilerplate, "read": read or now(), "first": first, "found": len(made.statements)}
    reading = add(connection, readings, row)
    rows = [row_of(statement, made.text) | {"id": first + place, "reading": reading, "place": place} for place, statement in enumerate(made.statements)]
    add_many(connection, statements, rows)
    index.add_statements(connection, made.text, [index.Indexed(row["id"], row["content"], row["speaker_name"], row["kind"], row["act"]) for row in rows])
    return reading
