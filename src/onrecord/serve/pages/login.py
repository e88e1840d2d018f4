"""Login and logout."""

import re
from urllib.parse import urlencode, urlsplit

from fastapi import APIRouter, HTTPException, Request, Response
from fastapi.responses import RedirectResponse

from onrecord.access.accounts import Halfway
from onrecord.access.halves import LASTS
from onrecord.errors import UsageError
from onrecord.serve.access import accounts_of, logged_in, login_wanted
from onrecord.serve.admitting import address_of, cookie_name, forget, keep_for_a_while, kept_for_a_while, let_in, let_out
from onrecord.serve.forms import Sent
from onrecord.serve.templating import page

router = APIRouter(include_in_schema=False)
WRONG, OVER = "Name or password is wrong.", "The login took too long, or too many codes were wrong: begin it anew."
HALF = "half"


@router.get("/login")
def login(request: Request, next: str = "/", left: bool = False) -> Response:
    if logged_in(request) is not None or not login_wanted(request):
        return RedirectResponse(here(next), 303)
    openid = request.app.state.openid
    return login_page(request, here(next), leaving=openid.leaving(f"{request.base_url}login") if left and openid else None)


@router.post("/login")
def log_in(request: Request, form: Sent) -> Response:
    accounts, name, address = accounts_of(request), form.get("name", "").strip(), address_of(request)
    if wait := request.app.state.limiter.attempt(name, address):
        answer: Response = login_page(request, here(form.get("next", "/")), 429, name, f"That was tried too often: wait {minutes(wait)}, and try again.")
        answer.headers["Retry-After"] = str(wait)
        return answer
    secret = accounts.log_in(name, form.get("password", ""), address, request.cookies.get(cookie_name(request)))
    if secret is None:
        return login_page(request, here(form.get("next", "/")), 400, name, WRONG)
    request.app.state.limiter.succeeded(name, address)
    if isinstance(secret, Halfway):
        answer = RedirectResponse("/login/code?" + urlencode({"next": here(form.get("next", "/"))}), 303)
        keep_for_a_while(request, answer, HALF, secret.secret, int(LASTS.total_seconds()))
        return answer
    answer = RedirectResponse(here(form.get("next", "/")), 303)
    let_in(request, answer, secret)
    return answer


@router.get("/login/code")
def code(request: Request, next: str = "/") -> Response:
    if logged_in(request) is not None or not login_wanted(request):
        return RedirectResponse(here(next), 303)
    if accounts_of(request).second.halfway(kept_for_a_while(request, HALF)) is None:
        return login_page(request, here(next), 400, fault=OVER)
    return page(request, "code.html", next=here(next), fault=None)


@router.post("/login/code")
def give_code(request: Request, form: Sent) -> Response:
    """The second step, for who has a second factor."""
    accounts, address, half, next = accounts_of(request), address_of(request), kept_for_a_while(request, HALF), here(form.get("next", "/"))
    if wait := request.app.state.limiter.sign_in(address):
        raise HTTPException(429, f"That was tried too often: wait {minutes(wait)}, and try again.", {"Retry-After": str(wait)})
    try:
        secret = accounts.second.finish(half, form.get("code", ""), address, request.cookies.get(cookie_name(request))) if half else None
    except UsageError as error:
        return page(request, "code.html", 400, next=next, fault=str(error))
    if secret is None:
        return login_page(request, next, 400, fault=OVER)
    answer = RedirectResponse(next, 303)
    forget(request, answer, HALF)
    let_in(request, answer, secret)
    return answer


@router.post("/logout")
def log_out(request: Request) -> Response:
    accounts, visitor, openid = accounts_of(request), logged_in(request), request.app.state.openid
    away = False
    if visitor is not None:
        away = openid is not None and accounts.provider_of(visitor.name) == openid.provider.issuer
        accounts.log_out(visitor)
    answer = RedirectResponse("/login?left=1" if away else "/login", 303)
    let_out(request, answer)
    return answer


def login_page(request: Request, next: str, status: int = 200, name: str = "", fault: str | None = None, leaving: str | None = None) -> Response:
    """`leaving`: where one leaves the provider too."""
    openid = request.app.state.openid
    return page(request, "login.html", status, next=next, name=name, fault=fault, provider=openid and openid.provider.name, leaving=leaving)


def here(wanted: str) -> str:
    """An address of this server, in place of any that is not surely one: "/"."""
    if not wanted.startswith("/") or wanted.startswith("//") or "\\" in wanted or not wanted.isprintable():
        return "/"
    try:
        parts = urlsplit(wanted)
    except ValueError:
        return "/"
    return wanted if not parts.scheme and not parts.netloc and not re.match(r"/(?:login|logout)(?:/|$)", parts.path) else "/"


def minutes(seconds: int) -> str:
    return f"{seconds} seconds" if seconds < 60 else "a minute" if seconds < 120 else f"{-(-seconds // 60)} minutes"
