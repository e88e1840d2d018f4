"""Adding what a model made of a text: a reading, its statements, and their words in the index."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, bindparam, exists, select

from onrecord.keep import index
from onrecord.keep.clock import now
from onrecord.keep.database import add, add_many
from onrecord.keep.rows import row_of
from onrecord.keep.schema import findings, readings, statements
from onrecord.keep.superseding import supersede
from onrecord.types import Article

if TYPE_CHECKING:
    from onrecord.follow.drafts import Told

_earlier = readings.alias("earlier")
_LAST = select(readings.c.first, readings.c.found, exists().where(_earlier.c.text == bindparam("of_text")).label("read_before")).order_by(readings.c.id.desc()).limit(1)


@dataclass(frozen=True, slots=True)
class Pending:
    """Rows of a transaction that are written together, since nobody asks for them before: statements, their words, those of whole texts, and what reports tell the ledger."""

    statements: list[dict[str, Any]] = field(default_factory=list)
    words: list[index.Row] = field(default_factory=list)
    texts: list[tuple[int, str]] = field(default_factory=list)
    told: list[dict[str, Any]] = field(default_factory=list)

    def write(self, connection: Connection) -> None:
        add_many(connection, statements, self.statements)
        index.add_rows(connection, self.texts, self.words)
        add_many(connection, findings, self.told)
        for rows in (self.statements, self.words, self.texts, self.told):
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


def told_row(version: int, reading: int, told: "Told") -> dict[str, Any]:
    """What a version of a report, by its row, tells the ledger, as it is read in a reading of its text by this onrecord."""
    from onrecord import __version__

    return {"version": version, "reading": reading, "program": __version__, "told": told.to_dict()}
