"""POST /api/corrections, /api/statements and /api/reviews, and what takes them back, as `onrecord correct` and the pages of Review."""

from collections.abc import Callable
from dataclasses import asdict
from typing import Annotated, Any

from fastapi import APIRouter, Path, Request, Response
from starlette.concurrency import run_in_threadpool

from onrecord.errors import UsageError
from onrecord.keep.correcting import Noted
from onrecord.keep.passages import find_passages
from onrecord.keep.record import Record
from onrecord.keep.reviewing import Review
from onrecord.serve.access import Reviewer, Visitor, audit
from onrecord.serve.api.fitting import body_of
from onrecord.serve.api.once import answers, once, takes
from onrecord.serve.api.schemas import KeptReview, MissedStatement, NewCorrection, NewReview, Reason, StatementChanges, StatementCorrection
from onrecord.serve.problems import Json
from onrecord.serve.record_of import Served
from onrecord.serve.reviewing import corrected_id
from onrecord.types import StatementCorrection as Made

router = APIRouter(prefix="/api", tags=["statements"])
Number = Annotated[int, Path(ge=1, le=2**31 - 1, description="The row's, as it was answered.", examples=[5])]
PASSAGES, CHOICES = ("source", "cue", "content"), ("kind", "mode", "act")


@router.post("/corrections", status_code=201, response_model=StatementCorrection, summary="Put a statement right", responses=answers(StatementCorrection), openapi_extra=takes(NewCorrection, {"statement": "3e457130a1b2c3d4", "act": "request", "why": "wrong act"}))
async def correct(request: Request, record: Served, visitor: Reviewer) -> Response:
    """A dated row, by who asks, that holds against what models read later; what is left out stays as it is.  The same request again is done once.  For reviewers and above."""
    asked = await body_of(request, NewCorrection)
    return await run_in_threadpool(_correct, record, visitor, asked)


@router.post("/statements", status_code=201, response_model=StatementCorrection, summary="Add a statement that was missed", responses=answers(StatementCorrection), openapi_extra=takes(MissedStatement, {"article": "https://example.org/winter", "content": ["We asked for 120 generators"], "speaker": "Irena Novak", "why": "missed"}))
async def add(request: Request, record: Served, visitor: Reviewer) -> Response:
    """To the latest version of a report, by a dated row.  The same request again is done once.  For reviewers and above."""
    asked = await body_of(request, MissedStatement)
    return await run_in_threadpool(_add, record, visitor, asked)


@router.post("/corrections/{number}/undo", status_code=201, response_model=StatementCorrection, summary="Take a correction of a statement back", responses=answers(StatementCorrection), openapi_extra=takes(Reason, {"why": "It was right."}))
async def undo(request: Request, record: Served, visitor: Reviewer, number: Number) -> Response:
    """By a row of its own.  The same request again is done once.  For reviewers and above."""
    why = (await body_of(request, Reason)).why.strip()
    return await run_in_threadpool(_correction, record, visitor, lambda: record.undo_statement_correction(number, who=visitor.name, why=why), lambda noted: noted.correction.undoes == number and _by(noted.correction, visitor, why))


@router.post("/reviews", status_code=201, response_model=KeptReview, summary="Accept a statement as it stands", responses=answers(KeptReview), openapi_extra=takes(NewReview, {"statement": "3e457130a1b2c3d4"}))
async def accept(request: Request, record: Served, visitor: Reviewer) -> Response:
    """So that it waits no longer in the queue of reviews.  The same request again is done once.  For reviewers and above."""
    asked = await body_of(request, NewReview)
    why = (asked.why or "").strip()
    return await run_in_threadpool(_review, record, visitor, lambda: record.accept_statement(asked.statement, who=visitor.name, why=why), lambda row: row.act == "accept" and (row.statement or "").startswith(asked.statement) and _by(row, visitor, why))


