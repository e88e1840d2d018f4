"""Users, as rows.  Names are told apart without regard to case."""

import unicodedata
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, delete, func, select, update

from onrecord.access.roles import Role
from onrecord.errors import InputError, UsageError
from onrecord.keep.database import add
from onrecord.keep.schema import factors, halfway, identities, recovery_codes, sessions, tokens, users

LONGEST = 64  # characters of a name


@dataclass(frozen=True, slots=True)
class User:
    """`changed`: when the password was last set."""

    id: int
    name: str
    role: Role
    created: str
    changed: str


def key_of(name: str) -> str:
    """As names are compared."""
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", name).casefold())


def check_name(name: str) -> str:
    """The name.  Raises UsageError where it cannot be one: it must be visible, in one line, of at most LONGEST characters."""
    if not name or name != name.strip() or not name.isprintable() or len(name) > LONGEST or name.startswith("-"):
        raise UsageError(f"{name!r} cannot be a user's name: give 1 to {LONGEST} letters, digits, marks or spaces, none at its ends")
    return name


def add_user(connection: Connection, name: str, role: Role, password: str, at: str) -> User:
    """With the hash of a password.  Raises UsageError where the name is taken."""
    if kept := look_up(connection, name):
        raise UsageError(f"{kept[0].name} is a user already: change it with `onrecord user role` and `onrecord user password`")
    id = add(connection, users, {"name": name, "key": key_of(name), "role": role.name, "password": password, "created": at, "changed": at})
    return User(id, name, role, at, at)


def look_up(connection: Connection, name: str) -> tuple[User, str] | None:
    """A user and the hash of the password."""
    row = connection.execute(select(users).where(users.c.key == key_of(name))).one_or_none()
    return None if row is None else (user_of(row), row.password)


def find_user(connection: Connection, name: str) -> User:
    """Raises InputError where there is none."""
    found = look_up(connection, name)
    if found is None:
        raise InputError(name, "is no user", "`onrecord user list` tells who is")
    return found[0]


def list_users(connection: Connection) -> list[User]:
    """By name."""
    return list(map(user_of, connection.execute(select(users).order_by(users.c.key))))


def count_users(connection: Connection) -> int:
    return int(connection.execute(select(func.count()).select_from(users)).scalar_one())


def set_role(connection: Connection, user: User, role: Role) -> None:
    """Sessions end; tokens may do no more than the user may from now on."""
    connection.execute(update(users).where(users.c.id == user.id).values(role=role.name))
    end_sessions(connection, user)


def set_password(connection: Connection, user: User, password: str, at: str) -> None:
    """Sessions end; tokens stay."""
    connection.execute(update(users).where(users.c.id == user.id).values(password=password, changed=at))
    end_sessions(connection, user)


def set_hash(connection: Connection, user: User, password: str) -> None:
    """The same password, kept by better means."""
    connection.execute(update(users).where(users.c.id == user.id).values(password=password))


def remove_user(connection: Connection, user: User) -> None:
    """With all that is the user's; what the user did stays in the log."""
    end_sessions(connection, user)
    for table in (tokens, identities, factors, recovery_codes):
        connection.execute(delete(table).where(table.c.user == user.id))
    connection.execute(delete(users).where(users.c.id == user.id))


def end_sessions(connection: Connection, user: User, but: int | None = None) -> int:
    """All sessions of a user, or all but one; how many there were.  Logins that are halfway end too."""
    connection.execute(delete(halfway).where(halfway.c.user == user.id))
    return connection.execute(delete(sessions).where(sessions.c.user == user.id, sessions.c.id != (but or 0))).rowcount


def user_of(row: Any) -> User:
    return User(row.id, row.name, Role[row.role], row.created, row.changed)
