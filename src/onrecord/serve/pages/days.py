"""Days: how long it took from ask to promise and from promise to delivery, over the commitments that the ledger's filters let through."""

from dataclasses import dataclass
from typing import Any, get_args

from fastapi import APIRouter, Request, Response
from markupsafe import Markup

from onrecord.errors import UsageError
from onrecord.follow.as_of import AsOf
from onrecord.follow.query import Category, LedgerQuery
from onrecord.follow.statistics import STEPS, TITLES, chart, observed, summarise
from onrecord.follow.survival import survival
from onrecord.serve.asking_ledger import ledger_address, ledger_query_from
from onrecord.serve.ledger_of import ledger_of
from onrecord.serve.record_of import Served
from onrecord.serve.templating import page

router = APIRouter(include_in_schema=False)
MAKERS = 20  # of whom a row is shown


@dataclass(frozen=True, slots=True)
class Took:
    """How long some commitments took: how many they are, the rows that `summarise` gives, the curve of each step that has one, and all curves as SVG."""

    count: int
    rows: list[dict[str, Any]]
    curves: list[tuple[str, list[tuple[int, float]]]]
    drawn: str


@router.get("/ledger/days")
def days(request: Request, record: Served) -> Response:
    try:
        query = ledger_query_from(request.query_params)
    except UsageError as error:
        return page(request, "days.html", 400, query=LedgerQuery(), fault=str(error), as_of="", drawn=None, rows=[], curves=[], count=0, titles=TITLES, categories=get_args(Category), back="/ledger", asked="")
    every = ledger_of(request, record, query)
    found = _took(every, query)
    makers = sorted((row for row in found.rows if row["by"] == "maker"), key=lambda row: -row["n"])[:MAKERS]
    shown = [row for row in found.rows if row["by"] in ("all", "category", "year")] + makers
    return page(request, "days.html", query=query, fault=None, as_of=every.day, drawn=Markup(found.drawn) if found.rows else None, rows=shown, curves=found.curves, count=found.count, titles=TITLES,
                categories=get_args(Category), back=ledger_address(query), asked=ledger_address(query, page=""))  # fmt: skip


@router.get("/ledger/days.svg")
def picture(request: Request, record: Served) -> Response:
    """The curves by themselves."""
    query = ledger_query_from(request.query_params)
    return Response(_took(ledger_of(request, record, query), query).drawn.encode(), media_type="image/svg+xml")


def _took(ledger: AsOf, query: LedgerQuery) -> Took:
    def measure() -> Took:
        rows = ledger.taken(query)
        curves = [(TITLES[step], survival(observed(rows, step, ledger.day))) for step in STEPS]
        return Took(len(rows), summarise(rows, ledger.day), [each for each in curves if each[1]], chart(rows, ledger.day))

    return ledger.once(("days", query.filters), measure)
