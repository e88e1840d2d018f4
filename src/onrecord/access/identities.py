"""Who a user is at an OpenID provider, as rows: by issuer and subject, which are never given to somebody else, and by nothing else (OpenID Connect Core 1.0, 5.7)."""

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, delete, insert, select

from onrecord.access.roles import Role
from onrecord.access.secret import hash_of
from onrecord.access.users import LONGEST, User, add_user, look_up, user_of
from onrecord.keep.database import add
from onrecord.keep.schema import identities, logouts, users

NO_PASSWORD = ""
"""In place of the hash of one: no password is right."""


def find(connection: Connection, issuer: str, subject: str) -> User | None:
    row = connection.execute(select(users).join(identities, identities.c.user == users.c.id).where(identities.c.issuer == issuer, identities.c.subject == subject)).one_or_none()
    return None if row is None else user_of(row)


def issuer_of(connection: Connection, user: User) -> str | None:
    """Where a user signs in, None who does so here by a password."""
    return connection.execute(select(identities.c.issuer).where(identities.c.user == user.id)).scalar()


def add_identity(connection: Connection, issuer: str, subject: str, name: str, role: Role, at: str) -> User:
    """A new user without a password, under a name that nobody has."""
    user = add_user(connection, free_name(connection, name), role, NO_PASSWORD, at)
    add(connection, identities, {"user": user.id, "issuer": issuer, "subject": subject, "created": at})
    return user


def remove(connection: Connection, user: User) -> None:
    connection.execute(delete(identities).where(identities.c.user == user.id))


def take_once(connection: Connection, issuer: str, token: str, ends: int, at: datetime) -> bool:
    """Whether a logout token, by its id, was not taken before.  `ends`: when it need not be known any more, in seconds since 1970."""
    connection.execute(delete(logouts).where(logouts.c.ends < int(at.timestamp())))
    row = {"hash": hash_of(f"{issuer}\n{token}"), "ends": ends}
    if connection.execute(select(logouts.c.ends).where(logouts.c.hash == row["hash"])).scalar() is not None:
        return False
    connection.execute(insert(logouts), row)
    return True


def name_from(claims: dict[str, Any]) -> str:
    """What a user is called here: what the claims say first that can be a name."""
    for key in ("preferred_username", "name", "sub"):
        told = claims.get(key)
        if isinstance(told, str) and (name := "".join(sign if sign.isprintable() else " " for sign in told).strip().lstrip("- ")[:LONGEST].strip()):
            return name
    return "somebody"


def free_name(connection: Connection, name: str) -> str:
    """The name, or with a number behind it: whoever has it already is somebody else."""
    number, found = 1, name
    while look_up(connection, found) is not None:
        number += 1
        end = f" ({number})"
        found = name[: LONGEST - len(end)].rstrip() + end
    return found
