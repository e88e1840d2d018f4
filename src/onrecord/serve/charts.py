"""Charts of the ledger for pages: drawn here, coloured by the page's style sheet."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from markupsafe import Markup

from onrecord.drawing.timeline import Mark, draw_days, draw_strand, draw_timeline
from onrecord.serve.commitments import History
from onrecord.serve.locales import Reader

OVER = ("delivered", "refused", "withdrawn")  # after these nothing is waited for
AHEAD = 730  # days from the day of the ledger on


def strands_of(rows: Sequence[Mapping[str, Any]], as_of: str, reader: Reader) -> tuple[Markup, list[Markup | None]] | None:
    """The days that some commitments share, and what happened to each along them, None for one without a day; None where none has any.  What is due later than AHEAD days on is not drawn."""
    today = date.fromisoformat(as_of)
    marks = [[Mark(date.fromisoformat(event["date"]), str(event["kind"])) for event in row["events"] if event["date"]] for row in rows]
    dues = [date.fromisoformat(row["due"]["to"]) if row["due"] and row["due"]["to"] else None for row in rows]
    days = [mark.day for some in marks for mark in some]
    if not days:
        return None
    over = min(days), max([today, *days, *(due for due in dues if due and due <= today + timedelta(days=AHEAD))])
    drawn = []
    for row, some, due in zip(rows, marks, dues):
        end = max(mark.day for mark in some) if some and row["status"] in OVER else today
        drawn.append(Markup(draw_strand(some, due, end, over, _in_words(some, due, reader))) if some else None)
    first, last = (reader.day(each.isoformat()) for each in over)
    return Markup(draw_days(over, f"From {first} to {last}", lambda iso: _told(iso, reader))), drawn


def _in_words(marks: Sequence[Mark], due: date | None, reader: Reader) -> str:
    told = ", ".join(f"{mark.kind.replace('_', ' ')} on {reader.day(mark.day.isoformat())}" for mark in marks)
    return told + (f"; due {reader.day(due.isoformat())}" if due else "")


def _told(iso: str, reader: Reader) -> str:
    return reader.day(iso, short=True) if len(iso) > 7 else reader.month(iso)


def timeline_of(found: History, as_of: str, reader: Reader) -> Markup | None:
    """What happened up to a day, None where no event has a day of its own."""
    marks = [Mark(date.fromisoformat(event["date"]), str(event["kind"])) for event in found.row["events"] if event["date"]]
    if not marks:
        return None
    due = found.row["due"] and found.row["due"]["to"]
    end = max([*([] if found.row["status"] in OVER else [date.fromisoformat(as_of)]), *(mark.day for mark in marks)])
    day = date.fromisoformat(due) if due else None
    return Markup(draw_timeline(marks, day, end, f"Timeline: {_in_words(marks, day, reader)}", lambda iso: _told(iso, reader)))
