"""GET /api/utterances/{id}, as `onrecord utterances show`."""

from typing import Annotated

from fastapi import APIRouter, Path, Response

from onrecord.follow.wording import compare_versions
from onrecord.serve.api.schemas import MISSING, Utterance
from onrecord.serve.problems import Json
from onrecord.serve.record_of import Served

router = APIRouter(prefix="/api", tags=["utterances"], responses=MISSING)


@router.get("/utterances/{id}", response_model=Utterance, summary="What was said on one occasion, as its reports tell it")
def utterance(record: Served, id: Annotated[str, Path(description="The id of any of its statements, or a beginning of it that no other one has; a statement's `utterance` has it.", examples=["3e457130a1b2c3d4"])]) -> Response:
    """Its versions, the earliest report first, each with what it has otherwise than the reference, word by word, and what of the fullest it leaves out; and who plainly had it from whom."""
    return Json(compare_versions(record.utterance(id)).to_dict())
