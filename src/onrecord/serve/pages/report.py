"""Report: the text as it stood, with its statements marked; its versions, and what changed between them."""

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from onrecord.keep.standing import decided
from onrecord.serve.history import amended, entries
from onrecord.serve.marking import mark_difference, mark_text, number_all
from onrecord.serve.parts import extent, part_with, parts_of
from onrecord.serve.record_of import Served
from onrecord.serve.speakers import address_of
from onrecord.serve.templating import page

router = APIRouter(include_in_schema=False)
Number = Annotated[int | None, Query(ge=1, le=2**31)]
Place = Annotated[int | None, Query(ge=0, le=2**31)]


@router.get("/report")
def report(request: Request, record: Served, id: str, version: Number = None, sha256: str | None = None, part: Number = None, statement: str | None = None, at: Place = None, whole: bool = False) -> Response:
    """As it stands last, or a version of it, by its number or by the hash of its text; of a long one a part, by its number, or the one in which a statement or a place of the text is, unless the whole is asked for."""
    versions = record.versions(id)
    article = record.article(id, version or next((each.number for each in versions if each.sha256 == sha256), None))
    here = next(each for each in versions if each.sha256 == article.sha256)
    everything = number_all(article)
    parts = parts_of(article)
    begins = next((extent(each.statement)[0] for each in everything if each.statement.id == statement), at or 0)
    number = min(part or part_with(parts, begins), len(parts))
    start, end = (0, len(article.text)) if whole else parts[number - 1]
    numbered = [each for each in everything if whole or part_with(parts, extent(each.statement)[0]) == number]
    latest = here.number == versions[-1].number
    speakers = {each.number: address_of(article, each.statement, latest) for each in numbered}
    return page(request, "report.html", article=article, numbered=numbered, marked=mark_text(article, numbered, (start, end)), count=len(everything), parts=len(parts), part=None if whole else number, versions=versions, here=here, latest=latest, speakers=speakers,
                looked=(looked := record.reviewed(article.id, here.number)), history=entries(article, article.corrections, looked.rows), amended=amended(here.amendments), given=decided(here.amendments))  # fmt: skip


@router.get("/report/changes")
def changes(request: Request, record: Served, id: str, before: Number = None, after: Number = None) -> Response:
    """Between two versions by number, else the last two."""
    difference = record.diff(id, before, after)
    versions, article = record.versions(difference.article), record.article(difference.article, difference.numbers[1])
    return page(request, "changes.html", article=article, numbers=difference.numbers, versions=versions, count=len(difference.changes), marked=mark_difference(difference.before, difference.after, difference.changes))
