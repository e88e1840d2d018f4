"""Passwords: which are fit, how they are kept, and whether one is right.

Any characters may be in them, and they are compared exactly as they are given (OWASP ASVS 5.0, 6.2).  They are kept by Argon2id with the parameters of RFC 9106 for little memory, argon2-cffi's own.
"""

import secrets
from functools import cache
from threading import BoundedSemaphore
from typing import TYPE_CHECKING

from onrecord.errors import UsageError

if TYPE_CHECKING:
    from argon2 import PasswordHasher

SHORTEST, LONGEST = 12, 256  # characters
HARD = 3  # of zxcvbn's 0 to 4: some hundred million guesses and more
NOTABLE = 3  # characters of a word of CONTEXT, or of a name, that is looked for
SCORED = 72  # characters that zxcvbn looks at
CONTEXT = ("onrecord", "record", "newsroom", "reporter", "ledger", "statement", "password")
"""Words of this program and its field, which make a password no harder to guess; the user's own name is one too.  What is left without them counts."""
AT_ONCE = 2  # verifications, each of which takes 64 MiB
_turns = BoundedSemaphore(AT_ONCE)


def check_fit(password: str, name: str) -> None:
    """Raises UsageError for a password that is too short, too long, or easy to guess: a common one, a pattern of keys, or made of the user's name or of CONTEXT."""
    if not SHORTEST <= len(password) <= LONGEST:
        raise UsageError(f"a password has {SHORTEST} to {LONGEST} characters, and this one {len(password)}: take a longer one, as a few words that do not belong together" if len(password) < SHORTEST else f"a password has at most {LONGEST} characters")
    from zxcvbn import zxcvbn

    rest = password.casefold()
    for word in sorted({*CONTEXT, *name.casefold().split(), name.casefold()}, key=len, reverse=True):
        rest = rest.replace(word, "") if len(word) >= NOTABLE else rest
    told = zxcvbn(password[:SCORED])
    reason = str(told["feedback"]["warning"]).rstrip(".") or "it is made of common words or patterns"
    if told["score"] >= HARD and (not rest or zxcvbn(rest[:SCORED])["score"] < HARD):
        told, reason = {"score": 0}, "but for names and words that anybody here would try, little is left of it"
    if told["score"] < HARD:
        raise UsageError(f"this password is easy to guess: {reason[0].lower()}{reason[1:]}; take another, as a few words that do not belong together")


def hashed(password: str) -> str:
    """As it is kept."""
    with _turns:
        return _hasher().hash(_bytes(password))


def is_right(kept: str | None, password: str) -> bool:
    """Whether a password is the one that is kept; where there is none, the work is the same, so that nobody learns from the time who is a user."""
    from argon2.exceptions import InvalidHashError, VerificationError

    try:
        with _turns:
            _hasher().verify(kept or nobodys(), _bytes(password))
    except (VerificationError, InvalidHashError):
        return False
    return kept is not None


def is_outdated(kept: str) -> bool:
    """Whether it was made with other parameters than those of now."""
    return _hasher().check_needs_rehash(kept)


@cache
def nobodys() -> str:
    """The hash of a password that nobody has."""
    return _hasher().hash(secrets.token_bytes(32))


@cache
def _hasher() -> "PasswordHasher":
    from argon2 import PasswordHasher

    return PasswordHasher()


def _bytes(password: str) -> bytes:
    return password.encode("utf-8", "surrogatepass")
