"""The card of a statement: a picture of its words, to be shown elsewhere."""

from fastapi import APIRouter, Request, Response

from onrecord.drawing.card import draw_card
from onrecord.serve.citing import cite, quotable
from onrecord.serve.record_of import Served

router = APIRouter(include_in_schema=False)


@router.get("/statements/{id}/card.svg")
def card(request: Request, record: Served, id: str) -> Response:
    kept = record.statement(id)
    told = quotable(kept)
    drawn = draw_card(told.words, told.who, told.beside, told.where, f"{str(request.base_url).removeprefix('http://').removeprefix('https://')}statements/{kept.statement.id}", cite(kept)[0].text)
    return Response(drawn.encode(), media_type="image/svg+xml", headers={"Content-Disposition": f'inline; filename="statement-{kept.statement.id}.svg"'})
