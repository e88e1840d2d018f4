"""What happened to a commitment, along a line of days, and to several, below each other."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from xml.etree.ElementTree import Element

from onrecord.drawing.lines import width
from onrecord.drawing.svg import BAD, GOOD, INK, LINE, MUTED, RULE, drawing, shape, words, written

WIDTH, HEIGHT, SIDE, AXIS = 760, 190, 28, 132
LEVELS = 4  # rows of labels above the line
SIZE = 13
STRAND = 28  # height of a line of several
_GOOD, _BAD = ("delivered", "partly_delivered"), ("refused", "withdrawn")


@dataclass(frozen=True, slots=True)
class Mark:
    """An event on its day: `kind` as the ledger names it."""

    day: date
    kind: str


def draw_timeline(marks: Sequence[Mark], due: date | None, as_of: date, label: str, write: Callable[[str], str] = str) -> str:
    """Every event at its day, the day on which it is due, and the day up to which it is looked at; what would lie over another label is a mark alone.  `write` makes words of a year, a month or a day in ISO 8601."""
    marks = sorted(marks, key=lambda mark: mark.day)
    days = [*(mark.day for mark in marks), as_of, *([due] if due else [])]
    first, last = min(days), max(days)

    def at(day: date) -> float:
        return _place(day, (first, last))

    root = drawing(WIDTH, HEIGHT, label, "chart timeline")
    for tick, name in _ticks(first, last):
        shape(root, "line", "grid", x1=at(tick), y1=AXIS, x2=at(tick), y2=AXIS + 6, stroke=MUTED)
        words(root, at(tick), AXIS + 22, write(name), 12, "tick", anchor="start" if at(tick) < 60 else "end" if at(tick) > WIDTH - 60 else "middle")
    shape(root, "line", "axis", x1=SIDE, y1=AXIS, x2=WIDTH - SIDE, y2=AXIS, stroke=RULE, stroke_width=2)
    if due:
        shape(root, "line", "due", x1=at(due), y1=18, x2=at(due), y2=AXIS, stroke=BAD, stroke_dasharray="4 4")
        words(root, at(due), HEIGHT - 8, "due " + write(due.isoformat()), SIZE, "due-label", fill=BAD, anchor=_anchor(at(due), "due " + write(due.isoformat())))
    ends, labels = [-1.0] * LEVELS, []
    for mark in marks:
        x, name = at(mark.day), mark.kind.replace("_", " ")
        long = width(name) * SIZE
        start = min(x - 5, WIDTH - long - 4)
        level = next((each for each, end in enumerate(ends) if start > end), None)
        if level is not None:
            ends[level] = start + long + 8
            y = AXIS - 22 - level * 24
            shape(root, "line", "stem", x1=x, y1=y + 4, x2=x, y2=AXIS, stroke=RULE)
            labels.append((start, y, name))
    for start, y, name in labels:  # over the stems of others
        words(root, start, y, name, SIZE, "mark-label", fill=INK)
    for mark in marks:
        _mark(root, mark, at(mark.day), AXIS)
    return written(root)


def draw_strand(marks: Sequence[Mark], due: date | None, end: date, over: tuple[date, date], label: str) -> str:
    """One of several lines of days, one below the other, that share their days: from its first event to `end`, with every event at its day, and the day on which it is due where that lies within."""
    root = drawing(WIDTH, STRAND, label, "chart strand")
    middle = STRAND / 2
    shape(root, "line", "span", x1=_place(min((mark.day for mark in marks), default=end), over), y1=middle, x2=_place(end, over), y2=middle, stroke=MUTED, stroke_width=2)
    if due and over[0] <= due <= over[1]:
        shape(root, "line", "due", x1=_place(due, over), y1=1, x2=_place(due, over), y2=STRAND - 1, stroke=BAD, stroke_width=2, stroke_dasharray="4 3")
    for mark in sorted(marks, key=lambda mark: mark.day):
        _mark(root, mark, _place(mark.day, over), middle)
    return written(root)


def draw_days(over: tuple[date, date], label: str, write: Callable[[str], str] = str) -> str:
    """The days that such lines share, to stand above them; `write` as `draw_timeline` takes it."""
    root = drawing(WIDTH, STRAND + 8, label, "chart strand")
    shape(root, "line", "axis", x1=SIDE, y1=STRAND, x2=WIDTH - SIDE, y2=STRAND, stroke=RULE, stroke_width=2)
    for tick, name in _ticks(*over):
        x = _place(tick, over)
        shape(root, "line", "grid", x1=x, y1=STRAND, x2=x, y2=STRAND + 7, stroke=MUTED)
        words(root, x, STRAND - 8, write(name), SIZE, "tick", anchor="start" if x < 60 else "end" if x > WIDTH - 60 else "middle")
    return written(root)


def _place(day: date, over: tuple[date, date]) -> float:
    return SIDE + (WIDTH - 2 * SIDE) * (day - over[0]).days / max(1, (over[1] - over[0]).days)


def _mark(root: Element, mark: Mark, x: float, y: float) -> None:
    """A dot, and a square where it ended without being delivered."""
    colour = GOOD if mark.kind in _GOOD else BAD if mark.kind in _BAD else LINE
    kind = "mark " + ("good" if mark.kind in _GOOD else "bad" if mark.kind in _BAD else "plain")
    if mark.kind in _BAD:
        shape(root, "rect", kind, x=x - 5, y=y - 5, width=10, height=10, fill=colour)
    else:
        shape(root, "circle", kind, cx=x, cy=y, r=5.5, fill=colour)


def _anchor(x: float, text: str) -> str:
    half = width(text) * SIZE / 2
    return "start" if x < half else "end" if x > WIDTH - half else "middle"


def _ticks(first: date, last: date) -> list[tuple[date, str]]:
    """Years, months or days, up to eight."""
    span = (last - first).days
    if span > 800:
        step = span // 365 // 8 + 1
        return [(date(year, 1, 1), str(year)) for year in range(first.year, last.year + 1, step) if first <= date(year, 1, 1) <= last]
    if span > 70:
        months = [date(first.year + (first.month - 1 + n) // 12, (first.month - 1 + n) % 12 + 1, 1) for n in range(30)]
        inside = [month for month in months if first <= month <= last]
        return [(month, month.isoformat()[:7]) for month in inside[:: len(inside) // 8 + 1]]
    step = span // 5 + 1
    return [(first + timedelta(days=n), (first + timedelta(days=n)).isoformat()) for n in range(0, span + 1, step)]
