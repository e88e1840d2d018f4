"""Signing in at an OpenID provider: from here to there, and back."""

from datetime import UTC, datetime

from fastapi import APIRouter, HTTPException, Request, Response
from fastapi.responses import JSONResponse, RedirectResponse

from onrecord.access.back_channel import NoLogout, sid_of
from onrecord.access.identities import name_from
from onrecord.access.openid import LASTS, OpenId, ProviderDown, SignInFailed, Way, came_back_wrong
from onrecord.serve.access import accounts_of, logged_in
from onrecord.serve.admitting import address_of, cookie_name, forget, keep_for_a_while, kept_for_a_while, let_in
from onrecord.serve.cross_site import is_foreign
from onrecord.serve.forms import Sent, only_once
from onrecord.serve.pages.login import here, login_page, minutes
from onrecord.serve.templating import page

router = APIRouter(include_in_schema=False)
WAY = "way"
TURNED_DOWN = {"access_denied": "the sign-in was broken off there", "login_required": "you are not signed in there", "temporarily_unavailable": "it is not available for a while"}


@router.get("/login/provider")
def go(request: Request, next: str = "/", again: bool = False) -> Response:
    """To the provider; only from a page of ours, so that nobody is signed in without asking for it."""
    openid = openid_of(request)
    if is_foreign(request.headers):
        return login_page(request, here(next))
    _count(request)
    way = openid.begin(here(next), again and logged_in(request) is not None)
    try:
        address = openid.address(way, _back(request))
    except ProviderDown as error:
        return _refused(request, error, way)
    answer = RedirectResponse(address, 303)
    keep_for_a_while(request, answer, WAY, way.kept(), LASTS)
    return answer


@router.get("/login/provider/back")
def back(request: Request) -> Response:
    """From the provider; a session begins where all is as it was begun here."""
    openid, accounts, address = openid_of(request), accounts_of(request), address_of(request)
    _count(request)
    way = Way.back(kept_for_a_while(request, WAY))
    claims = None
    try:
        given = only_once(request.query_params.multi_items())
        if way is None or openid.begin("/").begun - way.begun > LASTS:
            raise SignInFailed("The sign-in was begun in another browser, or took too long: sign in again.", "not begun here")
        if given.get("state") != way.state:
            raise came_back_wrong("another state")
        if fault := given.get("error"):
            raise SignInFailed(f"{openid.provider.name} did not sign you in: {TURNED_DOWN.get(fault, 'it gave no reason that is known here')}.", fault if fault in TURNED_DOWN else "turned down")
        claims = openid.claims(way, given.get("code", ""), _back(request), given.get("iss"))
        role = openid.provider.role_of(claims)
        if role is None:
            raise SignInFailed("You are signed in there, but have no role here: ask whoever keeps this record.", "no role")
    except SignInFailed as error:
        accounts.refuse_sign_in(address, error.reason, openid.provider.issuer, claims["sub"] if claims else "")
        return _refused(request, error, way)
    told = claims.get("auth_time")
    proved = datetime.fromtimestamp(told, UTC) if way.again and isinstance(told, (int, float)) else None
    secret = accounts.sign_in(openid.provider.issuer, claims["sub"], name_from(claims), role, openid.provider.claim is None, address, proved and min(proved, accounts.now()), request.cookies.get(cookie_name(request)), sid_of(claims))
    answer = RedirectResponse(here(way.next), 303)
    forget(request, answer, WAY)
    let_in(request, answer, secret)
    return answer


@router.post("/login/provider/logout")
def logged_out(request: Request, form: Sent) -> Response:
    """From the provider itself, and no browser: somebody has logged out there (OpenID Connect Back-Channel Logout 1.0, 2.5 to 2.8)."""
    openid, address, limiter = openid_of(request), address_of(request), request.app.state.limiter
    if wait := limiter.untrue(address, count=False):
        raise HTTPException(429, f"That was tried too often: wait {minutes(wait)}, and try again.", {"Retry-After": str(wait)})
    try:
        accounts_of(request).end_at_provider(openid.provider.issuer, openid.logged_out(only_once(form.pairs).get("logout_token", "")), address)
    except NoLogout as error:
        limiter.untrue(address, count=True)
        return _told(400, error="invalid_request", error_description=f"logout token: {error}")
    except ProviderDown as error:
        return _told(400, error="temporarily_unavailable", error_description=error.reason)
    return _told(200)


def _told(status: int, **told: str) -> Response:
    return JSONResponse(told, status, {"Cache-Control": "no-store"})


def openid_of(request: Request) -> OpenId:
    """Raises HTTPException 404 where there is no provider."""
    found: OpenId | None = request.app.state.openid
    if found is None:
        raise HTTPException(404)
    return found


def _back(request: Request) -> str:
    """Where the provider sends browsers: it has to be told of this address beforehand."""
    return f"{request.base_url}login/provider/back"


def _count(request: Request) -> None:
    if wait := request.app.state.limiter.sign_in(address_of(request)):
        raise HTTPException(429, f"That was tried too often: wait {minutes(wait)}, and try again.", {"Retry-After": str(wait)})


def _refused(request: Request, error: SignInFailed, way: Way | None) -> Response:
    status = 503 if isinstance(error, ProviderDown) else 400
    answer = page(request, "signed_out.html", status, fault=str(error), provider=openid_of(request).provider.name, next=here(way.next) if way else "/")
    forget(request, answer, WAY)
    return answer
