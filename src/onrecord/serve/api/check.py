"""GET /api/check, as `onrecord check`."""

from typing import Annotated

from fastapi import APIRouter, Response
from fastapi import Query as FromAddress

from onrecord.serve.api.schemas import REFUSED, Checked
from onrecord.serve.problems import Json
from onrecord.serve.record_of import Served

router = APIRouter(prefix="/api", tags=["check"], responses=REFUSED)


@router.get("/check", response_model=Checked, summary="Whether a quotation stands in the record")
def check(
    record: Served, words: Annotated[str, FromAddress(description="The quotation.", examples=["We asked for 100 generators"])],
    speaker: Annotated[str | None, FromAddress(description="Who is said to have said it, as a person writes the name.", examples=["Novak"])] = None,
    on: Annotated[str | None, FromAddress(description="When it was said, or reported.", json_schema_extra={"format": "date"})] = None,
) -> Response:  # fmt: skip
    """One verdict, the nearest wordings, the earliest report first, and what the record covers.  Not in record is no disproof."""
    return Json(record.check(words, speaker=speaker or None, on=on or None).to_dict())
