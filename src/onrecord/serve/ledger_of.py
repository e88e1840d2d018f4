"""The ledger of the record that an app serves, put together once for each state of it."""

from collections.abc import Hashable, Sequence

from fastapi import Request

from onrecord.follow.as_of import AsOf, Row
from onrecord.follow.ledger import Followed
from onrecord.follow.query import LedgerQuery
from onrecord.keep.record import Record
from onrecord.serve import record_of
from onrecord.serve.asking_ledger import ledger_query_from
from onrecord.serve.paging import take
from onrecord.serve.standing import note_lack

DEAR = 1.0
"""Seconds of the processor: where putting it together takes longer, it may lack what was added a moment ago."""


def ledger_of(request: Request, record: Record, query: LedgerQuery, patience: float | None = None) -> AsOf:
    """As it stands on the day of a question, from what was reported up to the day that this names.  Raises NotYet where putting it together takes longer than `patience` seconds (None: PATIENCE); it goes on meanwhile."""
    try:
        ledger, since = request.app.state.ledgers.of(record.state(), _firm(record, query), lambda: put_together(record, query), record_of.PATIENCE if patience is None else patience)
    except TimeoutError:
        raise record_of.NotYet("the ledger of this record is still being put together, which is done once: ask again in a moment") from None
    note_lack(request, since)
    found: AsOf = ledger.as_of(query.day, query.known_on)
    return found


def newest_of(request: Request, record: Record, after: str, most: int) -> tuple[LedgerQuery, AsOf, Sequence[Row], Sequence[Row], str | None]:
    """What the parameters of an address ask of the ledger: the question, the ledger of its day, all rows that pass, those told last first, at most so many of them behind the one with the id `after`, and the id behind which more stand.
    Raises UsageError for what is no question."""
    query = ledger_query_from(request.query_params)
    every = ledger_of(request, record, query)
    rows = every.once(("newest first", query.filters), lambda: _newest_first(every.taken(query)))
    shown, later = take(rows, lambda row: str(row["id"]), after, most)
    return query, every, rows, shown, later


def _newest_first(rows: Sequence[Row]) -> list[Row]:
    """By when it was first told; what has no date comes last."""
    dated = [row for row in rows if row["events"][0]["date"]]
    return [*reversed(dated), *(row for row in rows if not row["events"][0]["date"])]


def ledger_at_hand(request: Request, record: Record) -> AsOf | None:
    """As it stands today, of all reports; None where it is not put together yet."""
    query = LedgerQuery()
    ledger: Followed | None = request.app.state.ledgers.at_hand(record.state(), _firm(record, query))
    return None if ledger is None else ledger.as_of(query.day)


def _firm(record: Record, query: LedgerQuery) -> Hashable:
    return record.decided(), max((each.number for each in record.corrections()), default=0), query.known_on


def put_together(record: Record, query: LedgerQuery) -> Followed:
    ledger = record._ledger()
    ledger.as_of(query.day, query.known_on)
    return ledger
