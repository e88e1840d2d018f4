"""The status of a commitment on a day, from its events alone."""

from collections.abc import Sequence
from dataclasses import dataclass

RENEWING = frozenset(["pledged", "raised", "reaffirmed"])
OVER = ("withdrawn", "refused")


@dataclass(frozen=True, slots=True)
class Dated:
    """What the status needs of an event: its day (ISO 8601), its kind, and whether somebody only recalls it."""

    date: str
    kind: str
    retold: bool = False


def status_on(day: str, type: str, events: Sequence[Dated], due: str | None, answers: Sequence[tuple[Sequence[Dated], str | None]] = ()) -> str:
    """The first that fits: withdrawn, refused, delivered, overdue, partly_delivered, in_progress, answered, open.

    `events` are the commitment's, `due` its last day; `answers` are the events and last days of the pledges that answer an ask.  Events after the day do not count.
    """
    known = [e for e in events if e.date <= day]
    met = [(found, until) for found, until in answers if found and min(e.date for e in found) <= day]
    renewing = [*(known if type == "pledge" else ()), *(e for found, _ in met for e in found if e.date <= day)]
    renewed = [e.date for e in renewing if e.kind in RENEWING and not e.retold]
    kinds = {e.kind for e in known}
    for end in OVER:
        last = max((e.date for e in known if e.kind == end), default=None)
        if last and not any(d > last or (type == "ask" and d == last) for d in renewed):
            return end
    if "delivered" in kinds:
        return "delivered"
    if type == "pledge" and due and due < day:
        return "overdue"
    if "partly_delivered" in kinds:
        return "partly_delivered"
    if "progressed" in kinds:
        return "in_progress"
    if any(status_on(day, "pledge", found, until) != "withdrawn" for found, until in met):
        return "answered"
    return "open"
