"""Second factor: turned on with an authenticator, its recovery codes, and turned off.  The secret is shown once, to who gives the password."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse
from markupsafe import Markup

from onrecord.access.factors import uri
from onrecord.access.roles import Visitor
from onrecord.errors import UsageError
from onrecord.serve.access import accounts_of, visitor_of
from onrecord.serve.forms import Sent
from onrecord.serve.pages.account import confirm
from onrecord.serve.templating import page

router = APIRouter(include_in_schema=False)


@router.get("/account/factor")
def factor(request: Request) -> Response:
    return _factor(request)


def _telling_faults(route: Callable[[Request, Sent], Response]) -> Callable[[Request, Sent], Response]:
    """What was wrong with what was sent is told on the page."""
    @wraps(route)
    def telling(request: Request, form: Sent) -> Response:
        try:
            return route(request, form)
        except UsageError as error:
            return _factor(request, 400, fault=str(error))

    return telling


@router.post("/account/factor/begin")
@_telling_faults
def begin(request: Request, form: Sent) -> Response:
    visitor = visitor_of(request)
    confirm(request, visitor, form.get("password", ""))
    secret = accounts_of(request).second.begin(visitor.name, visitor)
    return _factor(request, secret=secret, picture=_picture(uri(secret, visitor.name, f"onrecord {request.url.hostname}")))


@router.post("/account/factor/confirm")
@_telling_faults
def turn_on(request: Request, form: Sent) -> Response:
    visitor = visitor_of(request)
    return _factor(request, codes=accounts_of(request).second.confirm(visitor.name, form.get("code", ""), visitor))


@router.post("/account/factor/codes")
@_telling_faults
def new_codes(request: Request, form: Sent) -> Response:
    visitor = _both(request, form)
    return _factor(request, codes=accounts_of(request).second.new_codes(visitor.name, visitor))


@router.post("/account/factor/off")
@_telling_faults
def turn_off(request: Request, form: Sent) -> Response:
    visitor = _both(request, form)
    accounts_of(request).second.remove(visitor.name, visitor)
    return RedirectResponse("/account?done=factor", 303)


def _both(request: Request, form: Sent) -> Visitor:
    """Who gave password and code again.  Raises UsageError where one is wrong."""
    visitor = visitor_of(request)
    confirm(request, visitor, form.get("password", ""))
    accounts_of(request).second.check(visitor.name, form.get("code", ""), visitor)
    return visitor


def _factor(request: Request, status: int = 200, **more: Any) -> Response:
    accounts, visitor = accounts_of(request), visitor_of(request)
    about = {"fault": None, "secret": None, "picture": None, "codes": None} | more
    return page(request, "factor.html", status, mine=visitor, factor=accounts.second.state(visitor.name), begun=accounts.second.is_begun(visitor.name), provider=accounts.provider_of(visitor.name), **about)


def _picture(address: str) -> Markup:
    """A QR code, in SVG."""
    import segno

    return Markup(segno.make(address, error="m").svg_inline(scale=5, border=4, dark="#000", light="#fff", omitsize=False))
