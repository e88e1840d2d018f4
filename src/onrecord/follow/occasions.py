"""On which day something was said: the day that the report tells for it, else those that the report speaks of, else the report's own.

Days are told by their date, by a weekday or by "yesterday", and counted from the report's date.
"""

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from onrecord.types import Span

_WEEK = timedelta(days=7)
LATE = 10  # days for which a report counts as one of what was said before; older days are background
_MONTHS = ("january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december")
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_MONTH = "(?P<{}>" + "|".join(f"{name[:3]}(?:{name[3:]})?" if name != "september" else "sept?(?:ember)?" for name in _MONTHS) + ")"
_DAY = re.compile(
    rf"\b(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\.?\s+(?:of\s+)?{_MONTH.format('month')}\b\.?(?:,?\s+(?P<year>\d{{4}}))?|\b{_MONTH.format('month2')}\.?\s+(?P<day2>\d{{1,2}})(?:st|nd|rd|th)?\b(?!\s*[:.]\d)(?:,?\s+(?P<year2>\d{{4}}))?"
    rf"|\b(?P<ahead>(?:next|from|until|till|by|before|coming|every|each|since)\s+(?:the\s+)?)?(?P<last>last\s+)?(?P<weekday>{'|'.join(WEEKDAYS)})s?\b|\b(?P<near>yesterday|last night|today|tonight|this (?:morning|afternoon|evening)|earlier in the day|the day before)\b",
    re.IGNORECASE,
)
_SENTENCE_END = re.compile(r"[.!?…][\"”’»)]*\s+(?=[\"“‘«(A-ZÀ-Þ0-9])|\n\s*\n?")


@dataclass(frozen=True, slots=True)
class Occasion:
    """The days on which a statement may have been made.  `told`: the report tells the day beside the statement itself.  Without any day known, all are possible."""

    days: frozenset[date]
    told: bool = False
    published: date | None = None

    def is_on(self, day: date) -> bool:
        """Whether the report tells that day for it, or is of that day."""
        return day in self.days or day == self.published


def day_of(published: str | None) -> date | None:
    try:
        return date.fromisoformat(published[:10]) if published else None
    except ValueError:
        return None


@lru_cache(256)
def days_in(text: str, published: date) -> tuple[tuple[int, date], ...]:
    """Where a text speaks of days up to its own, and which they are."""
    found = []
    for match in _DAY.finditer(text):
        day = _day(match, published)
        if day is not None and day <= published:
            found.append((match.start(), day))
        if day is not None and match["last"]:  # of this week or of the one before
            found.append((match.start(), day - _WEEK))
    return tuple(found)


def _day(match: re.Match[str], published: date) -> date | None:
    if match["near"]:
        return published - timedelta(days=match["near"].casefold() in ("yesterday", "last night", "the day before"))
    if match["weekday"]:
        back = (published.weekday() - WEEKDAYS.index(match["weekday"].casefold())) % 7
        return None if match["ahead"] else published - (timedelta(days=back) if back or not match["last"] else _WEEK)
    number, month, year = match["day"] or match["day2"], match["month"] or match["month2"], match["year"] or match["year2"]
    of_year = [name[:3] for name in _MONTHS].index(month[:3].casefold()) + 1
    try:
        day = date(int(year) if year else published.year, of_year, int(number))
        return day if year or day <= published else date(published.year - 1, of_year, int(number))
    except ValueError:
        return None


@lru_cache(256)
def _ends(text: str) -> tuple[int, ...]:
    return tuple(match.end() for match in _SENTENCE_END.finditer(text))


def sentence_of(text: str, at: int) -> Span:
    """The sentence in which a place lies, as far as marks and capitals tell."""
    ends = _ends(text)
    behind = bisect_right(ends, at)
    return ends[behind - 1] if behind else 0, ends[behind] if behind < len(ends) else len(text)


def occasion_of(text: str, published: str | None, frame: Sequence[Span], content: Sequence[Span], others: Sequence[Span] = ()) -> Occasion:
    """When something was said, by the words of the report around it: `frame` are the spans of source and cue, `content` those of what was said, `others` those of what else was said around it, which tell no day for this."""
    day = day_of(published)
    if day is None:
        return Occasion(frozenset())
    outside = [(at, told) for at, told in days_in(text, day) if not _within(at, content)]
    anchors = [start for start, _ in frame] or [content[0][0]]
    beside = {told for start, end in {sentence_of(text, at) for at in anchors} for at, told in outside if start <= at < end and not _within(at, others)}
    near = [told for told in sorted(beside) if (day - told).days <= LATE]
    if near:
        return Occasion(frozenset(near), True, day)
    if beside:
        return Occasion(frozenset(beside) | {day}, False, day)
    recent = {told for _, told in outside if (day - told).days <= LATE}
    return Occasion(frozenset(recent | {day, day - timedelta(days=1)}), False, day)


def _within(at: int, spans: Sequence[Span]) -> bool:
    return any(start <= at < end for start, end in spans)
