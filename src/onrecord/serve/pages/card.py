"""The card of a statement: a picture of its words, to be shown elsewhere."""

from fastapi import APIRouter, HTTPException, Request, Response

from onrecord.drawing.card import draw_card
from onrecord.drawing.raster import can_raster, rastered
from onrecord.keep.lookup import Kept
from onrecord.serve.citing import cite, quotable
from onrecord.serve.record_of import Served

router = APIRouter(include_in_schema=False)


@router.get("/statements/{id}/card.svg")
def card(request: Request, record: Served, id: str) -> Response:
    kept = record.statement(id)
    return Response(drawn(request, kept).encode(), media_type="image/svg+xml", headers=_named(kept, "svg"))


@router.get("/statements/{id}/card.png")
def picture(request: Request, record: Served, id: str) -> Response:
    """The same in pixels, for whom takes no SVG.  Raises HTTPException 404 where there is nothing here to draw it with."""
    kept = record.statement(id)
    if not can_raster():
        raise HTTPException(404)
    return Response(rastered(drawn(request, kept)), media_type="image/png", headers=_named(kept, "png"))


def drawn(request: Request, kept: Kept) -> str:
    """In SVG."""
    told = quotable(kept)
    return draw_card(told.words, told.who, told.beside, told.where, f"{str(request.base_url).removeprefix('http://').removeprefix('https://')}statements/{kept.statement.id}", cite(kept)[0].text)


def _named(kept: Kept, ending: str) -> dict[str, str]:
    return {"Content-Disposition": f'inline; filename="statement-{kept.statement.id}.{ending}"'}
