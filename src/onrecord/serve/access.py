"""Who asks, and what they may do: what pages and API share."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import Annotated, cast

from fastapi import Depends, HTTPException, Request

from onrecord.access.accounts import Accounts
from onrecord.access.log import audit
from onrecord.access.roles import Role, Visitor, on_this_machine
from onrecord.errors import RecordError

__all__ = ["Admin", "Editor", "Reviewer", "Role", "Visitor", "accounts_of", "at_least", "audit", "logged_in", "login_wanted", "may", "on_this_machine", "visitor_of"]


def visitor_of(request: Request) -> Visitor:
    """Where nobody logs in, whoever runs the program; they may do everything.  Raises HTTPException 401 where one must have logged in and has not."""
    known = logged_in(request)
    if known is None and login_wanted(request):
        raise HTTPException(401, "Log in first.", {"WWW-Authenticate": 'Bearer realm="onrecord"'})
    return known or on_this_machine()


def logged_in(request: Request) -> Visitor | None:
    """Who has logged in, or shows a token; None where nobody has."""
    return cast(Visitor | None, getattr(request.state, "visitor", None))


def login_wanted(request: Request) -> bool:
    return bool(getattr(request.app.state, "login", False))


def may(request: Request, role: Role) -> bool:
    """Whether who asks may do what a role may."""
    try:
        return visitor_of(request).role >= role
    except HTTPException:
        return False


def accounts_of(request: Request) -> Accounts:
    """The users of the record.  Raises HTTPException 404 where nobody logs in."""
    if not login_wanted(request):
        raise HTTPException(404)
    return cast(Accounts, request.app.state.accounts)


@dataclass(frozen=True, slots=True)
class AtLeast:
    role: Role

    def __call__(self, request: Request) -> Visitor:
        visitor = visitor_of(request)
        if visitor.role < self.role:
            with suppress(RecordError):  # it is refused, whether or not that can be written down
                audit(request.app.state.record, visitor, "refused", f"{request.method} {request.url.path}")
            raise HTTPException(403, f"This is for {self.role.told} and above; {visitor.name} is {visitor.role.told}.")
        return visitor


def at_least(role: Role) -> Callable[[Request], Visitor]:
    """A dependency that gives the visitor.  Raises HTTPException 403 for one who may not, which is written into the log."""
    return AtLeast(role)


Reviewer = Annotated[Visitor, Depends(at_least(Role.reviewer))]
Editor = Annotated[Visitor, Depends(at_least(Role.editor))]
Admin = Annotated[Visitor, Depends(at_least(Role.admin))]