@router.post("/reviews/{number}/undo", status_code=201, response_model=KeptReview, summary="Take a review back", responses=answers(KeptReview), openapi_extra=takes(Reason, {"why": "The speaker is somebody else."}))
async def undo_review(request: Request, record: Served, visitor: Reviewer, number: Number) -> Response:
    """By a row of its own.  The same request again is done once.  For reviewers and above."""
    why = (await body_of(request, Reason)).why.strip()
    return await run_in_threadpool(_review, record, visitor, lambda: record.undo_review(number, who=visitor.name, why=why), lambda row: row.undoes == number and _by(row, visitor, why))


def _by(row: Made | Review, visitor: Visitor, why: str) -> bool:
    return (row.by, row.why) == (visitor.name, why)


def _correct(record: Record, visitor: Visitor, asked: NewCorrection) -> Response:
    why = asked.why.strip()

    def same(noted: Noted) -> bool:
        row = noted.correction
        mine = row.before is not None and str(row.before["id"]).startswith(asked.statement) and _by(row, visitor, why)
        return mine and (row.act == "none" if asked.none else row.act == "change" and _says(row.changes or {}, asked, record.article(noted.article).text))

    return _correction(record, visitor, lambda: record.correct_statement(asked.statement, none=asked.none, who=visitor.name, why=why, **asked.changes()), same)


def _add(record: Record, visitor: Visitor, asked: MissedStatement) -> Response:
    why, article = asked.why.strip(), record.article(asked.article)

    def same(noted: Noted) -> bool:
        row = noted.correction
        return noted.sha256 == article.sha256 and row.act == "add" and _by(row, visitor, why) and _says(row.changes or {}, asked, article.text)

    return _correction(record, visitor, lambda: record.add_statement(article.id, who=visitor.name, why=why, **asked.changes()), same)


def _says(kept: dict[str, Any], asked: StatementChanges, text: str) -> bool:
    """Whether what was kept of a correction is what is asked for, in all that is given."""
    given = asked.changes()
    try:
        wanted = {name: find_passages(text, given[name], name) for name in (*PASSAGES, "addressee") if name in given}
    except UsageError:
        return False
    speaker, addressee = kept.get("speaker") or {}, kept.get("addressee") or {}
    told: dict[str, Any] = {name: kept.get(name) for name in (*PASSAGES, *CHOICES)} | {"speaker": speaker.get("name", ""), "speaker_kind": speaker.get("kind"), "addressee": addressee.get("spans", ()), "addressee_name": addressee.get("name"), "addressee_kind": addressee.get("kind")}
    return all(tuple(map(tuple, told[name] or ())) == wanted[name] if name in wanted else told[name] == value for name, value in given.items())


def _correction(record: Record, visitor: Visitor, do: Callable[[], Made], same: Callable[[Noted], bool]) -> Response:
    def made() -> Noted:
        number = do().number
        return next(each for each in record.statement_corrections() if each.correction.number == number)

    noted, new = once(made, record.statement_corrections, same)
    row = noted.correction
    told = row if row.undoes is None else next(each.correction for each in record.statement_corrections() if each.correction.number == row.undoes)
    statement = corrected_id(noted.sha256, told) if row is told or told.before is None else str(told.before["id"])
    if new:
        audit(record, visitor, "correction" if row.undoes is None else "correction undone", statement)
    return _answer(asdict(row) | {"statement": statement, "article": noted.article}, new, statement)


def _review(record: Record, visitor: Visitor, do: Callable[[], Review], same: Callable[[Review], bool]) -> Response:
    row, new = once(do, record.reviews, same)
    statement = row.statement or next((each.statement for each in record.reviews() if each.number == row.undoes), None)
    if new:
        audit(record, visitor, "review" if row.undoes is None else "review undone", statement or row.article)
    return _answer(asdict(row), new, statement)


def _answer(row: dict[str, Any], new: bool, statement: str | None) -> Response:
    answer = Json(row, 201 if new else 200)
    if statement:
        answer.headers["Location"] = f"/api/statements/{statement}"
    return answer
