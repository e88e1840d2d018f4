"""GET /api/stats, as `onrecord stats`, without where the record lies."""

from dataclasses import asdict

from fastapi import APIRouter, Request, Response

from onrecord.serve.api.schemas import REFUSED, Stats
from onrecord.serve.problems import Json
from onrecord.serve.record_of import Served, stats_of

router = APIRouter(prefix="/api", tags=["state"], responses=REFUSED)


@router.get("/stats", response_model=Stats, summary="What the record holds, in numbers")
def stats(request: Request, record: Served) -> Response:
    """Statements are counted for every model that read the texts."""
    return Json({name: value for name, value in asdict(stats_of(request, record)).items() if name != "path"})
