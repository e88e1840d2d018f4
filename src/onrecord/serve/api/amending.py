"""POST /api/amendments and /api/amendments/{number}/undo, as `onrecord amend`."""

from collections.abc import Callable, Iterable
from dataclasses import asdict
from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Path, Request, Response
from starlette.concurrency import run_in_threadpool

from onrecord.keep.amendments import Amendment
from onrecord.keep.record import Record
from onrecord.keep.standing import PARTS
from onrecord.serve.access import Reviewer, Visitor, audit
from onrecord.serve.api.fitting import body_of
from onrecord.serve.api.once import answers, once, takes
from onrecord.serve.api.schemas import Amendment as Row
from onrecord.serve.api.schemas import NewAmendment, Reason
from onrecord.serve.problems import Json
from onrecord.serve.record_of import Served

router = APIRouter(prefix="/api", tags=["articles"])
Number = Annotated[int, Path(ge=1, le=2**31 - 1, description="The amendment's, as a report's versions have it.", examples=[3])]


@router.post("/amendments", status_code=201, response_model=Row, summary="Put a report's day or outlet right", responses=answers(Row), openapi_extra=takes(NewAmendment, {"article": "https://example.org/winter", "published": "2026-11-24", "why": "The feed had the day of its mending."}))
async def amend(request: Request, record: Served, visitor: Reviewer) -> Response:
    """A dated row, by who asks; what is left out stays as it is, and null says that it is not known.  Search, counts, speakers and the ledger follow.  The same request again is done once.  For reviewers and above."""
    return await run_in_threadpool(_amend, record, visitor, await body_of(request, NewAmendment))


@router.post("/amendments/{number}/undo", status_code=201, response_model=Row, summary="Take an amendment back", responses=answers(Row), openapi_extra=takes(Reason, {"why": "It was right."}))
async def undo(request: Request, record: Served, visitor: Reviewer, number: Number) -> Response:
    """By a row of its own; one that an ingest told cannot be taken back.  The same request again is done once.  For reviewers and above."""
    return await run_in_threadpool(_undo, record, visitor, number, (await body_of(request, Reason)).why.strip())


def _amend(record: Record, visitor: Visitor, asked: NewAmendment) -> Response:
    given = {part: (getattr(asked, part) or "").strip() for part in PARTS if part in asked.model_fields_set}
    why = asked.why.strip()

    def rows() -> Iterable[Amendment]:
        versions = record.versions(asked.article)
        return next((each.amendments for each in versions if each.number == (asked.version or versions[-1].number)), ())

    def same(row: Amendment) -> bool:
        return row.act == "change" and (row.by, row.why) == (visitor.name, why) and {part: row.changes[part] or "" for part in PARTS if part in row.changes} == given

    return _done(record, visitor, "amendment", lambda: record.amend_report(asked.article, version=asked.version, who=visitor.name, why=why, **given), rows, same)


def _undo(record: Record, visitor: Visitor, number: int, why: str) -> Response:
    def same(row: Amendment) -> bool:
        return row.undoes == number and (row.by, row.why) == (visitor.name, why)

    return _done(record, visitor, "amendment undone", lambda: record.undo_amendment(number, who=visitor.name, why=why), record.amendments, same)


def _done(record: Record, visitor: Visitor, action: str, do: Callable[[], Amendment], rows: Callable[[], Iterable[Amendment]], same: Callable[[Amendment], bool]) -> Response:
    row, new = once(do, rows, same)
    if new:
        audit(record, visitor, action, f"{row.undoes or row.number} of {row.article}")
    answer = Json(asdict(row), 201 if new else 200)
    answer.headers["Location"] = f"/api/articles/{quote(row.article, safe='', errors='replace')}"
    return answer
