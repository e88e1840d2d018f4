"""Amend: a reviewer puts the day or the outlet of a version of a report right, and says why."""

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import RedirectResponse

from onrecord.errors import InputError, UsageError
from onrecord.keep.lookup import Version
from onrecord.keep.record import Record
from onrecord.serve.access import Reviewer, audit
from onrecord.serve.forms import Sent
from onrecord.serve.record_of import Served
from onrecord.serve.templating import page, to_report
from onrecord.serve.visible import visible

router = APIRouter(include_in_schema=False)
Number = Annotated[int | None, Query(ge=1, le=2**31)]


@router.get("/amend")
def amend(request: Request, record: Served, visitor: Reviewer, id: str, version: Number = None) -> Response:
    return _asked(request, record, *_version(record, id, version))


@router.post("/amend")
def put_right(request: Request, record: Served, visitor: Reviewer, form: Sent) -> Response:
    number = form.get("version")
    if not number.isdecimal() or len(number) > 9:
        raise InputError(number or "''", "is the number of no version", "open the page of the report again")
    versions, here = _version(record, form.get("id"), int(number))
    why = " ".join(form.get("why").split())
    if form.get("seen") != str(_last(here)):  # what stands in the fields is no more what the visitor saw, and is not sent back with the next try
        return _asked(request, record, versions, here, _fields(here) | {"why": why}, "somebody has put it right since: look at what stands now, and send it again where it is still wrong")
    changes = {name: value for name, was in _fields(here).items() if form.has(name) and (value := _flat(form.get(name))) != was}
    try:
        if not changes:
            raise UsageError("nothing is otherwise than before: change the day or the outlet")
        if not why:
            raise UsageError("say why: it is kept, and told on the report's page")
        done = record.amend_report(here.article, version=here.number, who=visitor.name, why=why, **changes)
    except UsageError as error:
        return _asked(request, record, versions, here, {name: form.get(name) for name in ("published", "outlet", "why")}, str(error))
    audit(record, visitor, "amendment", f"{done.number} of {done.article}")
    return RedirectResponse(to_report(here.article, **({} if here is versions[-1] else {"version": here.number})) + "#amended", 303)


def _version(record: Record, id: str, number: int | None) -> tuple[tuple[Version, ...], Version]:
    """All versions of a report, and the one of a number, else the latest.  Raises InputError where there is none, or its words were taken down."""
    versions = record.versions(id)
    article = record.article(versions[0].article, number)
    return versions, next(each for each in versions if each.sha256 == article.sha256)


def _asked(request: Request, record: Record, versions: tuple[Version, ...], here: Version, fields: dict[str, str] | None = None, fault: str | None = None) -> Response:
    return page(request, "amend.html", 400 if fault else 200, article=record.article(here.article, here.number), here=here, latest=here is versions[-1], versions=versions, fields=fields or _fields(here) | {"why": ""}, seen=_last(here), fault=fault)


def _last(here: Version) -> int:
    """The number of the last amendment that somebody sees who looks at the version now."""
    return max((row.number for row in here.amendments), default=0)


def _fields(here: Version) -> dict[str, str]:
    """As the fields of a form hold them: of an outlet with signs that are not seen, what is shown in their place."""
    return {"published": _day(here.published), "outlet": _flat(visible(here.outlet or ""))}


def _day(published: str | None) -> str:
    """Without a time of day; "" for what is no day, which a field of days cannot hold."""
    try:
        return date.fromisoformat((published or "")[:10]).isoformat()
    except ValueError:
        return ""


def _flat(words: str) -> str:
    return " ".join(words.split())
