"""Timeline: the commitments that the ledger's filters let through, one line of days below the other."""

from typing import Annotated, get_args

from fastapi import APIRouter, Query, Request, Response

from onrecord.errors import UsageError
from onrecord.follow.query import Category, LedgerQuery
from onrecord.serve.asking_ledger import ledger_address
from onrecord.serve.charts import strands_of
from onrecord.serve.ledger_of import newest_of
from onrecord.serve.locales import reader_of
from onrecord.serve.pages.ledger import on_day
from onrecord.serve.record_of import Served
from onrecord.serve.templating import page

router = APIRouter(include_in_schema=False)
ROWS, HERE = 30, "/ledger/timeline"


@router.get(HERE)
def timeline(request: Request, record: Served, after: Annotated[str, Query(max_length=500)] = "") -> Response:
    """In the order of the ledger's page."""
    try:
        query, every, rows, shown, later = newest_of(request, record, after, ROWS)
    except UsageError as error:
        return page(request, "timeline.html", 400, query=LedgerQuery(), fault=str(error), as_of="", rows=[], axis=None, count=0, categories=get_args(Category), back="/ledger", day_query="", first=None, later=None)
    drawn = strands_of(shown, every.day, reader_of(request.headers.get("accept-language", "")))
    return page(request, "timeline.html", query=query, fault=None, as_of=every.day, rows=list(zip(shown, drawn[1] if drawn else [None] * len(shown))), axis=drawn[0] if drawn else None, count=len(rows), categories=get_args(Category),
                back=ledger_address(query), day_query=on_day(query), first=ledger_address(query, page=HERE) if after else None, later=ledger_address(query, after=later, page=HERE) if later else None)  # fmt: skip
