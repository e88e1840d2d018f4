"""The ledger as it stands on a day: its commitments as plain JSON values, found by their addresses and by the filters of a question."""

from collections.abc import Callable, Hashable, Mapping, Sequence
from functools import cached_property
from typing import Any, TypeVar

from onrecord.errors import InputError, UsageError
from onrecord.follow.corrections import commitment_id
from onrecord.follow.drafts import Draft
from onrecord.follow.query import LedgerQuery
from onrecord.follow.rows import row_of, status_of

KEPT = 32  # of what is made of it, the last
_NOTHING = object()
Row = dict[str, Any]
T = TypeVar("T")


class AsOf:
    """The commitments of which something had happened up to a day (ISO 8601).

    `rows` are in the order in which they were first told; those that only undated articles tell of come last; they have no day and are in no count of days.  Rows are not to be changed.
    """

    def __init__(self, drafts: Sequence[Draft], day: str):
        self.day = day
        self._drafts = {commitment_id(draft.first.article, draft.first.finding): draft for draft in drafts if any(e.date is None or e.date <= day for e in draft.events)}
        self._pledges: dict[int, list[Draft]] = {}
        for draft in drafts:
            if draft.answers is not None:
                self._pledges.setdefault(draft.answers.number, []).append(draft)
        rows = [row_of(draft, day, self._pledges.get(draft.number, ())) for draft in self._drafts.values()]
        told = (row | {"answers": row["answers"] if row["answers"] in self._drafts else None} for row in rows)
        self.rows: tuple[Row, ...] = tuple(sorted(told, key=lambda row: (row["events"][0]["date"] or "9999", row["id"])))
        self._made: dict[Hashable, Any] = {}

    @cached_property
    def _row(self) -> dict[str, Row]:
        return {row["id"]: row for row in self.rows}

    @cached_property
    def _led(self) -> dict[str, list[str]]:
        """Which commitments an address leads to."""
        led: dict[str, list[str]] = {}
        for id, draft in self._drafts.items():
            for address in draft.addresses:
                led.setdefault(address, []).append(id)
        return led

    def find(self, id: str) -> Row:
        """A commitment by its id, or a beginning of it that no other has; ids of its later wordings lead to it too.  Raises InputError where there is none, UsageError where there are several."""
        found = set(self._led.get(id, ())) or {each for address, ids in self._led.items() if id and address.startswith(id) for each in ids}
        if not found:
            raise InputError(id, "is the id of no commitment here, on this day", "find ids with `onrecord ledger`, or at /ledger")
        if len(found) > 1:
            raise UsageError(f"several ids begin with {id!r}: {', '.join(sorted(found)[:5])}")
        return self._row[found.pop()]

    @cached_property
    def _told_in(self) -> dict[str, list[int]]:
        """The places of the rows that a report tells of."""
        places: dict[str, list[int]] = {}
        for place, row in enumerate(self.rows):
            for report in {event["article"] for event in row["events"]}:
                places.setdefault(report, []).append(place)
        return places

    @cached_property
    def _event(self) -> dict[str, Row]:
        return {event["id"]: event for row in self.rows for event in row["events"]}

    def row(self, id: str) -> Row | None:
        """A commitment by its whole id."""
        return self._row.get(id)

    def event(self, id: str) -> Row | None:
        """An event of any commitment, by its whole id."""
        return self._event.get(id)

    def beside(self, row: Mapping[str, Any]) -> list[Row]:
        """The other commitments of which the same reports tell, in their order."""
        places = {place for event in row["events"] for place in self._told_in[event["article"]]}
        return [other for place in sorted(places) if (other := self.rows[place])["id"] != row["id"]]

    def answering(self, row: Row) -> list[Row]:
        """The pledges that answer an ask."""
        return [self._row[id] for pledge in self._pledges.get(self._drafts[row["id"]].number, ()) if (id := commitment_id(pledge.first.article, pledge.first.finding)) in self._row]

    def answered(self, row: Row) -> Row | None:
        """The ask that a pledge answers."""
        return self._row[row["answers"]] if row["answers"] else None

    def status_on(self, row: Row, day: str) -> str:
        """The status of a commitment on another day."""
        draft = self._drafts[row["id"]]
        return status_of(draft, day, self._pledges.get(draft.number, ()))

    def taken(self, query: LedgerQuery) -> Sequence[Row]:
        """The rows that pass the filters of a question, which asks for this day."""
        return self.rows if not query.filters else self.once(("taken", query.filters), lambda: query.among(self.rows))

    def once(self, key: Hashable, make: Callable[[], T]) -> T:
        """What `make` makes of these rows, kept under a key; of all that was made the last few are kept."""
        return once(self._made, key, make, KEPT)


def once(made: dict[Any, Any], key: Hashable, make: Callable[[], T], most: int) -> T:
    """What is kept under a key, which is made where it is not there; of all that was made the last `most` are kept."""
    if (found := made.get(key, _NOTHING)) is _NOTHING:
        found = make()
        while len(made) >= most:
            made.pop(next(iter(made)), None)
        made[key] = found
    kept: T = found
    return kept
