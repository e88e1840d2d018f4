"""GET /api/export, as `onrecord export`: whole reports that a search finds, as they are read out of the record."""

from collections.abc import Iterator
from typing import Annotated, Literal

from fastapi import APIRouter, Depends
from fastapi import Query as FromAddress
from fastapi.responses import StreamingResponse

from onrecord.commanding import PAGING
from onrecord.export.formats import PIECES
from onrecord.keep.query import Query
from onrecord.serve.api.schemas import REFUSED
from onrecord.serve.asking import asked
from onrecord.serve.guard import PASSING
from onrecord.serve.record_of import Served

router = APIRouter(prefix="/api", tags=["search"])
KINDS = {"jsonl": "application/x-ndjson", "csv": "text/csv; charset=utf-8", "annotation": "application/ld+json", "jsonld": "application/ld+json"}
Format = Annotated[Literal["jsonl", "csv", "annotation", "jsonld"], FromAddress(description="jsonl: a report a line, which `onrecord import` reads back; csv: a statement a line; W3C Web Annotation; schema.org.")]
_ANSWER = {kind.partition(";")[0]: {"schema": {"type": "object" if kind == "application/ld+json" else "string"}} for kind in KINDS.values()}


@router.get("/export", summary="All that a search finds, in a form that other programs read", response_class=StreamingResponse, responses=REFUSED | {200: {"content": _ANSWER, "description": "As it is read out of the record, in pieces."}})
def export(record: Served, query: Annotated[Query, Depends(asked(*PAGING))], format: Format = "jsonl") -> StreamingResponse:
    """Every report, the oldest first, with the statements that were found in it; all of them without words and filters.  It is sent as it is read, whatever its size; an answer that ends before its last chunk is not whole."""
    pieces = PIECES[format](record.articles(query))
    first = next(pieces, "")  # what cannot be read is told before anything is sent
    return StreamingResponse(_from(first, pieces), media_type=KINDS[format], headers={"Cache-Control": PASSING, "Content-Disposition": f'attachment; filename="onrecord.{"jsonl" if format == "jsonl" else "csv" if format == "csv" else "json"}"'})


def _from(first: str, pieces: Iterator[str]) -> Iterator[bytes]:
    yield first.encode("utf-8", "replace")
    for piece in pieces:
        yield piece.encode("utf-8", "replace")
