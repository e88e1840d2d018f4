"""GET /api/ledger, /api/ledger/stats and /api/ledger/{id}, as `onrecord ledger`, `onrecord ledger stats` and `onrecord ledger show`."""

from typing import Annotated

from fastapi import APIRouter, Depends, Path, Request, Response
from fastapi import Query as FromAddress

from onrecord.follow.query import LedgerQuery
from onrecord.follow.statistics import summarise
from onrecord.serve.api.schemas import MISSING, REFUSED, Commitments, Took, WordedCommitment
from onrecord.serve.api.speakers import After, Limit
from onrecord.serve.asking_ledger import asked_of_ledger
from onrecord.serve.commitments import history
from onrecord.serve.ledger_of import ledger_of
from onrecord.serve.paging import take
from onrecord.serve.problems import Json
from onrecord.serve.record_of import Served

router = APIRouter(prefix="/api", tags=["ledger"])
Id = Annotated[str, Path(description="A commitment's id, or a beginning of it that no other one has; ids of its later wordings lead to it too.", examples=["c0ffee00a1b2c3d4"])]
Day = Annotated[str | None, FromAddress(json_schema_extra={"format": "date"})]


@router.get("/ledger", response_model=Commitments, summary="What was asked and promised, the earliest first", responses=REFUSED)
def ledger(request: Request, record: Served, query: Annotated[LedgerQuery, Depends(asked_of_ledger())], after: After = None, limit: Limit = 50) -> Response:
    """As it stands on a day.  Where it takes long to put the ledger together, the answer is 503 until it is done."""
    every = ledger_of(request, record, query)
    rows = every.taken(query)
    shown, later = take(rows, lambda row: str(row["id"]), after, limit)
    return Json({"as_of": every.day, "commitments": shown, "after": later, "count": len(rows)})


@router.get("/ledger/stats", response_model=Took, summary="How many days from ask to promise and from promise to delivery", responses=REFUSED)
def stats(request: Request, record: Served, query: Annotated[LedgerQuery, Depends(asked_of_ledger())]) -> Response:
    """Of the commitments that the filters let through, of all and by maker, category and year: quartiles by Kaplan and Meier's estimate, what is open counted as long as it was watched."""
    every = ledger_of(request, record, query)
    return Json({"as_of": every.day, "durations": every.once(("stats", query.filters), lambda: summarise(every.taken(query), every.day))})


@router.get("/ledger/{id}", response_model=WordedCommitment, summary="A commitment with its whole history", responses=MISSING)
def commitment(request: Request, record: Served, id: Id, as_of: Day = None, known_on: Day = None) -> Response:
    """Every event in the words of its report, and why it was put there."""
    query = LedgerQuery(as_of=as_of, known_on=known_on)
    found = history(record, ledger_of(request, record, query), id)
    events = [{**each.event, "words": each.words, "outlet": each.article.outlet, "title": each.article.title} for each in found.happenings]
    return Json({**found.row, "events": events})
