"""What went wrong, told as a page or, to programs, as problem details (RFC 9457)."""

import json
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import Response
from starlette.exceptions import HTTPException
from starlette.types import Receive, Scope, Send

from onrecord.errors import InputError, OnrecordError, TakenDown, UsageError
from onrecord.terminal import dump

PROGRAMS = ("/api/", "/openapi.json", "/healthz", "/readyz", "/metrics")  # addresses that programs ask for
FILES = (".atom", ".ics", ".svg", ".png")  # endings of such addresses


class Problem(Response):
    media_type = "application/problem+json"

    def __init__(self, status: int, detail: str, instance: str = "", **more: Any):
        told = {"type": "about:blank", "title": HTTPStatus(status).phrase, "status": status, "detail": detail} | ({"instance": instance} if instance else {}) | more
        super().__init__(json.dumps(told), status)


class Json(Response):
    """Plain JSON values, in UTF-8, whatever is in the strings."""

    media_type = "application/json"

    def render(self, content: Any) -> bytes:
        return dump(content).encode()


def status_of(error: OnrecordError) -> int:
    """400 for what cannot be asked, 404 and 410 for what is not here or not any more, 503 where the record cannot be read."""
    return 400 if isinstance(error, UsageError) else 410 if isinstance(error, TakenDown) else 404 if isinstance(error, InputError) else 503


def tell_problems(app: FastAPI) -> None:
    """Have every error of the app told."""
    from onrecord.serve.templating import error_page

    def tell(request: Request, status: int, detail: str, **more: Any) -> Response:
        if request.url.path.startswith(PROGRAMS) or request.url.path.endswith(FILES):
            return Problem(status, detail, request.url.path, **more)
        return error_page(request, status, detail)

    @app.exception_handler(OnrecordError)
    def known(request: Request, error: OnrecordError) -> Response:
        answer = tell(request, status_of(error), str(error))
        if answer.status_code == 503:
            answer.headers["Retry-After"] = "10"
        return answer

    @app.exception_handler(RequestValidationError)
    def unfit(request: Request, error: RequestValidationError) -> Response:
        faults = [{"where": ".".join(map(str, fault["loc"])), "detail": fault["msg"]} for fault in error.errors()]
        return tell(request, 422, "; ".join(f"{fault['where']}: {fault['detail']}" for fault in faults), errors=faults)

    @app.exception_handler(HTTPException)
    def plain(request: Request, error: HTTPException) -> Response:
        detail = "There is nothing at this address." if error.status_code == 404 else str(error.detail)
        answer = tell(request, error.status_code, detail)
        answer.headers.update(error.headers or {})
        return answer

    @app.exception_handler(Exception)
    def unknown(request: Request, error: Exception) -> Response:
        return tell(request, 500, "Something went wrong here; what it was stands in the terminal where onrecord runs.")


async def refuse_host(scope: Scope, receive: Receive, send: Send) -> None:
    """Who asks for another machine's name."""
    await Problem(421, "onrecord does not answer to this name: ask for localhost, 127.0.0.1 or [::1] on this machine, or a name that it was started with (--allowed-host)")(scope, receive, send)
