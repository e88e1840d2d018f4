"""Utterance: what was said on one occasion, as the reports tell it, wording beside wording; and what people have decided about it."""

import re
from collections.abc import Mapping
from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import RedirectResponse

from onrecord.errors import InputError, OnrecordError, UsageError
from onrecord.follow.utterances import Version
from onrecord.follow.wording import compare_versions
from onrecord.headlines import headline_of
from onrecord.keep.record import Record
from onrecord.serve.access import Reviewer, audit
from onrecord.serve.forms import Sent
from onrecord.serve.history import of_utterance
from onrecord.serve.paging import take
from onrecord.serve.record_of import Served
from onrecord.serve.synopsis import lay_out
from onrecord.serve.templating import page

router = APIRouter(include_in_schema=False)
_ID = re.compile("[0-9a-f]{1,16}")
Text = Annotated[str, Query(max_length=500)]
SCROLLED = 5  # wordings from which their table may be wider than a screen
SHOWN = 50  # reports on one page


@router.get("/utterance/{id}")
def utterance(request: Request, record: Served, id: str, after: Text = "") -> Response:
    """By the id of any of its statements.  The wordings stand side by side on the first page of its reports."""
    return _utterance(request, record, id, after)


@router.post("/utterance/{id}")
def decide(request: Request, record: Served, visitor: Reviewer, sent: Sent, id: str) -> Response:
    """Say that one of its statements is of another occasion, or that those of another one are of this."""
    out, why = sent.get("out"), sent.get("why").strip()
    other = sent.get("other").strip().partition("?")[0].rstrip("/").rsplit("/", 1)[-1]
    whole = record.utterance(_known(id))
    try:
        number = record.split_utterance(whole.id, out, who=visitor.name, why=why) if out else record.merge_utterances(whole.id, other, who=visitor.name, why=why)
    except (UsageError, InputError) as error:
        return _utterance(request, record, id, "", str(error))
    audit(record, visitor, "utterance decided", f"{number} of {whole.id}")
    rest = next(version.statement.id for version in whole.versions if version.statement.id != out)
    return RedirectResponse(f"/utterance/{rest}#decided", 303)


def _known(id: str) -> str:
    if not _ID.fullmatch(id):
        raise InputError(id, "is the id of no statement in the latest version of a report here", "find statements at /search")
    return id


def _utterance(request: Request, record: Record, id: str, after: str, fault: str | None = None) -> Response:
    _known(id)
    wording = compare_versions(record.utterance(id))
    shown, later = take(wording.versions, lambda each: each.version.statement.id, after, SHOWN)
    synopsis = None if after else lay_out(wording)
    versions = {each.version.statement.id: each.version for each in wording.versions}
    named = [versions[wording.reference].article, *(each.version.article for each in shown), *(versions[0].article for versions in (synopsis.columns if synopsis else ())), *(name for copy in wording.copies for name in (copy.article, copy.source))]
    titles = {name: headline_of(record.article(name)) for name in dict.fromkeys(named)}
    tags = {name: [word for word, of in (("earliest", wording.earliest), ("fullest", wording.fullest), ("reference", wording.reference)) if of == name] for name in versions}
    return page(request, "utterance.html", 400 if fault else 200, fault=fault, id=wording.utterance.id, history=of_utterance(record.utterance_decisions(), lambda other: _words(record, versions, other), versions.keys()), wording=wording, utterance=wording.utterance, reference=versions[wording.reference], synopsis=synopsis, shown=shown, first=f"/utterance/{id}" if after else None,
                later=f"/utterance/{id}?after={later}" if later else None, titles=titles, tags=tags, scrolled=SCROLLED)  # fmt: skip


def _words(record: Record, versions: Mapping[str, Version], id: str) -> str:
    """Of a statement; none where it is in the record no more."""
    try:
        return versions[id].words if id in versions else record.statement(id).words
    except OnrecordError:
        return ""
