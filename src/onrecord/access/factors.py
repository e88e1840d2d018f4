"""Second factors, as rows: codes of an authenticator by TOTP (RFC 6238: SHA-1, six digits, 30 s), each of which is taken once, and recovery codes in their place.

The secrets are sealed (see `onrecord.access.sealing`).  Codes are short, so how many may be tried is kept in the record: it holds for all processes, and only who knows the password can use it up.
"""

import re
import secrets
from base64 import b32encode
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil

from sqlalchemy import Connection, and_, delete, exists, func, insert, select, update

from onrecord.access.roles import Role
from onrecord.access.sealing import KeyMissing, Keyring, is_sealed
from onrecord.access.secret import hash_of
from onrecord.access.users import User
from onrecord.errors import UsageError
from onrecord.keep.schema import factors, factors_wanted, identities, recovery_codes, users

STEP, AROUND = 30, 1  # seconds of a code; steps before and after that of now whose code is taken too
CODES, BYTES = 10, 15  # recovery codes; random bytes of each
FREE, FIRST, LONGEST = 5, 30, 3600  # wrong codes without a wait; seconds of the first one, which doubles; of the longest
LACKS = and_(exists(select(1).where(factors_wanted.c.role == users.c.role)), ~exists(select(1).where(factors.c.user == users.c.id, factors.c.confirmed.is_not(None))), ~exists(select(1).where(identities.c.user == users.c.id)))
"""Of a row of users: the role wants a second factor and there is none.  Who signs in at a provider is asked for one there."""
_NO_SIGN = re.compile(r"[^a-z0-9]")


@dataclass(frozen=True, slots=True)
class Factor:
    """`since`: when it was turned on, None where it is off; `left`: recovery codes that were not used; `wanted`: whether the user's role wants one."""

    since: str | None
    left: int
    wanted: bool


def state_of(connection: Connection, user: User) -> Factor:
    since = connection.execute(select(factors.c.confirmed).where(factors.c.user == user.id)).scalar()
    left = connection.execute(select(func.count()).where(recovery_codes.c.user == user.id)).scalar_one()
    return Factor(since, left, user.role in wanted(connection))


def begin(connection: Connection, user: User, at: datetime, keys: Keyring) -> str:
    """A new secret, in base 32, which counts for nothing until a code of it was given.  Raises UsageError where a factor is on already, and as `Keyring.seal` does."""
    if state_of(connection, user).since is not None:
        raise UsageError(f"{user.name} has a second factor already: turn it off first")
    secret = b32encode(secrets.token_bytes(20)).decode()
    sealed = keys.seal(secret, user.id, make=not any(map(is_sealed, connection.execute(select(factors.c.secret)).scalars())))
    connection.execute(delete(factors).where(factors.c.user == user.id))
    connection.execute(insert(factors), {"user": user.id, "secret": sealed, "made": _iso(at), "confirmed": None, "step": 0, "wrong": 0, "tried": _iso(at)})
    return secret


def is_begun(connection: Connection, user: User) -> bool:
    """Whether there is a secret that is not on yet."""
    return connection.execute(select(factors.c.user).where(factors.c.user == user.id, factors.c.confirmed.is_(None))).scalar() is not None


def confirm(connection: Connection, user: User, code: str, at: datetime, keys: Keyring) -> list[str] | None:
    """Turn a factor on that was begun, by a code of it: the recovery codes, which are told only now; None where the code is wrong.  Raises UsageError as `take` does."""
    if not is_begun(connection, user):
        raise UsageError("no second factor was begun: begin anew")
    if not _take_step(connection, user, code, at, keys):
        return None
    connection.execute(update(factors).where(factors.c.user == user.id).values(confirmed=_iso(at)))
    return new_codes(connection, user)


def take(connection: Connection, user: User, code: str, at: datetime, keys: Keyring) -> str | None:
    """Whether a code is right, which is used up then: "code" or "recovery code", None where it is wrong.  Raises UsageError where so many were wrong that one has to wait, KeyMissing where the secret cannot be opened, which recovery codes do not need."""
    plain = _NO_SIGN.sub("", code.casefold())
    if len(plain) > 8:
        used = connection.execute(delete(recovery_codes).where(recovery_codes.c.user == user.id, recovery_codes.c.hash == hash_of(plain))).rowcount
        return "recovery code" if used else None
    return "code" if _take_step(connection, user, plain, at, keys) else None


