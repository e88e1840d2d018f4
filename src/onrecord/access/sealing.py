"""Secrets that the server needs again, and that cannot be kept by their hashes: sealed by Fernet of the package `cryptography` (AES-128-CBC with HMAC-SHA-256), under keys that lie outside the record.

The first key seals; the others open what was sealed before, until all of it is sealed anew.
"""

import os
import tempfile
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from onrecord.errors import RecordError, UsageError
from onrecord.keep.database import Place

if TYPE_CHECKING:
    from cryptography.fernet import MultiFernet

KEYS, FILE = "ONRECORD_KEY", "ONRECORD_KEY_FILE"
"""Of the environment: the keys themselves, with commas between several; or the file of them, one in a line."""
SEALED = "gAAAAA"  # how what Fernet has sealed begins: its version, and the first bytes of a time before the year 2106
MAKE = f"`onrecord user key make` prints a new one: give it in ${KEYS}, or in a file that only its owner may read and that ${FILE} names"


class KeyMissing(RecordError):
    """There is no key, or none by which a secret was sealed."""


@dataclass(frozen=True, slots=True)
class Keyring:
    """`given`: the keys of the environment; where there are none, those of `file`, which is read whenever a key is wanted.  `own`: the file is the one beside the record, which is made where it is not there."""

    given: tuple[str, ...]
    file: Path | None
    own: bool

    @classmethod
    def of(cls, place: Place, environ: Mapping[str, str] = os.environ) -> "Keyring":
        """The keys of a record: of the environment, else in a file beside it; a database has no place beside it."""
        given = tuple(each.strip() for each in environ.get(KEYS, "").split(",") if each.strip())
        if named := environ.get(FILE):
            return cls(given, Path(named), False)
        return cls(given, place.with_name(place.name + ".key") if isinstance(place, Path) else None, True)

    @property
    def told(self) -> str:
        """Where the keys are."""
        return f"${KEYS}" if self.given else str(self.file) if self.file else "nowhere"

    def keys(self) -> tuple[str, ...]:
        """None where there is no file.  Raises UsageError where others may read it."""
        return self.given or _read(self.file)

    def seal(self, secret: str, owner: int, make: bool = False) -> str:
        """`owner`: of whom it is, and who alone can be given it back.  `make`: a key may be made, since nothing was sealed yet.  Raises KeyMissing, and UsageError for keys that are none."""
        if make and self.own and self.file is not None and not self.keys():
            write(self.file, [make_key()])
        return _fernet(self.wanted()).encrypt(f"{owner} {secret}".encode()).decode()

    def open(self, sealed: str, owner: int) -> str:
        """The secret.  One that was kept before secrets were sealed is given back as it is.  Raises KeyMissing, also where it was sealed for somebody else, and UsageError for keys that are none."""
        from cryptography.fernet import InvalidToken

        if not is_sealed(sealed):
            return sealed
        try:
            whose, _, secret = _fernet(self.wanted()).decrypt(sealed).decode().partition(" ")
        except InvalidToken:
            whose, secret = "", ""
        if whose != str(owner):
            raise KeyMissing(f"a secret was sealed by a key that is not in {self.told}: put that key behind the others there")
        return secret

    def wanted(self) -> tuple[str, ...]:
        """The keys.  Raises KeyMissing where there are none."""
        keys = self.keys()
        if not keys:
            where = f"{self.file} is not there" if self.file else "there is none"
            raise KeyMissing(f"the key by which secrets are sealed is missing ({where}): bring it back from where it is kept; if nothing was sealed yet, {MAKE}")
        return keys


def is_sealed(kept: str) -> bool:
    return kept.startswith(SEALED)


def make_key() -> str:
    """32 random bytes, in base 64."""
    from cryptography.fernet import Fernet

    return Fernet.generate_key().decode()


def write(file: Path, keys: Sequence[str]) -> None:
    """A file of keys, which only its owner may read; whole, or as it was.  Raises RecordError."""
    made = None
    try:
        number, made = tempfile.mkstemp(dir=file.parent, prefix=file.name)  # mode 600
        with open(number, "w", encoding="ascii") as out:
            out.writelines(f"{key}\n" for key in keys)
            out.flush()
            os.fsync(out.fileno())
        Path(made).replace(file)
    except OSError as error:
        if made is not None:
            with suppress(OSError):
                Path(made).unlink()
        raise RecordError(f"{file}, the key by which secrets are sealed, could not be written ({(error.strerror or str(error)).lower()}): {MAKE}") from None


def _read(file: Path | None) -> tuple[str, ...]:
    if file is None:
        return ()
    try:
        if os.name == "posix" and (mode := file.stat().st_mode & 0o777) & 0o077:
            raise UsageError(f"{file} holds the key by which secrets are sealed, and others may read it (mode {mode:o}): `chmod 600 {file}`, and give it a new key with `onrecord user key renew` if somebody may have")
        return tuple(line.strip() for line in file.read_text(encoding="ascii").splitlines() if line.strip())
    except FileNotFoundError:
        return ()
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"{file}, the key by which secrets are sealed, cannot be read ({(getattr(error, 'strerror', None) or 'it holds no keys').lower()}): see that who runs this may read it") from None


def _fernet(keys: Sequence[str]) -> "MultiFernet":
    from cryptography.fernet import Fernet, MultiFernet

    try:
        return MultiFernet([Fernet(key) for key in keys])
    except ValueError:
        raise UsageError(f"what stands in place of the key by which secrets are sealed is none: {MAKE}") from None
