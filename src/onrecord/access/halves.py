"""Logins that are halfway, as rows: the password was right, and a code of the second factor is still wanted.  Such a login opens nothing."""

from datetime import datetime, timedelta

from sqlalchemy import Connection, delete, insert, or_, select, update

from onrecord.access.secret import hash_of, make_secret
from onrecord.access.sessions import iso
from onrecord.access.users import User, user_of
from onrecord.keep.schema import halfway, users

LASTS, MOST = timedelta(minutes=5), 5
"""How long a login may stay halfway, and how many codes may be tried in it."""


def begin(connection: Connection, user: User, at: datetime) -> str:
    """The secret that stands for it."""
    connection.execute(delete(halfway).where(or_(halfway.c.begun < iso(at - LASTS), halfway.c.tries >= MOST)))
    secret = make_secret()
    connection.execute(insert(halfway), {"hash": hash_of(secret), "user": user.id, "begun": iso(at), "tries": 0})
    return secret


def user_halfway(connection: Connection, secret: str, at: datetime) -> User | None:
    """Whose login a secret stands for, None where it stands for none, or for one that is over."""
    row = connection.execute(select(users).join(halfway, halfway.c.user == users.c.id).where(halfway.c.hash == hash_of(secret), halfway.c.begun >= iso(at - LASTS), halfway.c.tries < MOST)).one_or_none()
    return None if row is None else user_of(row)


def note_try(connection: Connection, secret: str) -> None:
    connection.execute(update(halfway).where(halfway.c.hash == hash_of(secret)).values(tries=halfway.c.tries + 1))


def end(connection: Connection, secret: str) -> None:
    connection.execute(delete(halfway).where(halfway.c.hash == hash_of(secret)))
