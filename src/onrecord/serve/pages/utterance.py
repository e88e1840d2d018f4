"""Utterance: what was said on one occasion, as the reports tell it, wording beside wording."""

import re
from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from onrecord.errors import InputError
from onrecord.follow.wording import compare_versions
from onrecord.headlines import headline_of
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
    if not _ID.fullmatch(id):
        raise InputError(id, "is the id of no statement in the latest version of a report here", "find statements at /search")
    wording = compare_versions(record.utterance(id))
    shown, later = take(wording.versions, lambda each: each.version.statement.id, after, SHOWN)
    synopsis = None if after else lay_out(wording)
    versions = {each.version.statement.id: each.version for each in wording.versions}
    named = [versions[wording.reference].article, *(each.version.article for each in shown), *(versions[0].article for versions in (synopsis.columns if synopsis else ())), *(name for copy in wording.copies for name in (copy.article, copy.source))]
    titles = {name: headline_of(record.article(name)) for name in dict.fromkeys(named)}
    tags = {name: [word for word, of in (("earliest", wording.earliest), ("fullest", wording.fullest), ("reference", wording.reference)) if of == name] for name in versions}
    return page(request, "utterance.html", wording=wording, utterance=wording.utterance, reference=versions[wording.reference], synopsis=synopsis, shown=shown, first=f"/utterance/{id}" if after else None,
                later=f"/utterance/{id}?after={later}" if later else None, titles=titles, tags=tags, scrolled=SCROLLED)  # fmt: skip
