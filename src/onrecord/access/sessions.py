"""Sessions of browsers, as rows: begun at login with a new random id, ended by logout, by changes of the user, and by time."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, delete, or_, select, update

from onrecord.access.factors import LACKS
from onrecord.access.roles import Role, Visitor
from onrecord.access.secret import hash_of, make_secret
from onrecord.access.users import User
from onrecord.keep.database import add
from onrecord.keep.schema import identities, sessions, users

IDLE, ABSOLUTE = timedelta(hours=8), timedelta(days=7)
"""How long a session may go unused, and how long it lasts at most."""
STEP = timedelta(minutes=5)
"""How exactly it is kept when a session, or a token, was last used."""
MOST = 20  # sessions of one user at a time; the oldest makes room


@dataclass(frozen=True, slots=True)
class Session:
    id: int
    begun: str
    seen: str
    address: str
    proved: str | None


def begin(connection: Connection, user: User, address: str, at: datetime, proved: datetime | None = None, sid: str | None = None) -> tuple[int, str]:
    """A session, and the secret that stands for it.  `proved`: when the user last signed in at a provider by more than being known there already; `sid`: the session there."""
    _clear(connection, at)
    for old in list_sessions(connection, user)[MOST - 1 :]:
        end(connection, old.id)
    secret = make_secret()
    id = add(connection, sessions, {"hash": hash_of(secret), "user": user.id, "begun": iso(at), "seen": iso(at), "address": address, "proved": proved and iso(proved), "sid": sid})
    return id, secret


def visitor_of(connection: Connection, secret: str, address: str, at: datetime) -> tuple[Visitor, bool] | None:
    """Whose session a secret stands for, and whether it is time to note that it was used; None where it stands for none, or for one that is over."""
    found = connection.execute(select(sessions.c.id, sessions.c.begun, sessions.c.seen, users.c.name, users.c.role, LACKS.label("lacks")).join(users, users.c.id == sessions.c.user).where(sessions.c.hash == hash_of(secret))).one_or_none()
    if found is None or found.seen < iso(at - IDLE) or found.begun < iso(at - ABSOLUTE):
        return None
    return Visitor(found.name, Role[found.role], address, session=found.id, lacks=bool(found.lacks)), found.seen < iso(at - STEP)


def list_sessions(connection: Connection, user: User) -> list[Session]:
    """Those of a user, the one that was begun last first."""
    rows = connection.execute(select(sessions).where(sessions.c.user == user.id).order_by(sessions.c.begun.desc(), sessions.c.id.desc()))
    return [Session(row.id, row.begun, row.seen, row.address, row.proved) for row in rows]


def note_use(connection: Connection, id: int, at: datetime) -> None:
    connection.execute(update(sessions).where(sessions.c.id == id).values(seen=iso(at)))


def end(connection: Connection, id: int) -> None:
    connection.execute(delete(sessions).where(sessions.c.id == id))


def end_by_secret(connection: Connection, secret: str) -> None:
    connection.execute(delete(sessions).where(sessions.c.hash == hash_of(secret)))


def end_at(connection: Connection, issuer: str, subject: str | None, sid: str | None) -> dict[str, int]:
    """Sessions of who has signed in at a provider: those of a subject, of one session there, or of both.  How many ended, by the user's name."""
    wanted = select(sessions.c.id, users.c.name).join(users, users.c.id == sessions.c.user).join(identities, identities.c.user == users.c.id).where(identities.c.issuer == issuer)
    if subject is not None:
        wanted = wanted.where(identities.c.subject == subject)
    if sid is not None:
        wanted = wanted.where(sessions.c.sid == sid)
    found = connection.execute(wanted).all()
    connection.execute(delete(sessions).where(sessions.c.id.in_([row.id for row in found])))
    return dict(Counter(row.name for row in found))


def iso(at: datetime) -> str:
    """As `onrecord.keep.clock.now` writes it."""
    return at.isoformat(timespec="seconds")


def _clear(connection: Connection, at: datetime) -> None:
    """Those that are over."""
    connection.execute(delete(sessions).where(or_(sessions.c.seen < iso(at - IDLE), sessions.c.begun < iso(at - ABSOLUTE))))
