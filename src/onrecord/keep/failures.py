"""What could not be read, kept until it is read again."""

from collections.abc import Iterator
from dataclasses import dataclass, fields
from itertools import groupby

from sqlalchemy import ColumnElement, Connection, select

from onrecord.keep.schema import failures, ingests, settlements
from onrecord.read.sources import Limits


@dataclass(frozen=True, slots=True)
class Failure:
    """An input that an ingest could not read: `name` is the input or a line of it, `source` what would be read again, `at` when it failed."""

    at: str
    source: str
    name: str
    reason: str
    advice: str


POSTED = "posted:"
"""How the source of what was posted to a server begins, before the job's id."""


def unsettled() -> ColumnElement[bool]:
    return failures.c.id.not_in(select(settlements.c.failure))


def list_failures(connection: Connection) -> tuple[Failure, ...]:
    """Those whose source has not been read since, the oldest first."""
    rows = connection.execute(select(failures.c.at, failures.c.source, failures.c.name, failures.c.reason, failures.c.advice).where(unsettled()).order_by(failures.c.id))
    return tuple(Failure(*row) for row in rows)


def to_retry(connection: Connection) -> Iterator[tuple[Limits, list[str]]]:
    """The sources to read again, with the limits that they were read with; standard input and what was posted are gone, and left out."""
    rows = connection.execute(select(failures.c.source, ingests.c.settings).join(ingests).where(unsettled(), failures.c.source != "-", ~failures.c.source.startswith(POSTED)).order_by(failures.c.id)).all()
    latest = {row.source: row.settings for row in rows}

    def settings(source: str) -> str:
        return repr(latest[source])

    for _, sources in groupby(sorted(latest, key=settings), settings):
        group = list(sources)
        yield Limits(**{each.name: latest[group[0]][each.name] for each in fields(Limits) if each.name in latest[group[0]]}), group