def new_codes(connection: Connection, user: User) -> list[str]:
    """Those that were before hold no more."""
    connection.execute(delete(recovery_codes).where(recovery_codes.c.user == user.id))
    made = [b32encode(secrets.token_bytes(BYTES)).decode().lower() for _ in range(CODES)]
    connection.execute(insert(recovery_codes), [{"hash": hash_of(each), "user": user.id} for each in made])
    return ["-".join(each[at : at + 4] for at in range(0, len(each), 4)) for each in made]


def remove(connection: Connection, user: User) -> None:
    for table in (factors, recovery_codes):
        connection.execute(delete(table).where(table.c.user == user.id))


def wanted(connection: Connection) -> frozenset[Role]:
    """The roles that want a second factor."""
    return frozenset(Role[name] for name in connection.execute(select(factors_wanted.c.role)).scalars())


def want(connection: Connection, roles: frozenset[Role]) -> None:
    """Have these roles want a second factor, and no others."""
    connection.execute(delete(factors_wanted))
    if roles:
        connection.execute(insert(factors_wanted), [{"role": role.name} for role in sorted(roles)])


def uri(secret: str, name: str, issuer: str) -> str:
    """The address that an authenticator reads from a QR code."""
    from pyotp import TOTP

    return TOTP(secret).provisioning_uri(name=name, issuer_name=issuer)


def seal_plain(connection: Connection, keys: Keyring) -> int:
    """Seal what was kept before secrets were sealed; how many that were."""
    kept = connection.execute(select(factors.c.user, factors.c.secret)).all()
    plain = [row for row in kept if not is_sealed(row.secret)]
    for number, row in enumerate(plain):
        _keep(connection, row.user, keys.seal(row.secret, row.user, make=len(plain) == len(kept) and number == 0))
    return len(plain)


def count_plain(connection: Connection) -> int:
    """How many were kept before secrets were sealed."""
    return sum(not is_sealed(each) for each in connection.execute(select(factors.c.secret)).scalars())


def seal_anew(connection: Connection, keys: Keyring) -> int:
    """Open every secret, and seal it by the first key; how many that were.  Raises as `Keyring.open` and `Keyring.seal` do."""
    kept = connection.execute(select(factors.c.user, factors.c.secret)).all()
    for row in kept:
        _keep(connection, row.user, keys.seal(keys.open(row.secret, row.user), row.user))
    return len(kept)


def not_opened(connection: Connection, keys: Keyring) -> list[str]:
    """The names of the users whose secrets were sealed by another key, or for somebody else."""
    found = []
    for row in connection.execute(select(users.c.name, factors.c.user, factors.c.secret).join(users, users.c.id == factors.c.user).order_by(users.c.key)):
        try:
            keys.open(row.secret, row.user)
        except KeyMissing:
            found.append(row.name)
    return found


def _keep(connection: Connection, user: int, sealed: str) -> None:
    connection.execute(update(factors).where(factors.c.user == user).values(secret=sealed))


def _take_step(connection: Connection, user: User, code: str, at: datetime, keys: Keyring) -> bool:
    from pyotp import TOTP
    from pyotp.utils import strings_equal

    row = connection.execute(select(factors).where(factors.c.user == user.id)).one_or_none()
    if row is None:
        raise UsageError("there is no second factor")
    if wait := _wait(row.wrong, datetime.fromisoformat(row.tried), at):
        raise UsageError(f"too many codes were wrong: wait {wait} seconds, or use a recovery code")
    plain, now, totp = _NO_SIGN.sub("", code.casefold()), int(at.timestamp()) // STEP, TOTP(keys.open(row.secret, user.id))
    for step in range(now - AROUND, now + AROUND + 1):
        if step > row.step and strings_equal(totp.generate_otp(step), plain):
            connection.execute(update(factors).where(factors.c.user == user.id).values(step=step, wrong=0))
            return True
    connection.execute(update(factors).where(factors.c.user == user.id).values(wrong=row.wrong + 1, tried=_iso(at)))
    return False


def _wait(wrong: int, tried: datetime, at: datetime) -> int:
    if wrong < FREE:
        return 0
    ends = tried + timedelta(seconds=min(LONGEST, FIRST * 2 ** min(wrong - FREE, 12)))
    return max(0, ceil((ends - at).total_seconds()))


def _iso(at: datetime) -> str:
    return at.isoformat(timespec="seconds")
