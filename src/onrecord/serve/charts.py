"""Charts of the ledger for pages: drawn here, coloured by the page's style sheet."""

from datetime import date

from markupsafe import Markup

from onrecord.drawing.timeline import Mark, draw_timeline
from onrecord.serve.commitments import History
from onrecord.serve.locales import Reader

OVER = ("delivered", "refused", "withdrawn")  # after these nothing is waited for


def timeline_of(found: History, as_of: str, reader: Reader) -> Markup | None:
    """What happened up to a day, None where no event has a day of its own."""
    marks = [Mark(date.fromisoformat(event["date"]), str(event["kind"])) for event in found.row["events"] if event["date"]]
    if not marks:
        return None
    due = found.row["due"] and found.row["due"]["to"]
    end = max([*([] if found.row["status"] in OVER else [date.fromisoformat(as_of)]), *(mark.day for mark in marks)])
    told = ", ".join(f"{mark.kind.replace('_', ' ')} on {reader.day(mark.day.isoformat())}" for mark in marks)
    return Markup(draw_timeline(marks, date.fromisoformat(due) if due else None, end, f"Timeline: {told}" + (f"; due {reader.day(due)}" if due else ""), lambda iso: reader.day(iso, short=True) if len(iso) > 7 else reader.month(iso)))
