"""The record that an app serves."""

import re
from collections.abc import Callable
from functools import partial
from typing import Annotated, cast

from fastapi import Depends, Request
from sqlalchemy import Connection

from onrecord.errors import RecordError, UsageError
from onrecord.keep import doubting, resolving
from onrecord.keep.record import Record
from onrecord.keep.stats import Stats
from onrecord.resolve.listing import Speaking
from onrecord.serve.standing import Standing, note_lack

_CODE = re.compile("[A-Za-z]{2}")
PATIENCE = 5.0  # seconds
DEAR = 0.1
"""Seconds of the processor: where counting takes longer, what was added a moment ago may be left out."""


class NotYet(RecordError):
    """What is asked for is not at hand yet."""


def record_of(request: Request) -> Record:
    return cast(Record, request.app.state.record)


def with_speakers(request: Request) -> Record:
    """The record, when its speakers are known, which are then to be asked for as they are kept; see `onrecord.serve.standing`.  Raises NotYet where that takes longer than PATIENCE, and they were never worked out before."""
    known_now(request, PATIENCE)
    return _caught_up(request, request.app.state.resolved, record_of(request).resolve_speakers, resolving.lacks_since)


def with_queue(request: Request) -> Record:
    """The record, when its queue of reviews is there, which is then to be asked for as it is kept.  Raises NotYet where that takes longer than PATIENCE, and it was never there before."""
    return _caught_up(request, request.app.state.queued, record_of(request).queue_reviews, doubting.lacks_since)


def _caught_up(request: Request, standing: Standing[None], catch_up: Callable[[], None], lacks_since: Callable[[Connection], str | None]) -> Record:
    record = record_of(request)
    try:
        _, since = standing.of(record.state(), record.decided(), catch_up, PATIENCE)
    except TimeoutError:
        with record._reading() as connection:
            since = lacks_since(connection)
        if since is None:
            raise NotYet("what was added to this record is still being worked out: ask again in a moment") from None
    note_lack(request, since)
    return record


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
    rows, since = request.app.state.speakers.of(record.state(), record.decided(), partial(record.speakers, as_kept=True))
    note_lack(request, since)
    return cast("list[Speaking]", rows)


def of_country(request: Request, record: Record, rows: "list[Speaking]", code: str) -> "list[Speaking]":
    """Those among some with an office of a country, by its code; looked up once for each state of the record.  Raises UsageError for what is no code."""
    if not _CODE.fullmatch(code):
        raise UsageError(f"country {code!r} is no ISO 3166 code: write it as NO")
    chosen, since = request.app.state.countries.of(record.state(), (record.decided(), code.upper()), partial(record.speakers_of, code, as_kept=True))
    note_lack(request, since)
    return [row for row in rows if row.entity in chosen]


Spoken = Annotated[Record, Depends(with_speakers)]
Queued = Annotated[Record, Depends(with_queue)]
Served = Annotated[Record, Depends(record_of)]
