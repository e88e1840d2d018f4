"""The record that an app serves."""

from typing import Annotated, cast

from fastapi import Depends, Request

from onrecord.errors import RecordError
from onrecord.keep.record import Record
from onrecord.keep.stats import Stats
from onrecord.resolve.listing import Speaking
from onrecord.serve.standing import note_lack

PATIENCE = 5.0  # seconds
DEAR = 0.1
"""Seconds of the processor: where counting takes longer, what was added a moment ago may be left out."""


class NotYet(RecordError):
    """What is asked for is not at hand yet."""


def record_of(request: Request) -> Record:
    return cast(Record, request.app.state.record)


def with_speakers(request: Request) -> Record:
    """The record, when its speakers are known.  Raises NotYet where that takes longer than PATIENCE."""
    known_now(request, PATIENCE)
    return record_of(request)


def known_now(request: Request, patience: float = 0.0) -> None:
    """Raises NotYet where the speakers are not known after so many seconds."""
    known = request.app.state.known
    if known is not None and not known.wait(patience):
        raise NotYet("the speakers of this record are still being told apart, which is done once: ask again in a moment")


def stats_of(request: Request, record: Record) -> Stats:
    """The record's numbers, counted once for each state of it; see `onrecord.serve.standing`."""
    stats, since = request.app.state.stats.of(record.state(), record.decided(), record.stats)
    note_lack(request, since)
    return cast(Stats, stats)


def speakers_of(request: Request, record: Record) -> list[Speaking]:
    """Who speaks, as `Record.speakers`, listed once for each state of the record; see `onrecord.serve.standing`."""
    rows, since = request.app.state.speakers.of(record.state(), record.decided(), record.speakers)
    note_lack(request, since)
    return cast("list[Speaking]", rows)


Spoken = Annotated[Record, Depends(with_speakers)]
Served = Annotated[Record, Depends(record_of)]
