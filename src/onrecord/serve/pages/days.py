"""Days: how long it took from ask to promise and from promise to delivery, over the commitments that the ledger's filters let through."""

from typing import get_args

from fastapi import APIRouter, Request, Response
from markupsafe import Markup

from onrecord.errors import UsageError
from onrecord.follow.query import Category, LedgerQuery
from onrecord.follow.statistics import STEPS, TITLES, chart, observed, summarise
from onrecord.follow.survival import survival
from onrecord.serve.asking_ledger import ledger_address, ledger_query_from
from onrecord.serve.ledger_of import ledger_of
from onrecord.serve.record_of import Served
from onrecord.serve.templating import page

router = APIRouter(include_in_schema=False)
MAKERS = 20  # of whom a row is shown


@router.get("/ledger/days")
def days(request: Request, record: Served) -> Response:
    try:
        query = ledger_query_from(request.query_params)
    except UsageError as error:
        return page(request, "days.html", 400, query=LedgerQuery(), fault=str(error), as_of="", drawn=None, rows=[], curves=[], count=0, titles=TITLES, categories=get_args(Category), back="/ledger", asked="")
    day = query.day
    chosen = [row for row in ledger_of(request, record, query.known_on).rows(as_of=day) if query.takes(row)]
    rows = summarise(chosen, day)
    makers = sorted((row for row in rows if row["by"] == "maker"), key=lambda row: -row["n"])[:MAKERS]
    shown = [row for row in rows if row["by"] in ("all", "category", "year")] + makers
    curves = [(TITLES[step], survival(observed(chosen, step, day))) for step in STEPS]
    address = ledger_address(query)
    return page(request, "days.html", query=query, fault=None, as_of=day, drawn=Markup(chart(chosen, day)) if rows else None, rows=shown, curves=[each for each in curves if each[1]], count=len(chosen), titles=TITLES,
                categories=get_args(Category), back=address, asked=address.removeprefix("/ledger"))  # fmt: skip


@router.get("/ledger/days.svg")
def picture(request: Request, record: Served) -> Response:
    """The curves by themselves."""
    query = ledger_query_from(request.query_params)
    day = query.day
    rows = [row for row in ledger_of(request, record, query.known_on).rows(as_of=day) if query.takes(row)]
    return Response(chart(rows, day).encode(), media_type="image/svg+xml")
