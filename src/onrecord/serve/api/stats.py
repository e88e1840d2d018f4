"""GET /api/stats, as `onrecord stats`, without where the record lies."""

from dataclasses import asdict

from fastapi import APIRouter, Response

from onrecord.serve.api.schemas import REFUSED, Stats
from onrecord.serve.problems import Json
from onrecord.serve.record_of import Served

router = APIRouter(prefix="/api", tags=["state"], responses=REFUSED)


@router.get("/stats", response_model=Stats, summary="What the record holds, in numbers")
def stats(record: Served) -> Response:
    """Statements are counted for every model that read the texts."""
    return Json({name: value for name, value in asdict(record.stats()).items() if name != "path"})
