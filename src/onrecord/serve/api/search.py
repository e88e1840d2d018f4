"""GET /api/search, as `onrecord search`."""

from typing import Annotated

from fastapi import APIRouter, Depends, Response

from onrecord.keep.query import Query
from onrecord.keep.search import Page
from onrecord.serve.api.schemas import REFUSED, Hits
from onrecord.serve.asking import asked
from onrecord.serve.problems import Json
from onrecord.serve.record_of import Served

router = APIRouter(prefix="/api", tags=["search"], responses=REFUSED)


@router.get("/search", response_model=Hits, summary="Search what was said, or reports")
def search(record: Served, query: Annotated[Query, Depends(asked())]) -> Response:
    """A page of hits.  Without words, all that the filters let through.  Pages show the record as it was when the first of them was asked for."""
    return Json(told(record.with_utterances(record.search(query))))


def told(page: Page) -> dict[str, object]:
    facets = None if page.facets is None else {name: [{"value": value, "count": count} for value, count in counts.items()] for name, counts in page.facets.items()}
    return {"hits": [hit.to_dict() for hit in page.hits], "after": page.after, "count": page.count, "more": page.more, "facets": facets}
