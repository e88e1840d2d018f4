"""The app: pages and API over one record."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from threading import Event

from anyio.to_thread import current_default_thread_limiter
from fastapi import Depends, FastAPI, Request
from fastapi.responses import Response
from starlette.middleware.gzip import GZipMiddleware
from starlette.types import ASGIApp
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

from onrecord import __version__
from onrecord.access.accounts import Accounts
from onrecord.access.openid import OpenId
from onrecord.access.passwords import nobodys
from onrecord.keep.record import Record
from onrecord.serve import api, ledger_of, pages, record_of
from onrecord.serve.access import logged_in, login_wanted
from onrecord.serve.admitting import Admitted
from onrecord.serve.api.describing import describe
from onrecord.serve.api.parameters import known_parameters
from onrecord.serve.cross_site import OneSite
from onrecord.serve.guard import Guarded, Tagged
from onrecord.serve.jobs import Jobs
from onrecord.serve.limiting import Limiter
from onrecord.serve.lingering import Lingering
from onrecord.serve.metrics import Measured, metrics
from onrecord.serve.problems import Json, Problem, refuse_host, tell_problems
from onrecord.serve.reach import Reach
from onrecord.serve.record_of import known_now
from onrecord.serve.standing import Standing
from onrecord.serve.templating import STATIC

KINDS = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}
SMALLEST = 600  # bytes that are worth compressing
TOGETHER = 6  # requests that are worked on at once: threads of one Python beyond a few keep each other up, and each costs twice as much


def make_app(record: Record, known: Event | None = None, reach: Reach = Reach(), jobs: Jobs | None = None, openid: OpenId | None = None) -> ASGIApp:
    """What a server serves of a record; guarded, so that it answers to this machine's names alone, and those of `reach`.  `known`: is set when the record's speakers have been told apart, which takes a while in a large one.
    `jobs`: what works on what is posted, where it is not the usual.  `openid`: where users may sign in beside their passwords here."""
    app = FastAPI(title="onrecord", version=__version__, summary="Who said what, in news reports.", docs_url=None, redoc_url=None, openapi_tags=api.TAGS, license_info={"name": "Apache 2.0"}, lifespan=_few_at_once)
    app.state.record, app.state.known, app.state.jobs, app.state.login = record, known, jobs or Jobs(record), reach.login
    app.state.hosts = reach.hosts
    app.state.stats, app.state.news, app.state.ledgers = Standing(record_of.DEAR), Standing(record_of.DEAR), Standing(ledger_of.DEAR)
    app.state.speakers, app.state.countries, app.state.utterances = Standing(record_of.DEAR), Standing(record_of.DEAR), Standing(record_of.DEAR)
    app.state.resolved, app.state.queued = Standing(record_of.DEAR, record.is_being_written), Standing(record_of.DEAR, record.is_being_written)
    app.state.openid = openid if reach.login else None
    for router in pages.ROUTERS:
        app.include_router(router)
    for router in api.ROUTERS:
        app.include_router(router, dependencies=[Depends(known_parameters)])
    app.get("/static/{name}", include_in_schema=False)(_static)
    app.get("/healthz", tags=["state"], summary="Whether the record can be read", responses={503: {"model": api.schemas.Problem}}, response_model=api.schemas.Health)(_health)
    app.get("/readyz", tags=["state"], summary="Whether everything can be asked", responses={503: {"model": api.schemas.Problem}}, response_model=api.schemas.Ready)(_ready)
    app.get("/metrics", include_in_schema=False)(metrics)
    tell_problems(app)
    app.openapi = describe(app)  # type: ignore[method-assign]
    inner: ASGIApp = GZipMiddleware(Tagged(Measured(app)), minimum_size=SMALLEST)
    if reach.login:
        app.state.accounts, app.state.limiter = Accounts(record), Limiter(reach.rate)
        nobodys()  # made now, so that the first who tries a name learns nothing from how long it takes
        inner = Admitted(inner, app.state.accounts, app.state.limiter)
    outer: ASGIApp = Lingering(Guarded(OneSite(inner), refuse_host, reach.hosts))
    return ProxyHeadersMiddleware(outer, list(reach.proxies)) if reach.proxies else outer  # type: ignore[arg-type,return-value]


@asynccontextmanager
async def _few_at_once(app: FastAPI) -> AsyncIterator[None]:
    current_default_thread_limiter().total_tokens = TOGETHER
    yield


def _static(name: str, request: Request) -> Response:
    kind = KINDS.get(name[name.rfind(".") :])
    file = STATIC / name
    if kind is None or "/" in name or "\\" in name or "\0" in name or not file.is_file():
        return Problem(404, "There is nothing at this address.", request.url.path)
    return Response(file.read_bytes(), media_type=kind, headers={"Cache-Control": "public, max-age=31536000, immutable" if request.url.query else "no-cache"})


def _health(request: Request) -> Response:
    return Json({"status": "ok", "version": __version__ if _inside(request) else None, "state": _state(request)})


def _ready(request: Request) -> Response:
    """The record can be read, and its speakers are known; raises NotYet where they are not."""
    known_now(request)
    return Json({"status": "ready", "state": _state(request)})


def _inside(request: Request) -> bool:
    return logged_in(request) is not None or not login_wanted(request)


def _state(request: Request) -> str | None:
    """The record's, read in any case, and told to those who may know it."""
    state: str = request.app.state.record.state()
    return state if _inside(request) else None
