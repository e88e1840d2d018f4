"""Who is let in where visitors log in: whom a cookie or a token stands for, and what those are told who show none.

Nothing but OPEN is answered to somebody unknown; what a route wants beyond that a visitor is known, it says by `onrecord.serve.access.at_least`.
"""

from contextlib import suppress
from typing import Any
from urllib.parse import quote, urlencode

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from onrecord.access.accounts import Accounts
from onrecord.access.roles import Visitor
from onrecord.errors import OnrecordError, RecordError
from onrecord.serve.limiting import Limiter, near
from onrecord.serve.problems import PROGRAMS, Problem, status_of

COOKIE = "onrecord"
REALM = 'Bearer realm="onrecord"'
OPEN = ("/healthz", "/readyz", "/login", "/login/code", "/login/provider", "/login/provider/back", "/login/provider/logout")
LACKING = ("/account/factor", "/account/factor/begin", "/account/factor/confirm", "/logout", *OPEN)  # what is open to who must turn a second factor on first
STATIC = "/static/"


class Admitted:
    """Lets in those who are known; the app finds the visitor in the request's state.  What a visitor gets is stored by no browser."""

    def __init__(self, app: ASGIApp, accounts: Accounts, limiter: Limiter):
        self.app, self.accounts, self.limiter = app, accounts, limiter

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["path"].startswith(STATIC):
            await self.app(scope, receive, send)
            return
        request = Request(scope)

        async def answer(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).setdefault("Cache-Control", "no-store")
            await send(message)

        try:
            visitor, stale = await run_in_threadpool(self._known, request)
        except OnrecordError as error:
            await Problem(status_of(error), str(error), scope["path"])(scope, receive, answer)
            return
        refused = self._refused(request, visitor)
        if refused is not None:
            await refused(scope, receive, answer)
            return
        await self.app({**scope, "state": {**scope.get("state", {}), "visitor": visitor}}, receive, answer)
        if stale and visitor is not None:
            with suppress(RecordError):  # another program may be writing for long; it is noted at the next request then
                await run_in_threadpool(self.accounts.note_use, visitor)

    def _known(self, request: Request) -> tuple[Visitor | None, bool]:
        """Programs are known by a token, or by a cookie where they send none; pages by a cookie alone."""
        token = token_of(request)
        if token is not None:
            found = self.accounts.by_token(token, address_of(request))
        else:
            secret = request.cookies.get(cookie_name(request))
            found = self.accounts.by_session(secret, address_of(request)) if secret else None
        return found or (None, False)

    def _refused(self, request: Request, visitor: Visitor | None) -> Response | None:
        if for_programs(request) and (wait := self.limiter.request(visitor.name if visitor else f"\n{near(address_of(request))}")):
            return _with(Problem(429, f"Too many requests: ask again in {wait} s.", request.url.path), {"Retry-After": str(wait)})
        if visitor is not None and visitor.lacks and request.scope["path"] not in LACKING:
            if for_programs(request):
                return Problem(403, "Whoever has your role turns a second factor on first: see /account/factor.", request.url.path)
            return RedirectResponse("/account/factor", 303)
        if visitor is not None or request.scope["path"] in OPEN:
            return None
        if for_programs(request):
            wrong = token_of(request) is not None
            detail = "This token is none, was revoked, or is over." if wrong else "Log in at /login, or show a token: Authorization: Bearer …"
            return _with(Problem(401, detail, request.url.path), {"WWW-Authenticate": REALM + ', error="invalid_token"' * wrong})
        wanted = (request.scope.get("raw_path") or quote(request.scope["path"]).encode()).decode("latin-1") + (f"?{request.url.query}" if request.url.query else "")
        return RedirectResponse("/login" + (f"?{urlencode({'next': wanted})}" if request.method == "GET" and wanted != "/" else ""), 303)


def for_programs(request: Request) -> bool:
    return bool(request.scope["path"].startswith(PROGRAMS))


def token_of(request: Request) -> str | None:
    """What a program shows (RFC 6750), None where it shows none; other schemes are those of a proxy."""
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    return token.strip() if for_programs(request) and scheme.lower() == "bearer" else None


def cookie_name(request: Request) -> str:
    """With the prefix by which browsers keep other hosts and plain HTTP from setting it (RFC 6265bis, 4.1.3.2), where it is asked by https."""
    return f"__Host-{COOKIE}" if request.url.scheme == "https" else COOKIE


def address_of(request: Request) -> str:
    """From where it is asked; behind a proxy that is believed, what that says."""
    return request.client.host[:64] if request.client else ""


def let_in(request: Request, answer: Response, secret: str) -> None:
    """Give the browser the secret of its session.

    SameSite is Lax, since a link from a mail or another site to a statement would find nobody logged in under Strict; what is written is asked for by POST, and kept from other sites by `cross_site` too.
    """
    answer.set_cookie(cookie_name(request), secret, path="/", secure=request.url.scheme == "https", httponly=True, samesite="lax")


def let_out(request: Request, answer: Response) -> None:
    """Have the browser forget its session, and what it got in it."""
    answer.delete_cookie(cookie_name(request), path="/", secure=request.url.scheme == "https", httponly=True, samesite="lax")
    answer.headers["Clear-Site-Data"] = '"cache", "storage"'


def keep_for_a_while(request: Request, answer: Response, name: str, value: str, seconds: int) -> None:
    """A cookie of a login that is not done yet."""
    answer.set_cookie(f"{cookie_name(request)}-{name}", value, seconds, path="/", secure=request.url.scheme == "https", httponly=True, samesite="lax")


def kept_for_a_while(request: Request, name: str) -> str | None:
    return request.cookies.get(f"{cookie_name(request)}-{name}")


def forget(request: Request, answer: Response, name: str) -> None:
    answer.delete_cookie(f"{cookie_name(request)}-{name}", path="/", secure=request.url.scheme == "https", httponly=True, samesite="lax")


def _with(answer: Response, headers: dict[str, Any]) -> Response:
    answer.headers.update(headers)
    return answer
