"""Takedown: an editor says why, confirms by the report's id, and the words are erased for good."""

from typing import Any

from fastapi import APIRouter, Request, Response

from onrecord.errors import UsageError
from onrecord.keep.record import Record
from onrecord.serve.access import Editor, audit
from onrecord.serve.forms import Sent
from onrecord.serve.record_of import Served
from onrecord.serve.templating import page

router = APIRouter(include_in_schema=False)


@router.get("/takedown")
def takedown(request: Request, record: Served, visitor: Editor, id: str) -> Response:
    return _asked(request, record, id)


@router.post("/takedown")
def take_down(request: Request, record: Served, visitor: Editor, form: Sent) -> Response:
    article, why = record.article(form.get("id", "")), " ".join(form.get("why", "").split())
    fault = None
    if form.get("confirm", "").strip() != article.id:
        fault = "what you typed is not the report's id: nothing was taken down"
    elif not why:
        fault = "say why: it is kept, and told to whoever asks for the report"
    if fault:
        return _asked(request, record, article.id, 400, why=why, fault=fault)
    try:
        done = record.takedown(article.id, who=visitor.name, why=why)
    except UsageError as error:
        return _asked(request, record, article.id, 400, why=why, fault=str(error))
    audit(record, visitor, "takedown", done.article)
    return page(request, "takedown.html", article=None, done=done, here=None, versions=(), why="", fault=None)


def _asked(request: Request, record: Record, id: str, code: int = 200, **more: Any) -> Response:
    article = record.article(id)
    versions = record.versions(article.id)
    here = next(each for each in versions if each.sha256 == article.sha256)
    return page(request, "takedown.html", code, **({"article": article, "done": None, "here": here, "versions": versions, "why": "", "fault": None} | more))
