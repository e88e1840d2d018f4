"""GET /api/utterances and /api/utterances/{id}, as `onrecord utterances` and `onrecord utterances show`."""

from typing import Annotated

from fastapi import APIRouter, Path, Request, Response
from fastapi import Query as FromAddress

from onrecord.follow.utterances import Sort
from onrecord.follow.wording import compare_versions
from onrecord.serve.api.schemas import MISSING, REFUSED, Utterance, Utterances
from onrecord.serve.api.speakers import After, Limit
from onrecord.serve.paging import take
from onrecord.serve.problems import Json
from onrecord.serve.record_of import Served
from onrecord.serve.utterances_of import utterances_of

router = APIRouter(prefix="/api", tags=["utterances"])


@router.get("/utterances", response_model=Utterances, summary="What several reports tell, those first that most tell", responses=REFUSED)
def utterances(request: Request, record: Served, sort: Annotated[Sort, FromAddress(description="Those first that most reports tell, by speaker, or those of which the wordings differ most.")] = "spread",
               speaker: Annotated[str, FromAddress(max_length=500, description="Of this speaker only.", examples=["Novak"])] = "", least: Annotated[int, FromAddress(ge=2, description="Reports that tell it, at least.")] = 2, after: After = None, limit: Limit = 50) -> Response:  # fmt: skip
    """Each in the words of its earliest report.  Where it takes long to gather them, the answer is 503 until it is done."""
    rows = utterances_of(request, record, sort, speaker, least)
    shown, later = take(rows, lambda row: row.id, after, limit)
    told = zip(shown, record._earliest(shown))
    short = [{"id": row.id, "speaker": row.speaker, "reports": row.reports, "first": row.first, "last": row.last, "article": row.article, "outlet": each and each.outlet, "words": each and " … ".join(each.text[a:b] for a, b in each.statement.content), "disagreement": row.disagreement} for row, each in told]
    return Json({"utterances": short, "after": later, "count": len(rows)})


@router.get("/utterances/{id}", response_model=Utterance, responses=MISSING, summary="What was said on one occasion, as its reports tell it")
def utterance(record: Served, id: Annotated[str, Path(description="The id of any of its statements, or a beginning of it that no other one has; a statement's `utterance` has it.", examples=["3e457130a1b2c3d4"])]) -> Response:
    """Its versions, the earliest report first, each with what it has otherwise than the reference, word by word, and what of the fullest it leaves out; and who plainly had it from whom."""
    return Json(compare_versions(record.utterance(id)).to_dict())
