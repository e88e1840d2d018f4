"""GET /api/speakers and /api/speakers/{id}, as `onrecord speakers` and `onrecord speaker`."""

from dataclasses import asdict
from typing import Annotated, Literal

from fastapi import APIRouter, Path, Request, Response
from fastapi import Query as FromAddress

from onrecord.errors import InputError, UsageError
from onrecord.serve.api.schemas import MISSING, REFUSED, Rows, Said
from onrecord.serve.pages.speaker import named
from onrecord.serve.paging import take
from onrecord.serve.problems import Json
from onrecord.serve.record_of import Spoken, of_country, speakers_of
from onrecord.types import Act, SpeakerKind

router = APIRouter(prefix="/api", tags=["speakers"])
After = Annotated[str | None, FromAddress(description="The cursor of the page before.")]
Limit = Annotated[int, FromAddress(ge=1, le=1000)]


@router.get("/speakers", response_model=Rows, summary="Who speaks, those with the most statements first", responses=REFUSED)
def speakers(request: Request, record: Spoken, name: Annotated[str, FromAddress(description="Words in a row of the name.", examples=["novak"])] = "", kind: SpeakerKind | Literal[""] = "", country: Annotated[str, FromAddress(pattern="^([A-Za-z]{2})?$", description="The country of an office of theirs, by its ISO 3166 code.", examples=["NO"])] = "", after: After = None, limit: Limit = 50) -> Response:
    """In the latest version of each report, as its latest model read it."""
    rows = named(speakers_of(request, record), name, kind)
    rows = of_country(request, record, rows, country) if country else rows
    shown, later = take(rows, lambda row: row.entity, after, limit)
    return Json({"speakers": [asdict(row) for row in shown], "after": later, "count": len(rows)})


@router.get("/speakers/{id}", response_model=Said, summary="A speaker across reports, and what it said", responses=MISSING)
def speaker(record: Spoken, id: Annotated[str, Path(description="As /api/speakers gives it.", examples=["a3f1c2d4e5b60718"])], act: Act | None = None, after: After = None, limit: Limit = 50) -> Response:
    """Names with their evidence, offices over time, topics, and statements, the newest first."""
    try:
        said = record.said(id, as_kept=True)
    except UsageError:
        raise InputError(id, "is the id of no speaker here", "find speakers by their names at /api/speakers") from None
    chosen = [each for each in said.sayings if act is None or each.act == act]
    shown, later = take(chosen, lambda each: each.statement, after, limit)
    return Json({"entity": asdict(said.entity), "topics": [asdict(topic) for topic in record.topics(id, as_kept=True)], "acts": [{"value": value, "count": count} for value, count in said.acts.items()], "sayings": [asdict(each) for each in shown], "after": later, "count": len(chosen)})
