"""Login and logout."""

from urllib.parse import urlsplit

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from onrecord.serve.access import accounts_of, logged_in, login_wanted
from onrecord.serve.admitting import address_of, cookie_name, let_in, let_out
from onrecord.serve.forms import Sent
from onrecord.serve.templating import page

router = APIRouter(include_in_schema=False)
WRONG = "Name or password is wrong."


@router.get("/login")
def login(request: Request, next: str = "/") -> Response:
    if logged_in(request) is not None or not login_wanted(request):
        return RedirectResponse(here(next), 303)
    return page(request, "login.html", next=here(next), name="", fault=None)


@router.post("/login")
def log_in(request: Request, form: Sent) -> Response:
    accounts, name, address = accounts_of(request), form.get("name", "").strip(), address_of(request)
    if wait := request.app.state.limiter.attempt(name, address):
        answer: Response = page(request, "login.html", 429, next=here(form.get("next", "/")), name=name, fault=f"That was tried too often: wait {minutes(wait)}, and try again.")
        answer.headers["Retry-After"] = str(wait)
        return answer
    secret = accounts.log_in(name, form.get("password", ""), address, request.cookies.get(cookie_name(request)))
    if secret is None:
        return page(request, "login.html", 400, next=here(form.get("next", "/")), name=name, fault=WRONG)
    request.app.state.limiter.succeeded(name, address)
    answer = RedirectResponse(here(form.get("next", "/")), 303)
    let_in(request, answer, secret)
    return answer


@router.post("/logout")
def log_out(request: Request) -> Response:
    accounts, visitor = accounts_of(request), logged_in(request)
    if visitor is not None:
        accounts.log_out(visitor)
    answer = RedirectResponse("/login", 303)
    let_out(request, answer)
    return answer


def here(wanted: str) -> str:
    """An address of this server, in place of any that is not surely one: "/"."""
    if not wanted.startswith("/") or wanted.startswith("//") or "\\" in wanted or not wanted.isprintable():
        return "/"
    try:
        parts = urlsplit(wanted)
    except ValueError:
        return "/"
    return wanted if not parts.scheme and not parts.netloc and parts.path not in ("/login", "/logout") else "/"


def minutes(seconds: int) -> str:
    return f"{seconds} seconds" if seconds < 60 else "a minute" if seconds < 120 else f"{-(-seconds // 60)} minutes"
