"""Utterance: what was said on one occasion, as the reports tell it, wording beside wording."""

import re

from fastapi import APIRouter, Request, Response

from onrecord.errors import InputError
from onrecord.follow.wording import compare_versions
from onrecord.headlines import headline_of
from onrecord.serve.record_of import Served
from onrecord.serve.synopsis import lay_out
from onrecord.serve.templating import page

router = APIRouter(include_in_schema=False)
_ID = re.compile("[0-9a-f]{1,16}")
SCROLLED = 5  # wordings from which their table may be wider than a screen


@router.get("/utterance/{id}")
def utterance(request: Request, record: Served, id: str) -> Response:
    """By the id of any of its statements."""
    if not _ID.fullmatch(id):
        raise InputError(id, "is the id of no statement in the latest version of a report here", "find statements at /search")
    wording = compare_versions(record.utterance(id))
    versions = {each.version.statement.id: each.version for each in wording.versions}
    titles = {name: headline_of(record.article(name)) for name in dict.fromkeys(each.version.article for each in wording.versions)}
    tags = {name: [word for word, of in (("earliest", wording.earliest), ("fullest", wording.fullest), ("reference", wording.reference)) if of == name] for name in versions}
    return page(request, "utterance.html", wording=wording, utterance=wording.utterance, reference=versions[wording.reference], synopsis=lay_out(wording), titles=titles, tags=tags, scrolled=SCROLLED)
