"""Front: the search box, what is new, who speaks most, what is overdue."""

from collections.abc import Sequence
from dataclasses import dataclass
from heapq import nlargest
from typing import cast

from fastapi import APIRouter, Request, Response

from onrecord.follow.as_of import Row
from onrecord.follow.query import LedgerQuery
from onrecord.keep.query import Query
from onrecord.keep.record import Record
from onrecord.keep.search import Page
from onrecord.serve.asking import address
from onrecord.serve.ledger_of import ledger_of
from onrecord.serve.record_of import NotYet, Served, stats_of
from onrecord.serve.standing import note_lack
from onrecord.serve.templating import bars, page

router = APIRouter(include_in_schema=False)
NEW, MOST, OVERDUE = 6, 10, 5  # reports, speakers and commitments that are shown
SOON = 0.3  # seconds that Front waits for the ledger
FEW = 100  # reports that are read for the ledger where Front asks for it; where more are unread, it is left to those who ask for the ledger itself


@dataclass(frozen=True, slots=True)
class News:
    """What Front shows; `unread` is the number of reports that are still to be read for the ledger."""

    new: Page
    spoken: Page
    unread: int


@dataclass(frozen=True, slots=True)
class Overdue:
    """How many commitments are overdue on a day, and those whose day has passed last."""

    day: str
    count: int
    last: Sequence[Row]


@router.get("/")
def front(request: Request, record: Served) -> Response:
    news, stats = _news(request, record), stats_of(request, record)
    speakers = {name: count for name, count in ((news.spoken.facets or {}).get("speaker") or {}).items() if name}
    acts = {act: count for act, count in ((news.spoken.facets or {}).get("act") or {}).items() if act}
    links = {act: address(Query(), act=(act,)) for act in acts}
    return page(request, "front.html", stats=stats, statements=sum(stats.statements.values()), new=news.new.hits, speakers=bars(dict(list(speakers.items())[:MOST])), acts=bars(acts), links=links, query=Query(), overdue=_overdue(request, record) if news.unread <= FEW else None)


def _news(request: Request, record: Record) -> News:
    def gather() -> News:
        return News(record.search(Query(within="reports", limit=NEW)), record.search(Query(limit=1, facets=True)), record.unread())

    news, since = request.app.state.news.of(record.state(), record.decided(), gather)
    note_lack(request, since)
    return cast(News, news)


def _overdue(request: Request, record: Record) -> Overdue | None:
    """None where the ledger is not at hand."""
    query = LedgerQuery(overdue=True)
    try:
        ledger = ledger_of(request, record, query, SOON)
    except NotYet:
        return None
    return ledger.once("overdue", lambda: Overdue(ledger.day, len(found := ledger.taken(query)), nlargest(OVERDUE, found, key=lambda row: (row["due"]["to"], row["id"]))))
