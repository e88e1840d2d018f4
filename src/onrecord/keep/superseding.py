"""Which version of a report, and which reading of a text, is not the latest any more: one definition, by which both are kept, searched and proved.

A version is superseded by those of its report that came later.  A reading is superseded by those of its text that were read later, or at the same time and kept later; one that is taken from another record may have been read
earlier than what is here, and be superseded as it comes.  Beside each row stands the first row that superseded it, so that a search which looks no further than some row (see `cursors`) finds what was the latest then.
"""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import ColumnElement, Connection, Table, func, select, tuple_, update

from onrecord.keep.schema import articles, readings, texts, versions

LATEST_VERSION = versions.c.superseded_by.is_(None)
LATEST_READING = readings.c.superseded_by.is_(None)
_OF = {versions: "article", readings: "text"}
_ORDER = {versions: ("id",), readings: ("read", "id")}


def latest_up_to(alias: str, bound: str) -> str:
    """As SQL: whether a row was the latest when the row whose number is bound was the newest, itself not being newer."""
    return f"({alias}.superseded_by IS NULL OR {alias}.superseded_by > :{bound})"


def supersede(connection: Connection, table: Table, of: int) -> None:
    """After a version was added to a report (`of`), or a reading to a text."""
    connection.execute(update(table).where(table.c[_OF[table]] == of, _otherwise(table)).values(superseded_by=_first_later(table)))


def faults(connection: Connection) -> Iterator[str]:
    """What does not say by which row it is superseded."""
    for name, number in connection.execute(select(articles.c.article_id, versions.c.number).join(articles).where(_otherwise(versions)).order_by(versions.c.id)):
        yield f"version {number} of report {name} does not say whether a later one superseded it"
    for sha256, model in connection.execute(select(texts.c.sha256, readings.c.model).join(texts).where(_otherwise(readings)).order_by(readings.c.id)):
        yield f"what {model} made of text {sha256} does not say whether a later reading superseded it"


def _first_later(table: Table) -> Any:
    later, of = table.alias(), _OF[table]
    order, own = (tuple_(*(each.c[name] for name in _ORDER[table])) for each in (later, table))
    return select(func.min(later.c.id)).where(later.c[of] == table.c[of], order > own).correlate(table).scalar_subquery()


def _otherwise(table: Table) -> ColumnElement[bool]:
    return table.c.superseded_by.is_distinct_from(_first_later(table))
