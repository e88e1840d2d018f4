"""Front: the search box, what is new, who speaks most."""

from dataclasses import dataclass
from typing import cast

from fastapi import APIRouter, Request, Response

from onrecord.keep.query import Query
from onrecord.keep.record import Record
from onrecord.keep.search import Page
from onrecord.serve.asking import address
from onrecord.serve.record_of import Served, stats_of
from onrecord.serve.standing import note_lack
from onrecord.serve.templating import bars, page

router = APIRouter(include_in_schema=False)
NEW, MOST = 6, 10  # reports and speakers that are shown


@dataclass(frozen=True, slots=True)
class News:
    """What Front shows."""

    new: Page
    spoken: Page


@router.get("/")
def front(request: Request, record: Served) -> Response:
    news, stats = _news(request, record), stats_of(request, record)
    speakers = {name: count for name, count in ((news.spoken.facets or {}).get("speaker") or {}).items() if name}
    acts = {act: count for act, count in ((news.spoken.facets or {}).get("act") or {}).items() if act}
    links = {act: address(Query(), act=(act,)) for act in acts}
    return page(request, "front.html", stats=stats, statements=sum(stats.statements.values()), new=news.new.hits, speakers=bars(dict(list(speakers.items())[:MOST])), acts=bars(acts), links=links, query=Query())


def _news(request: Request, record: Record) -> News:
    def gather() -> News:
        return News(record.search(Query(within="reports", limit=NEW)), record.search(Query(limit=1, facets=True)))

    news, since = request.app.state.news.of(record.state(), record.decided(), gather)
    note_lack(request, since)
    return cast(News, news)
