"""POST /api/articles, as `onrecord ingest`, of what is sent or lies on the public web; and the jobs that this makes."""

from dataclasses import asdict
from typing import Annotated, Any
from urllib.parse import quote

from fastapi import APIRouter, Depends, Header, HTTPException, Path, Query, Request, Response
from fastapi.exceptions import RequestValidationError
from starlette.concurrency import run_in_threadpool

from onrecord.errors import InputError
from onrecord.keep.amending import check_signed
from onrecord.keep.jobs import Job as Kept
from onrecord.keep.jobs import KeyTaken
from onrecord.keep.record import Record
from onrecord.serve.access import Editor
from onrecord.serve.api.fitting import fitted, kind_of
from onrecord.serve.api.schemas import MISSING, NOT_ALLOWED, UNFIT, Job, NewReport, Posted
from onrecord.serve.bodies import whole_body
from onrecord.serve.following import following
from onrecord.serve.jobs import Jobs, jobs_of
from onrecord.serve.posted import LINES, Item, item_of, items_of_lines, items_of_list, read_json
from onrecord.serve.problems import Json, Problem
from onrecord.serve.record_of import Served

router = APIRouter(prefix="/api", tags=["jobs"])
PATIENCE = 20.0  # seconds in which a single report is usually kept
Id = Annotated[str, Path(description="As POST /api/articles gives it.", examples=["5f0c1d7e9a3b4c2d8e6f7a1b2c3d4e5f"])]
Key = Annotated[str | None, Header(alias="Idempotency-Key", min_length=1, max_length=255, pattern=r"^[\x21-\x7e]+$", description="Yours for this request: sent again with it, after a lost connection, say, it is answered as the first time and done once.")]
Amend = Annotated[str | None, Query(min_length=1, max_length=2_000, description="What is known with another day or outlet than is sent gets that; the reason, which is kept with your name.", examples=["the day of another bundle"])]
_BODY = {
    "required": True,
    "content": {
        "application/json": {"schema": {"anyOf": [NewReport.model_json_schema(), {"type": "array", "minItems": 1, "items": {}, "description": "Reports; what of them is none is a failure of its own."}]}},
        "application/x-ndjson": {"schema": {"type": "string", "description": "A report a line."}, "example": '{"id": "a", "text": "…"}\n{"id": "b", "text": "…"}\n'},
    },
}  # fmt: skip


@router.post("/articles", status_code=202, response_model=Job, summary="Keep reports", responses=UNFIT | {200: {"model": Posted, "description": "A report that is kept: known, or a new version."}, 201: {"model": Posted, "description": "A report that is kept, and new."}}, openapi_extra={"requestBody": _BODY})
async def post(request: Request, record: Served, visitor: Editor, at_work: Annotated[Jobs, Depends(jobs_of)], key: Key = None, amend: Amend = None) -> Response:
    """One report, or the address of one page, is kept at once, as a rule; several, as a JSON array or a line each, are a job: 202, with its address.  The same report twice is one.
    What is known with another day or outlet is left so, and told in `differing`, unless `amend` says why it is wrong.  Pages are read from the public web alone.  For editors and above."""
    signed = None if amend is None else (visitor.name, amend)
    if signed:
        check_signed(*signed)
    body = await whole_body(request)
    kind = kind_of(request)
    items, single = await run_in_threadpool(_items, kind, body)
    try:
        id = await run_in_threadpool(at_work.post, visitor.name, key, "\n".join([kind, *(signed or ())]).encode("utf-8", "replace") + b"\n" + body, items, single, signed)
    except KeyTaken as error:
        raise HTTPException(422, str(error)) from None
    job = await at_work.wait(id, PATIENCE if single else 0.0)
    return await run_in_threadpool(_answer, record, job)


def _items(kind: str, body: bytes) -> tuple[list[Item], bool]:
    """What was posted, and whether it is one report alone.  Raises HTTPException 415, UsageError, and RequestValidationError for one that is none."""
    if kind in LINES:
        return items_of_lines(body), False
    if kind != "application/json":
        raise HTTPException(415, f"The body is {kind[:80] or 'of no content type'}: send application/json, or application/x-ndjson with a report a line.", {"Accept-Post": f"application/json, {LINES[0]}"})
    rows = read_json(body)
    if isinstance(rows, list):
        return items_of_list(rows), False
    fitted(NewReport, rows)
    item = item_of("", rows)
    if isinstance(item, InputError):  # its text was looked at above
        raise RequestValidationError([{"loc": ("body", "published"), "msg": f"{item.reason}; {item.advice}", "type": "unreadable"}])
    return [item], True


def _answer(record: Record, job: Kept) -> Response:
    if not job.single or not job.over or job.state == "broken_off":
        answer = Json(_told(job), 202)
        answer.headers["Location"] = f"/api/jobs/{job.id}"
        return answer
    if job.fault:
        return Problem(503, job.fault, "/api/articles", job=job.id)
    if job.failures:
        failure = job.failures[0]
        return Problem(422, f"{failure.name}: {failure.reason}" + (f"; {failure.advice}" if failure.advice else ""), "/api/articles", job=job.id)
    if job.taken_down or job.article is None:
        return Problem(410, "this text was taken down, and is not taken again", "/api/articles", job=job.id)
    article = record.article(job.article)
    fate = "new" if job.new else "changed" if job.changed else "known"
    answer = Json({"article": article.id, "fate": fate, "sha256": article.sha256, "statements": len(article.statements), "differing": asdict(job.differing[0]) if job.differing else None, "job": job.id}, 201 if job.new else 200)
    answer.headers["Location"] = f"/api/articles/{quote(article.id, safe='', errors='replace')}"
    return answer


@router.get("/jobs/{id}", response_model=Job, summary="How far a job is", responses=MISSING | NOT_ALLOWED)
def job(record: Served, visitor: Editor, id: Id) -> Response:
    """With what failed, and why.  A job that was broken off has to be posted again; what it had kept stays, and is known then."""
    return Json(_told(record.job(id)))


@router.get("/jobs/{id}/events", summary="A job as it goes on", responses=MISSING | NOT_ALLOWED | {200: {"content": {"text/event-stream": {"schema": {"type": "string"}}}, "description": "Server-sent events: `progress` with the job whenever it has changed, and at the end `over`."}}, response_class=Response)
def events(record: Served, visitor: Editor, id: Id) -> Response:
    """As server-sent events, until it is over."""
    return following(lambda: _told(record.job(id)), lambda told: told["state"] in ("done", "failed", "broken_off"))


def _told(job: Kept) -> dict[str, Any]:
    counts = {name: getattr(job, name) for name in ("new", "changed", "known", "failed", "taken_down")}
    failures = [{"name": each.name, "reason": each.reason, "advice": each.advice} for each in job.failures]
    return {"id": job.id, "state": job.state, "total": job.total, "done": sum(counts.values()), "counts": counts, "failures": failures, "differing": [asdict(each) for each in job.differing], "article": job.article, "fault": job.fault, "at": job.at, "ended": job.ended, "by": job.who}
