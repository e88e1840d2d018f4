"""The log: who logged in, changed users and tokens, took down and corrected over HTTP, and when.  Rows are only ever added."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import Connection, insert, select

from onrecord.access.roles import Visitor
from onrecord.keep.clock import now
from onrecord.keep.schema import audits

if TYPE_CHECKING:
    from onrecord.keep.record import Record

LONGEST = 1000  # characters of an object


@dataclass(frozen=True, slots=True)
class Entry:
    """What `who` did to what, and from which address; `token` is the number of the token by which, None where it was none."""

    number: int
    at: str
    who: str
    address: str
    token: int | None
    action: str
    object: str


def audit(where: "Record | Connection", visitor: Visitor, action: str, object: str = "") -> None:
    """Write down what a visitor did: `action` in a word or two ("takedown", "correction"), `object` the id of what it was done to, and never a report's words, which a takedown would not find here.

    In a transaction of its own, or in that of a connection, so that the one is not kept without the other.
    """
    row = {"at": now(), "who": visitor.name, "address": visitor.address, "token": visitor.token, "action": action, "object": object[:LONGEST]}
    if isinstance(where, Connection):
        where.execute(insert(audits), row)
        return
    with where._writing() as connection:
        connection.execute(insert(audits), row)


def entries(connection: Connection, limit: int, who: str | None = None, action: str | None = None) -> list[Entry]:
    """The last ones, the oldest first."""
    wanted = select(audits).order_by(audits.c.id.desc()).limit(limit)
    if who is not None:
        wanted = wanted.where(audits.c.who == who)
    if action is not None:
        wanted = wanted.where(audits.c.action == action)
    return [Entry(row.id, row.at, row.who, row.address, row.token, row.action, row.object) for row in connection.execute(wanted)][::-1]


