"""Second factors of a record's users, as command and pages use them: each change is one transaction, with its entry in the log."""

from collections.abc import Callable
from datetime import datetime

from sqlalchemy import Connection

from onrecord.access import factors, halves, identities, sealing, sessions, users
from onrecord.access.factors import Factor
from onrecord.access.log import audit
from onrecord.access.roles import Role, Visitor
from onrecord.access.sealing import KeyMissing, Keyring
from onrecord.errors import UsageError
from onrecord.keep.database import empty_traces
from onrecord.keep.record import Record


class SecondFactors:
    """As `onrecord.access.accounts.Accounts`, which has them as `second`."""

    def __init__(self, record: Record, clock: Callable[[], datetime]):
        self._record, self._clock, self._keys = record, clock, Keyring.of(record.path)

    def ready(self) -> None:
        """Seal the secrets that were kept before secrets were sealed, and see that all can be opened.  Raises KeyMissing, and UsageError for keys that cannot be read or are none."""
        with self._record._reading() as connection:
            plain = factors.count_plain(connection)
        if plain:
            with self._record._writing() as connection:
                factors.seal_plain(connection, self._keys)
            empty_traces(self._record.path, ("factors",))
        with self._record._reading() as connection:
            self._want_all(connection)

    def renew_key(self, by: Visitor) -> tuple[int, str]:
        """Seal all secrets anew, by a new key in place of those in the file, or by the first one of the environment; how many, and where the key is.  Whenever it is broken off, the keys that are there open everything.
        Raises KeyMissing where something cannot be opened, UsageError where there is no place for a key, RecordError where it cannot be written."""
        old = self._keys.keys()
        with self._record._reading() as connection:
            self._want_all(connection)
        if not self._keys.given:
            if self._keys.file is None:
                raise UsageError(f"a record in a database has no place for a key beside it: {sealing.MAKE}")
            sealing.write(self._keys.file, new := (sealing.make_key(), *old))
        else:
            new = old
        with self._record._writing() as connection:
            number = factors.seal_anew(connection, Keyring(new, None, False))
            audit(connection, by, "key renewed", self._keys.told)
        if self._keys.file is not None and not self._keys.given:
            sealing.write(self._keys.file, new[:1])
        empty_traces(self._record.path, ("factors",))
        return number, self._keys.told

    def key(self) -> tuple[str, int, list[str]]:
        """Where the keys are, how many there are, and the names of those whose secrets none of them opens."""
        number = len(self._keys.keys())
        with self._record._reading() as connection:
            return self._keys.told, number, factors.not_opened(connection, self._keys)

    def _want_all(self, connection: Connection) -> None:
        if names := factors.not_opened(connection, self._keys):
            if not self._keys.keys():
                self._keys.wanted()
            raise KeyMissing(f"the second factor of {', '.join(names)} was sealed by a key that is not in {self._keys.told}: put that key behind the others there, or turn it off, as `onrecord user factor remove {names[0]!r}` does")

    def state(self, name: str) -> Factor:
        with self._record._reading() as connection:
            return factors.state_of(connection, users.find_user(connection, name))

    def begin(self, name: str, by: Visitor) -> str:
        """A new secret, to be confirmed by a code of it.  Raises UsageError where there is a factor already, and for one who signs in at a provider."""
        with self._record._writing() as connection:
            user = users.find_user(connection, name)
            if issuer := identities.issuer_of(connection, user):
                raise UsageError(f"{user.name} signs in at {issuer}, where a second factor is turned on")
            secret = factors.begin(connection, user, self._clock(), self._keys)
            audit(connection, by, "factor begun", user.name)
            return secret

    def is_begun(self, name: str) -> bool:
        """Whether there is a secret that was not confirmed yet."""
        with self._record._reading() as connection:
            return factors.is_begun(connection, users.find_user(connection, name))

    def confirm(self, name: str, code: str, by: Visitor) -> list[str]:
        """Turn it on; the recovery codes.  All other sessions of the user end.  Raises UsageError where the code is wrong."""
        with self._record._writing() as connection:
            user = users.find_user(connection, name)
            codes = factors.confirm(connection, user, code, self._clock(), self._keys)
            if codes is not None:
                users.end_sessions(connection, user, by.session)
            audit(connection, by, "factor added" if codes is not None else "code wrong", user.name)
        if codes is None:
            raise UsageError("this code is wrong, or over: give the one that is shown now, and see that the clock of the telephone is right")
        return codes

    def check(self, name: str, code: str, by: Visitor) -> None:
        """A code, or a recovery code, which is used up.  Raises UsageError where it is wrong, or one has to wait."""
        with self._record._writing() as connection:
            user = users.find_user(connection, name)
            taken = factors.take(connection, user, code, self._clock(), self._keys)
            if taken != "code":
                audit(connection, by, f"{taken} used" if taken else "code wrong", user.name)
        if taken is None:
            raise UsageError("this code is wrong, or was used already")

    def new_codes(self, name: str, by: Visitor) -> list[str]:
        """Raises UsageError where there is no second factor."""
        with self._record._writing() as connection:
            user = users.find_user(connection, name)
            if factors.state_of(connection, user).since is None:
                raise UsageError(f"{user.name} has no second factor")
            audit(connection, by, "recovery codes made", user.name)
            return factors.new_codes(connection, user)

    def remove(self, name: str, by: Visitor) -> None:
        """Turn it off; raises UsageError where there is none."""
        with self._record._writing() as connection:
            user = users.find_user(connection, name)
            if factors.state_of(connection, user).since is None and not factors.is_begun(connection, user):
                raise UsageError(f"{user.name} has no second factor")
            factors.remove(connection, user)
            users.end_sessions(connection, user, by.session)
            audit(connection, by, "factor removed", user.name)

    def wanted(self) -> frozenset[Role]:
        """The roles that want one."""
        with self._record._reading() as connection:
            return factors.wanted(connection)

    def want(self, roles: frozenset[Role], by: Visitor) -> None:
        with self._record._writing() as connection:
            factors.want(connection, roles)
            audit(connection, by, "factor wanted", ", ".join(role.name for role in sorted(roles)) or "of nobody")

    def halfway(self, secret: str | None) -> str | None:
        """The name of the user whose login is halfway, None where none is."""
        with self._record._reading() as connection:
            user = halves.user_halfway(connection, secret, self._clock()) if secret else None
        return None if user is None else user.name

    def finish(self, half: str, code: str, address: str, old: str | None = None) -> str | None:
        """The secret of a new session, by the code; None where the login is over.  `old`: as in `Accounts.log_in`.  Raises UsageError where the code is wrong, or one has to wait."""
        with self._record._writing() as connection:
            user = halves.user_halfway(connection, half, self._clock())
            if user is None:
                return None
            visitor = Visitor(user.name, user.role, address)
            try:
                taken = factors.take(connection, user, code, self._clock(), self._keys)
            except UsageError:
                audit(connection, visitor, "login failed", "too many codes")
                raise
            if taken is not None:
                halves.end(connection, half)
                if old is not None:
                    sessions.end_by_secret(connection, old)
                id, secret = sessions.begin(connection, user, address, self._clock())
                audit(connection, Visitor(user.name, user.role, address, session=id), "login", f"with a {taken}")
                return secret
            halves.note_try(connection, half)
            audit(connection, visitor, "login failed", "code wrong")
        raise UsageError("this code is wrong, or was used already")
