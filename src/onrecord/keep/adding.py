"""Adding what a model made of a text: a reading, its statements, and their words in the index."""

from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, bindparam, exists, select

from onrecord.keep import index
from onrecord.keep.clock import now
from onrecord.keep.database import add, add_many
from onrecord.keep.rows import row_of
from onrecord.keep.schema import readings, statements
from onrecord.keep.superseding import supersede
from onrecord.types import Article

_earlier = readings.alias("earlier")
_LAST = select(readings.c.first, readings.c.found, exists().where(_earlier.c.text == bindparam("of_text")).label("read_before")).order_by(readings.c.id.desc()).limit(1)


@dataclass(frozen=True, slots=True)
class Pending:
    """Rows of a transaction that are written together, since nobody asks for them before: statements, their words, and those of whole texts."""

    statements: list[dict[str, Any]] = field(default_factory=list)
    words: list[index.Row] = field(default_factory=list)
    texts: list[tuple[int, str]] = field(default_factory=list)

    def write(self, connection: Connection) -> None:
        add_many(connection, statements, self.statements)
        index.add_rows(connection, self.texts, self.words)
        for rows in (self.statements, self.words, self.texts):
            rows.clear()


def add_reading(connection: Connection, text: int, made: Article, program: str | None = None, read: str | None = None, pending: Pending | None = None) -> int:
    """What a model made of a text that is kept; the reading's id.  `program`, `read`: with which version of onrecord and when, where it was not this one and now.

    With `pending` the statements are written when that is.
    """
    from onrecord import __version__

    last = connection.execute(_LAST, {"of_text": text}).one_or_none()
    first = last.first + last.found if last else 1
    row = {"text": text, "model": made.model, "program": program or __version__, "language": made.language, "boilerplate": made.boilerplate, "read": read or now(), "first": first, "found": len(made.statements)}
    reading = add(connection, readings, row)
    if last and last.read_before:
        supersede(connection, readings, text)
    waiting = Pending() if pending is None else pending
    rows = [row_of(statement, made.text) | {"id": first + place, "reading": reading, "place": place} for place, statement in enumerate(made.statements)]
    waiting.statements.extend(rows)
    waiting.words.extend(index.rows_of(made.text, [index.Indexed(row["id"], row["content"], row["speaker_name"], row["kind"], row["act"]) for row in rows]))
    if pending is None:
        waiting.write(connection)
    return reading
