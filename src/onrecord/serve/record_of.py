"""The record that an app serves."""

from typing import Annotated, cast

from fastapi import Depends, Request

from onrecord.errors import RecordError
from onrecord.keep.record import Record
from onrecord.keep.stats import Stats

PATIENCE = 5.0  # seconds


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
    """The record's numbers, counted once for each state of it."""
    state = record.state()
    known: tuple[str, Stats] | None = getattr(request.app.state, "stats", None)
    if known is None or known[0] != state:
        request.app.state.stats = known = (state, record.stats())
    return known[1]


Spoken = Annotated[Record, Depends(with_speakers)]
Served = Annotated[Record, Depends(record_of)]
