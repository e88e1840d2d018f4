"""The utterances of the record that an app serves, gathered once for each state of it."""

from collections.abc import Sequence
from functools import partial
from typing import Any

from fastapi import Request

from onrecord.follow.as_of import once
from onrecord.follow.gists import Gist, in_order, spoken_by
from onrecord.follow.utterances import Sort
from onrecord.keep.record import Record
from onrecord.serve import record_of
from onrecord.serve.standing import note_lack

KEPT = 16  # lists of them, each in an order and by its filters


class Gathered:
    """All utterances that several reports tell, and lists of them."""

    def __init__(self, gists: Sequence[Gist]):
        self.gists = gists
        self._made: dict[Any, Any] = {}

    def listed(self, sort: Sort, speaker: str, least: int) -> list[Gist]:
        return once(self._made, (sort, speaker, least), partial(self._list, sort, speaker, least), KEPT)

    def _list(self, sort: Sort, speaker: str, least: int) -> list[Gist]:
        found = [gist for gist in self.gists if gist.reports >= least]
        return in_order(spoken_by(found, speaker) if speaker else found, sort)


def utterances_of(request: Request, record: Record, sort: Sort, speaker: str, least: int) -> list[Gist]:
    """In short, as `Record.utterances` orders and chooses them.  Raises NotYet where gathering them takes longer than PATIENCE; it goes on meanwhile."""
    wordings = sort == "disagreement"
    try:
        gathered, since = request.app.state.utterances.of(record.state(), (record.decided(), wordings), lambda: Gathered(record._gists(wordings=wordings)), record_of.PATIENCE)
    except TimeoutError:
        raise record_of.NotYet("the utterances of this record are still being gathered, which is done once: ask again in a moment") from None
    note_lack(request, since)
    return gathered.listed(sort, " ".join(speaker.split()), least)  # type: ignore[no-any-return]
