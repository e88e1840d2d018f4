"""Who asks, and what they may do."""

import getpass
from dataclasses import dataclass
from enum import IntEnum

from onrecord.errors import UsageError


class Role(IntEnum):
    """Each may do what those before it may."""

    reader = 1
    reviewer = 2
    editor = 3
    admin = 4

    @property
    def told(self) -> str:
        """With its article: "an editor"."""
        return f"{'an' if self >= Role.editor else 'a'} {self.name}"


@dataclass(frozen=True, slots=True)
class Visitor:
    """Who asks: `name` stands beside what they decide.  `address`: from where; `session` and `token`: the row of the one by which they are known, None on this machine itself.  `lacks`: the role wants a second factor, and the user has none yet."""

    name: str
    role: Role
    address: str = ""
    session: int | None = None
    token: int | None = None
    lacks: bool = False


def role_of(name: str) -> Role:
    """Raises UsageError for what is none."""
    try:
        return Role[name]
    except KeyError:
        raise UsageError(f"{name!r} is no role: give {', '.join(each.name for each in Role)}") from None


def on_this_machine() -> Visitor:
    """Whoever runs the program; they may do everything."""
    try:
        return Visitor(getpass.getuser(), Role.admin)
    except (OSError, KeyError):  # a user without a name
        return Visitor("local", Role.admin)
