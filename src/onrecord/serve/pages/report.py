"""Report: the text as it stood, with its statements marked; its versions, and what changed between them."""

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from onrecord.errors import UsageError
from onrecord.keep.difference import compare
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
    versions = record.versions(id)
    numbers = [each.number for each in versions]
    later = after or numbers[-1]
    earlier = before or max((number for number in numbers if number < later), default=0)
    if earlier not in numbers or later not in numbers or earlier == later:
        raise UsageError(f"the report has the versions {', '.join(map(str, numbers))}: name two of them that differ")
    old, new = record.article(id, earlier), record.article(id, later)
    found = compare(old.text, new.text)
    return page(request, "changes.html", article=new, numbers=(earlier, later), versions=versions, count=len(found), marked=mark_difference(old.text, new.text, found))
