"""Who asks, and what they may do."""

import getpass
from collections.abc import Callable
from dataclasses import dataclass
from enum import IntEnum
from typing import Annotated, cast

from fastapi import Depends, HTTPException, Request


class Role(IntEnum):
    """Each may do what those before it may."""

    reader = 1
    reviewer = 2
    editor = 3
    admin = 4


@dataclass(frozen=True, slots=True)
class Visitor:
    """Who asks: `name` stands beside what they decide."""

    name: str
    role: Role


def visitor_of(request: Request) -> Visitor:
    """On this machine alone, whoever runs the program; they may do everything."""
    return cast(Visitor, getattr(request.state, "visitor", None) or Visitor(_login(), Role.admin))


def at_least(role: Role) -> Callable[[Request], Visitor]:
    """A dependency that gives the visitor.  Raises HTTPException 403 for one who may not."""

    def allowed(request: Request) -> Visitor:
        visitor = visitor_of(request)
        if visitor.role < role:
            raise HTTPException(403, f"This is for a {role.name} and above; {visitor.name} is a {visitor.role.name}.")
        return visitor

    return allowed


def _login() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError):  # a user without a name
        return "local"


Reviewer = Annotated[Visitor, Depends(at_least(Role.reviewer))]
Editor = Annotated[Visitor, Depends(at_least(Role.editor))]
Admin = Annotated[Visitor, Depends(at_least(Role.admin))]
