"""Second factor: turned on with an authenticator, its recovery codes, and turned off.  The secret is shown once, to who gives the password."""

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


@router.post("/account/factor/begin")
def begin(request: Request, form: Sent) -> Response:
    visitor = visitor_of(request)
    try:
        confirm(request, visitor, form.get("password", ""))
        secret = accounts_of(request).second.begin(visitor.name, visitor)
    except UsageError as error:
        return _factor(request, 400, fault=str(error))
    return _factor(request, secret=secret, picture=_picture(uri(secret, visitor.name, f"onrecord {request.url.hostname}")))


@router.post("/account/factor/confirm")
def turn_on(request: Request, form: Sent) -> Response:
    visitor = visitor_of(request)
    try:
        codes = accounts_of(request).second.confirm(visitor.name, form.get("code", ""), visitor)
    except UsageError as error:
        return _factor(request, 400, fault=str(error))
    return _factor(request, codes=codes)


@router.post("/account/factor/codes")
def new_codes(request: Request, form: Sent) -> Response:
    visitor = visitor_of(request)
    try:
        _both(request, visitor, form.get("password", ""), form.get("code", ""))
        codes = accounts_of(request).second.new_codes(visitor.name, visitor)
    except UsageError as error:
        return _factor(request, 400, fault=str(error))
    return _factor(request, codes=codes)


@router.post("/account/factor/off")
def turn_off(request: Request, form: Sent) -> Response:
    visitor = visitor_of(request)
    try:
        _both(request, visitor, form.get("password", ""), form.get("code", ""))
        accounts_of(request).second.remove(visitor.name, visitor)
    except UsageError as error:
        return _factor(request, 400, fault=str(error))
    return RedirectResponse("/account?done=factor", 303)


def _both(request: Request, visitor: Visitor, password: str, code: str) -> None:
    """Password and code, asked for again.  Raises UsageError where one is wrong."""
    confirm(request, visitor, password)
    accounts_of(request).second.check(visitor.name, code, visitor)


def _factor(request: Request, status: int = 200, **more: Any) -> Response:
    accounts, visitor = accounts_of(request), visitor_of(request)
    about = {"fault": None, "secret": None, "picture": None, "codes": None} | more
    return page(request, "factor.html", status, mine=visitor, factor=accounts.second.state(visitor.name), begun=accounts.second.pending(visitor.name) is not None, provider=accounts.provider_of(visitor.name), **about)


def _picture(address: str) -> Markup:
    """A QR code, in SVG."""
    import segno

    return Markup(segno.make(address, error="m").svg_inline(scale=5, border=4, dark="#000", light="#fff", omitsize=False))
