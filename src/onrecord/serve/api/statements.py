"""GET /api/statements/{id}, as `onrecord show`."""

from dataclasses import asdict
from typing import Annotated

from fastapi import APIRouter, Path, Response

from onrecord.serve.api.articles import about
from onrecord.serve.api.schemas import MISSING, KeptStatement
from onrecord.serve.problems import Json
from onrecord.serve.record_of import Served

router = APIRouter(prefix="/api", tags=["statements"], responses=MISSING)


@router.get("/statements/{id}", response_model=KeptStatement, summary="A statement, its words, and the report that it stands in")
def statement(record: Served, id: Annotated[str, Path(description="The statement's id, or a beginning of it that no other one has.", examples=["3e457130a1b2c3d4"])]) -> Response:
    """Of statements in several reports with the very same text, the one in the first of these."""
    kept = record.with_utterances(record.statement(id))
    return Json({"statement": kept.statement.to_dict(), "words": kept.words, "quote": kept.quote.to_dict(), "article": about(kept.article), "corrections": [asdict(row) for row in kept.corrections]})
