"""Tokens of programs, as rows: each of a user, with a role of its own that is not above the user's, until a day or until it is revoked."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select, update

from onrecord.access.roles import Role, Visitor
from onrecord.access.secret import TOKEN, hash_of, make_secret
from onrecord.access.sessions import STEP, iso
from onrecord.access.users import LONGEST, User
from onrecord.errors import InputError, UsageError
from onrecord.keep.database import add
from onrecord.keep.schema import tokens, users

_ROWS = select(tokens, users.c.name.label("owner")).join(users, users.c.id == tokens.c.user).order_by(tokens.c.id)


@dataclass(frozen=True, slots=True)
class Token:
    """`expires`, `used` and `revoked` are times, None where it does not, was not and is not."""

    id: int
    user: str
    name: str
    role: Role
    created: str
    expires: str | None
    used: str | None
    revoked: str | None


def add_token(connection: Connection, user: User, name: str, role: Role, expires: datetime | None, at: datetime) -> tuple[Token, str]:
    """A token and its secret, which is told only now.  Raises UsageError for a role above the user's, an expiry that is past, and a name that is none."""
    if role > user.role:
        raise UsageError(f"{user.name} is {user.role.told}: a token may do no more, and not as much as {role.told} may")
    if expires is not None and expires <= at:
        raise UsageError("a token's expiry lies in the future")
    if not name.strip() or not name.isprintable() or len(name) > LONGEST:
        raise UsageError(f"name the token, in up to {LONGEST} characters, by what it is for")
    secret = make_secret(TOKEN)
    until = None if expires is None else iso(expires)
    id = add(connection, tokens, {"user": user.id, "name": name.strip(), "hash": hash_of(secret), "role": role.name, "created": iso(at), "expires": until})
    return Token(id, user.name, name.strip(), role, iso(at), until, None, None), secret


def visitor_of(connection: Connection, secret: str, address: str, at: datetime) -> tuple[Visitor, bool] | None:
    """Who shows a token, with the lesser of its role and the user's, and whether it is time to note that it was used; None where it is none, was revoked or is over."""
    found = connection.execute(select(tokens, users.c.name.label("owner"), users.c.role.label("most")).join(users, users.c.id == tokens.c.user).where(tokens.c.hash == hash_of(secret))).one_or_none()
    if found is None or found.revoked is not None or (found.expires is not None and found.expires <= iso(at)):
        return None
    return Visitor(found.owner, min(Role[found.role], Role[found.most]), address, token=found.id), found.used is None or found.used < iso(at - STEP)


def list_tokens(connection: Connection, user: User | None = None) -> list[Token]:
    """Of one user, or of all; those that were revoked too."""
    return list(map(token_of, connection.execute(_ROWS if user is None else _ROWS.where(tokens.c.user == user.id))))


def find_token(connection: Connection, id: int) -> Token:
    """Raises InputError where there is none."""
    row = connection.execute(_ROWS.where(tokens.c.id == id)).one_or_none()
    if row is None:
        raise InputError(str(id), "is the number of no token", "`onrecord user token list` tells them")
    return token_of(row)


def revoke(connection: Connection, token: Token, at: datetime) -> None:
    """Raises UsageError where it was already."""
    if token.revoked is not None:
        raise UsageError(f"token {token.id} was revoked on {token.revoked[:10]}")
    connection.execute(update(tokens).where(tokens.c.id == token.id).values(revoked=iso(at)))


def note_use(connection: Connection, id: int, at: datetime) -> None:
    connection.execute(update(tokens).where(tokens.c.id == id).values(used=iso(at)))


def token_of(row: Any) -> Token:
    return Token(row.id, row.owner, row.name, Role[row.role], row.created, row.expires, row.used, row.revoked)
