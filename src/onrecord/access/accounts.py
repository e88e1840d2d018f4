"""Users of a record, as command and pages change them: each change is one transaction, with its entry in the log."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import Connection

from onrecord.access import factors, halves, identities, log, passwords, sessions, tokens, users
from onrecord.access.back_channel import LoggedOut, NoLogout
from onrecord.access.log import Entry, audit
from onrecord.access.roles import Role, Visitor
from onrecord.access.second import SecondFactors
from onrecord.access.sessions import Session, iso
from onrecord.access.tokens import Token
from onrecord.access.users import User
from onrecord.errors import InputError, UsageError
from onrecord.keep.record import Record

FRESH = timedelta(minutes=5)
"""How long somebody who has signed in at a provider need not do so again where others are asked the password."""


@dataclass(frozen=True, slots=True)
class Halfway:
    """A login whose password was right and whose code is still wanted, by its secret."""

    secret: str


class Accounts:
    """`clock` gives the time, in UTC.  Everything raises RecordError where the record cannot be read or written, and InputError for a user who is none."""

    def __init__(self, record: Record, clock: Callable[[], datetime] = lambda: datetime.now(UTC)):
        self._record, self._clock = record, clock
        self.second = SecondFactors(record, self.now)

    def any(self) -> bool:
        """Whether there is a user."""
        with self._record._reading() as connection:
            return users.count_users(connection) > 0

    def everybody(self) -> list[User]:
        """By name."""
        with self._record._reading() as connection:
            return users.list_users(connection)

    def user(self, name: str) -> User:
        with self._record._reading() as connection:
            return users.find_user(connection, name)

    def add(self, name: str, role: Role, password: str, by: Visitor) -> User:
        """Raises UsageError for a name that is taken or unfit, and for an unfit password."""
        passwords.check_fit(password, users.check_name(name))
        kept = passwords.hashed(password)
        with self._record._writing() as connection:
            user = users.add_user(connection, name, role, kept, iso(self._clock()))
            audit(connection, by, "user added", f"{user.name} ({role.name})")
            return user

    def set_role(self, name: str, role: Role, by: Visitor) -> None:
        """Ends the user's sessions."""
        with self._record._writing() as connection:
            user = users.find_user(connection, name)
            users.set_role(connection, user, role)
            audit(connection, by, "role changed", f"{user.name} ({role.name})")

    def set_password(self, name: str, password: str, by: Visitor) -> None:
        """Ends the user's sessions.  Raises UsageError for an unfit password."""
        user = self.user(name)
        with self._record._reading() as connection:
            if issuer := identities.issuer_of(connection, user):
                raise UsageError(f"{user.name} signs in at {issuer}, and has no password here")
        passwords.check_fit(password, user.name)
        self._set_password(user, passwords.hashed(password), by)

    def change_password(self, visitor: Visitor, old: str, new: str) -> str:
        """By the user; all sessions end, and the secret of a new one is given back.  Raises UsageError where `old` is wrong or `new` unfit."""
        user = self.confirm(visitor, old)
        if issuer := self.provider_of(user.name):
            raise UsageError(f"you sign in at {issuer}, and have no password here")
        passwords.check_fit(new, user.name)
        return self._set_password(user, passwords.hashed(new), visitor, begin=True)

    def remove(self, name: str, by: Visitor) -> None:
        """With sessions and tokens."""
        with self._record._writing() as connection:
            user = users.find_user(connection, name)
            users.remove_user(connection, user)
            audit(connection, by, "user removed", user.name)

    def log_in(self, name: str, password: str, address: str, old: str | None = None) -> str | Halfway | None:
        """The secret of a new session, or of a login that is halfway, where the user has a second factor; or None where name or password is wrong; that takes as long for a name that is nobody's.  `old`: the secret of a session that the browser had, which ends."""
        with self._record._reading() as connection:
            found = users.look_up(connection, name)
        user, kept = found or (None, None)
        if not passwords.is_right(kept, password) or user is None or kept is None:
            with self._record._writing() as connection:  # what is no name may be a password, and is not written down
                audit(connection, Visitor(user.name if user else "", Role.reader, address), "login failed", "" if user else "no such user")
            return None
        better = passwords.hashed(password) if passwords.is_outdated(kept) else None
        with self._record._writing() as connection:
            if users.look_up(connection, name) != (user, kept):  # was changed meanwhile
                return None
            if better is not None:
                users.set_hash(connection, user, better)
            if factors.state_of(connection, user).since is not None:
                return Halfway(halves.begin(connection, user, self._clock()))
            if old is not None:
                sessions.end_by_secret(connection, old)
            id, secret = sessions.begin(connection, user, address, self._clock())
            audit(connection, Visitor(user.name, user.role, address, session=id), "login")
            return secret

    def sign_in(self, issuer: str, subject: str, name: str, role: Role, keep: bool, address: str, proved: datetime | None = None, old: str | None = None, sid: str | None = None) -> str:
        """The secret of a new session of who is known at a provider, and becomes a user where they are none yet, with a name like `name`.  `role`: as the provider has it, which holds from now on; with `keep` only for a new user.
        `proved`: when they proved there who they are; `sid`: the session there."""
        with self._record._writing() as connection:
            by = Visitor("", Role.reader, address)
            user = identities.find(connection, issuer, subject)
            if user is None:
                user = identities.add_identity(connection, issuer, subject, name, role, iso(self._clock()))
                audit(connection, by, "user added", f"{user.name} ({role.name}) by {issuer}")
            elif user.role != role and not keep:
                users.set_role(connection, user, role)
                audit(connection, by, "role changed", f"{user.name} ({role.name}) by {issuer}")
            user = users.find_user(connection, user.name)
            if old is not None:
                sessions.end_by_secret(connection, old)
            id, secret = sessions.begin(connection, user, address, self._clock(), proved, sid)
            audit(connection, Visitor(user.name, user.role, address, session=id), "login", f"by {issuer}")
            return secret

    def refuse_sign_in(self, address: str, reason: str, issuer: str = "", subject: str = "") -> None:
        """Write down that somebody was not signed in.  Who was a user, and may be none any more by what the provider says, loses sessions and tokens."""
        with self._record._writing() as connection:
            user = identities.find(connection, issuer, subject) if subject else None
            if user is not None:
                users.end_sessions(connection, user)
                for token in tokens.list_tokens(connection, user):
                    if token.revoked is None:
                        tokens.revoke(connection, token, self._clock())
            audit(connection, Visitor(user.name if user else "", Role.reader, address), "login failed", f"sign-in: {reason}")

    def end_at_provider(self, issuer: str, left: LoggedOut, address: str) -> int:
        """Who has logged out at a provider is logged out here; how many sessions ended.  Raises NoLogout for a token that was taken before."""
        with self._record._writing() as connection:
            if not identities.take_once(connection, issuer, left.token, left.ends, self._clock()):
                raise NoLogout("taken before")
            ended = sessions.end_at(connection, issuer, left.subject, left.sid)
            for name, number in ended.items():
                audit(connection, Visitor(name, Role.reader, address), "logout", f"{number} by {issuer}")
            return sum(ended.values())

    def provider_of(self, name: str) -> str | None:
        """The issuer at which a user signs in, None who has a password here."""
        with self._record._reading() as connection:
            return identities.issuer_of(connection, users.find_user(connection, name))

    def log_out(self, visitor: Visitor) -> None:
        if visitor.session is not None:
            with self._record._writing() as connection:
                sessions.end(connection, visitor.session)
                audit(connection, visitor, "logout")

    def by_session(self, secret: str, address: str) -> tuple[Visitor, bool] | None:
        """See `onrecord.access.sessions.visitor_of`."""
        with self._record._reading() as connection:
            return sessions.visitor_of(connection, secret, address, self._clock())

    def by_token(self, secret: str, address: str) -> tuple[Visitor, bool] | None:
        """See `onrecord.access.tokens.visitor_of`."""
        with self._record._reading() as connection:
            return tokens.visitor_of(connection, secret, address, self._clock())

    def note_use(self, visitor: Visitor) -> None:
        """Of a session or a token."""
        with self._record._writing() as connection:
            if visitor.session is not None:
                sessions.note_use(connection, visitor.session, self._clock())
            if visitor.token is not None:
                tokens.note_use(connection, visitor.token, self._clock())

    def confirm(self, visitor: Visitor, password: str) -> User:
        """The user, asked for the password again.  Who signs in at a provider must have done so just now instead.  Raises UsageError where it is wrong, or was not just now."""
        with self._record._reading() as connection:
            found = users.look_up(connection, visitor.name)
            if found and identities.issuer_of(connection, found[0]):
                since = iso(self._clock() - FRESH)
                if not any(each.id == visitor.session and (each.proved or "") >= since for each in sessions.list_sessions(connection, found[0])):
                    raise UsageError("sign in again first, to show that it is you")
                return found[0]
        user, kept = found or (None, None)
        if not passwords.is_right(kept, password) or user is None:
            with self._record._writing() as connection:
                audit(connection, visitor, "password wrong")
            raise UsageError("the present password is another one")
        return user

    def sessions(self, name: str) -> list[Session]:
        with self._record._reading() as connection:
            return sessions.list_sessions(connection, users.find_user(connection, name))

    def end_sessions(self, name: str, by: Visitor, but: int | None = None) -> int:
        """All of a user, or all but one; how many."""
        with self._record._writing() as connection:
            user = users.find_user(connection, name)
            number = users.end_sessions(connection, user, but)
            audit(connection, by, "sessions ended", user.name)
            return number

    def end_session(self, id: int, of: str, by: Visitor) -> None:
        """One session of a user.  Raises UsageError where it is none of the user's, or is over."""
        with self._record._writing() as connection:
            user = users.find_user(connection, of)
            if id not in {each.id for each in sessions.list_sessions(connection, user)}:
                raise UsageError("this session has ended already")
            sessions.end(connection, id)
            audit(connection, by, "sessions ended", user.name)

    def tokens(self, name: str | None = None) -> list[Token]:
        """Of one user, or of all."""
        with self._record._reading() as connection:
            return tokens.list_tokens(connection, None if name is None else users.find_user(connection, name))

    def add_token(self, name: str, label: str, role: Role, expires: datetime | None, by: Visitor) -> tuple[Token, str]:
        """A token of a user, and its secret.  Raises UsageError as `tokens.add_token` does."""
        with self._record._writing() as connection:
            token, secret = tokens.add_token(connection, users.find_user(connection, name), label, role, expires, self._clock())
            audit(connection, by, "token added", f"{token.id} of {token.user} ({role.name})")
            return token, secret

    def revoke(self, id: int, by: Visitor, of: str | None = None) -> Token:
        """Raises UsageError where it was revoked already.  `of`: whose it must be; one of somebody else is told as none."""
        with self._record._writing() as connection:
            token = tokens.find_token(connection, id)
            if of is not None and users.key_of(token.user) != users.key_of(of):
                raise InputError(str(id), "is the number of no token", "your own are listed here")
            tokens.revoke(connection, token, self._clock())
            audit(connection, by, "token revoked", f"{token.id} of {token.user}")
            return token

    def log(self, limit: int = 100, who: str | None = None, action: str | None = None) -> list[Entry]:
        """The last entries of the log, the oldest first."""
        with self._record._reading() as connection:
            return log.entries(connection, limit, who, action)

    def now(self) -> datetime:
        return self._clock()

    def _set_password(self, user: User, kept: str, by: Visitor, begin: bool = False) -> str:
        with self._record._writing() as connection:
            _same(connection, user)
            users.set_password(connection, user, kept, iso(self._clock()))
            audit(connection, by, "password changed", user.name)
            return sessions.begin(connection, user, by.address, self._clock())[1] if begin else ""


def _same(connection: Connection, user: User) -> None:
    """Raises UsageError where the user was changed or removed meanwhile."""
    if users.find_user(connection, user.name) != user:
        raise UsageError(f"{user.name} was changed by somebody else at the same time: look at it, and try again")
