"""GET /api/articles and /api/articles/{id}, as `onrecord search --in reports` and `onrecord show`."""

from dataclasses import asdict
from typing import Annotated

from fastapi import APIRouter, Depends, Path, Response
from fastapi import Query as FromAddress

from onrecord.keep.query import Query
from onrecord.serve.api.schemas import MISSING, REFUSED, Article, Hits
from onrecord.serve.api.search import told
from onrecord.serve.asking import asked
from onrecord.serve.problems import Json
from onrecord.serve.record_of import Served
from onrecord.types import Article as Report

router = APIRouter(prefix="/api", tags=["articles"])
Id = Annotated[str, Path(description="The report's id, percent-encoded, or a beginning of it that no other one has.", examples=["https://example.org/envoy-winter"])]


@router.get("/articles", response_model=Hits, summary="Reports, the newest first", responses=REFUSED)
def articles(record: Served, query: Annotated[Query, Depends(asked("within"))]) -> Response:
    """As /api/search, of whole reports."""
    return Json(told(record.search(Query(**{name: getattr(query, name) for name in Query.__dataclass_fields__} | {"within": "reports"}))))


@router.get("/articles/{id:path}", response_model=Article, summary="A report with its text, statements and versions", responses=MISSING)
def article(
    record: Served, id: Id, version: Annotated[int | None, FromAddress(ge=1, le=2**31, description="An earlier one, by its number.")] = None,
    model: Annotated[str | None, FromAddress(description="As an earlier model read it, by its name.")] = None,
) -> Response:  # fmt: skip
    """The text as it stood.  Every span is an offset into it, in code points."""
    found = record.with_utterances(record.article(id, version, model))
    return Json(found.to_dict() | {"versions": [asdict(each) for each in record.versions(found.id)]})


def about(article: Report) -> dict[str, object]:
    """A report without its text."""
    return {key: value for key, value in article.to_dict().items() if key not in ("text", "boilerplate", "statements", "commitments", "corrections", "reviews", "amendments")}
