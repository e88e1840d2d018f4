"""POST /api/takedowns, as `onrecord takedown` and its page."""

from dataclasses import asdict

from fastapi import APIRouter, Request, Response
from starlette.concurrency import run_in_threadpool

from onrecord.errors import UsageError
from onrecord.keep.record import Record
from onrecord.serve.access import Editor, Visitor, audit
from onrecord.serve.api.fitting import body_of
from onrecord.serve.api.once import takes
from onrecord.serve.api.schemas import MISSING, NOT_ALLOWED, NOT_TAKEN, NewTakedown, Takedown
from onrecord.serve.problems import Json
from onrecord.serve.record_of import Served

router = APIRouter(prefix="/api", tags=["articles"])


@router.post("/takedowns", status_code=201, response_model=Takedown, summary="Erase a report's words for good", responses=MISSING | NOT_ALLOWED | NOT_TAKEN, openapi_extra=takes(NewTakedown, {"article": "https://example.org/winter", "why": "A court's order."}))
async def take_down(request: Request, record: Served, visitor: Editor) -> Response:
    """With its statements, in every version, and in reports with the very same text; its hash, and who wanted it and why, are kept.  It cannot be taken back.  Of a report that was taken down before, traces are looked for again.  For editors and above."""
    return await run_in_threadpool(_take_down, record, visitor, await body_of(request, NewTakedown))


def _take_down(record: Record, visitor: Visitor, asked: NewTakedown) -> Response:
    if (whole := record.versions(asked.article)[0].article) != asked.article:
        raise UsageError(f"nothing was taken down: {asked.article!r} is not the report's whole id, which is {whole!r}")
    done = record.takedown(whole, who=visitor.name, why=asked.why.strip())
    audit(record, visitor, "takedown", done.article)
    return Json(asdict(done), 201)
