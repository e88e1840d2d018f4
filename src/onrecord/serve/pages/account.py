"""Account: one's own password, tokens and sessions.  Whatever could let somebody else in is asked the password again."""

from datetime import timedelta
from typing import Any

from fastapi import APIRouter, Path, Request, Response
from fastapi.responses import RedirectResponse

from onrecord.access.passwords import LONGEST, SHORTEST
from onrecord.access.roles import Role, Visitor, role_of
from onrecord.access.tokens import Token
from onrecord.errors import UsageError
from onrecord.serve.access import accounts_of, visitor_of
from onrecord.serve.admitting import let_in
from onrecord.serve.forms import Sent
from onrecord.serve.pages.login import minutes
from onrecord.serve.templating import page

router = APIRouter(include_in_schema=False)
LASTS = {"30": "30 days", "90": "90 days", "365": "a year", "": "until it is revoked"}
DONE = {"factor": "The second factor is off, and all your other sessions have ended.", "password": "The password is changed, and all your other sessions have ended.", "sessions": "All your other sessions have ended.", "session": "The session has ended.", "revoked": "The token is revoked."}


@router.get("/account")
def account(request: Request, done: str = "") -> Response:
    return _account(request, done=DONE.get(done))


@router.post("/account/password")
def change_password(request: Request, form: Sent) -> Response:
    visitor = visitor_of(request)
    try:
        confirm(request, visitor, form.get("old", ""))
        if form.get("new") != form.get("again"):
            raise UsageError("the new password is not the same both times")
        secret = accounts_of(request).change_password(visitor, form.get("old", ""), form.get("new", ""))
    except UsageError as error:
        return _account(request, 400, password_fault=str(error))
    answer = RedirectResponse("/account?done=password", 303)
    let_in(request, answer, secret)
    return answer


@router.post("/account/tokens")
def add_token(request: Request, form: Sent) -> Response:
    accounts, visitor = accounts_of(request), visitor_of(request)
    try:
        confirm(request, visitor, form.get("password", ""))
        role, lasts = role_of(form.get("role", "")), form.get("lasts", "")
        if lasts not in LASTS:
            raise UsageError("this is no time for which a token lasts")
        made = accounts.add_token(visitor.name, form.get("label", ""), role, accounts.now() + timedelta(days=int(lasts)) if lasts else None, visitor)
    except UsageError as error:
        return _account(request, 400, token_fault=str(error))
    return _account(request, made=made)


@router.post("/account/tokens/{id}/revoke")
def revoke_token(request: Request, id: int = Path(ge=1, le=2**31 - 1)) -> Response:
    accounts, visitor = accounts_of(request), visitor_of(request)
    accounts.revoke(id, visitor, visitor.name)
    return RedirectResponse("/account?done=revoked", 303)


@router.post("/account/sessions")
def end_sessions(request: Request, form: Sent) -> Response:
    """One, or all but this one."""
    accounts, visitor, which = accounts_of(request), visitor_of(request), form.get("which", "")
    try:
        confirm(request, visitor, form.get("password", ""))
        if which:
            accounts.end_session(int(which) if which.isdecimal() and len(which) < 19 else 0, visitor.name, visitor)
        else:
            accounts.end_sessions(visitor.name, visitor, but=visitor.session)
    except UsageError as error:
        return _account(request, 400, session_fault=str(error))
    return RedirectResponse(f"/account?done={'session' if which else 'sessions'}", 303)


def confirm(request: Request, visitor: Visitor, password: str) -> None:
    """The password, asked for again.  Raises UsageError where it is wrong, or was tried too often."""
    if wait := request.app.state.limiter.attempt(visitor.name, visitor.address):
        raise UsageError(f"passwords were tried too often: wait {minutes(wait)}, and try again")
    accounts_of(request).confirm(visitor, password)
    request.app.state.limiter.succeeded(visitor.name, visitor.address)


def _account(request: Request, code: int = 200, made: tuple[Token, str] | None = None, **more: Any) -> Response:
    accounts, visitor = accounts_of(request), visitor_of(request)
    about: dict[str, Any] = {"provider": accounts.provider_of(visitor.name), "factor": accounts.second.state(visitor.name), "done": None, "password_fault": None, "token_fault": None, "session_fault": None} | more
    roles = [role.name for role in Role if role <= visitor.role]
    return page(request, "account.html", code, mine=visitor, tokens=accounts.tokens(visitor.name), sessions=accounts.sessions(visitor.name), roles=roles, lasts=LASTS, made=made, now=accounts.now().isoformat(timespec="seconds"),
                shortest=SHORTEST, longest=LONGEST, **about)  # fmt: skip
