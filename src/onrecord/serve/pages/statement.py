"""Statement: its permanent address, its words in their context, how sure it is, and how to cite it."""

from collections.abc import Mapping, Sequence

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from onrecord.drawing.raster import can_raster
from onrecord.follow.as_of import AsOf, Row
from onrecord.keep.quoting import bounds
from onrecord.serve.citing import cite
from onrecord.serve.history import of_statement
from onrecord.serve.ledger_of import ledger_at_hand
from onrecord.serve.marking import Numbered, mark_text, number_all
from onrecord.serve.record_of import Served
from onrecord.serve.speakers import address_of
from onrecord.serve.templating import page, to_words
from onrecord.types import Article, Span

router = APIRouter(include_in_schema=False)
AROUND = 400  # characters before and behind the statement, at most


@router.get("/statements/{id}")
def statement(request: Request, record: Served, id: str) -> Response:
    kept = record.statement(id)
    article = kept.article
    versions = record.versions(article.id)
    here = next(each for each in versions if each.sha256 == article.sha256)
    latest = here.number == versions[-1].number
    numbered = [each for each in number_all(article) if each.statement.id == kept.statement.id] or [Numbered(1, kept.statement)]
    around = context(article, bounds(kept.statement))
    outer = next((each for each in article.statements if each.id == kept.statement.within), None)
    inner = [each for each in article.statements if each.within == kept.statement.id]
    belonging = record.belongings(kept.statement.id).get(kept.statement.id)
    ledger = ledger_at_hand(request, record) if latest else None
    more = {} if latest else {"version": here.number}
    return page(request, "statement.html", kept=kept, article=article, s=kept.statement, here=here, latest=latest, marked=mark_text(article, numbered, around, linked=False),
                cut=(around[0] > 0, around[1] < len(article.text)), speaker=address_of(article, kept.statement, latest), report=to_words(article.id, kept.statement.id, **more),
                outer=outer, inner=inner, citations=cite(kept), base=base_of(request), card="png" if can_raster() else "svg", utterance=belonging if belonging and belonging.statements > 1 else None,
                stands=any(each.id == kept.statement.id for each in article.statements), commitments=_told_by(ledger).get(kept.statement.id, ()) if ledger else (), history=of_statement(kept, record.reviewed(article.id, here.number)))  # fmt: skip


def _told_by(ledger: AsOf) -> Mapping[str, Sequence[Row]]:
    """The commitments of which each statement, by its id, tells an event."""

    def gather() -> dict[str, list[Row]]:
        found: dict[str, list[Row]] = {}
        for row in ledger.rows:
            for id in dict.fromkeys(event["statement"] for event in row["events"] if event["statement"]):
                found.setdefault(id, []).append(row)
        return found

    return ledger.once("told by", gather)


def base_of(request: Request) -> str:
    """The address under which others reach the server, empty where it is asked by a name that leads elsewhere from elsewhere, as localhost."""
    return str(request.base_url).rstrip("/") if request.url.hostname in request.app.state.hosts or f"[{request.url.hostname}]" in request.app.state.hosts else ""


def context(article: Article, span: Span, reach: int = AROUND) -> Span:
    """The lines that hold the span, and those around it as far as so many characters reach."""
    start, end = span
    text = article.text
    first = max(text.rfind("\n", 0, start) + 1, start - reach)
    last = text.find("\n", end)
    last = min(len(text) if last < 0 else last, end + reach)
    while first > 0 and (above := text.rfind("\n", 0, first - 1) + 1) < first and start - above <= reach:
        first = above
    while last < len(text) and (below := text.find("\n", last + 1)) > last and below - end <= reach:
        last = below
    while first < start and text[first].isspace():
        first += 1
    while last > end and text[last - 1].isspace():
        last -= 1
    return first, last


@router.get("/statements/{id}/speaker")
def its_speaker(record: Served, id: str) -> Response:
    """To the page of who said it."""
    kept = record.statement(id)
    versions = record.versions(kept.article.id)
    where = address_of(kept.article, kept.statement, kept.article.sha256 == versions[-1].sha256)
    return RedirectResponse(where or f"/statements/{kept.statement.id}", 303)
