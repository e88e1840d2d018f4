"""Days and periods as reports name them, resolved against the report's own date.

An expression is found first (`find_dates`) and resolved when it is known which way it looks (`When.resolve`): "on Friday" is the last one in what happened, and the next one in what is promised.
A period ("in May", "this winter") resolves to its first and last day.  Winter is taken as December to February, as in the north.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache, partial

from onrecord.follow.numbers import COUNT, ORDINALS, spelled
from onrecord.follow.patterns import FUTURE
from onrecord.types import Span

MONTHS = {name: i for i, name in enumerate(["january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december"], 1)}
_SHORT = {name[:3]: i for name, i in MONTHS.items()} | {"sept": 9}
DAYS = {name: i for i, name in enumerate(["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"])}
SEASONS = {"spring": 3, "summer": 6, "autumn": 9, "fall": 9, "winter": 12}
_M = r"(?:jan(?:uary|\.)?|feb(?:ruary|\.)?|mar(?:ch|\.)?|apr(?:il|\.)?|may|june?|july?|aug(?:ust|\.)?|sept?(?:ember|\.)?|oct(?:ober|\.)?|nov(?:ember|\.)?|dec(?:ember|\.)?)"
_D = "(?:" + "|".join(DAYS) + ")"
_N = rf"(?:\d+|a\s+few|a\s+couple\s+of|{COUNT}|an?)"
_DAYS_SPELLED = {word: i for i, word in enumerate([*ORDINALS, *(f"twenty-{word}" for word in ORDINALS[:9]), "thirtieth", "thirty-first"], 1)}
_DAY_OF_MONTH = r"(?:(?P<d>\d{1,2})(?:st|nd|rd|th)?|(?P<spelled>" + "|".join(sorted(_DAYS_SPELLED, key=len, reverse=True)).replace("-", r"[-\s]") + "))"
_UNIT = r"(?:day|week|fortnight|month|year|hour)s?"
_OF_YEAR = r"(?:\s+(?:of\s+)?(?:the\s+)?(?P<of>last|this|next|following|same)\s+year\b)?"
_YEAR = r"(?:1[89]\d\d|20\d\d)"
Period = tuple[date, date]


@dataclass(frozen=True, slots=True)
class When:
    """An expression of time and where it stands.  `relation` is what stands before it: by, until, on (or nothing), after ("from", "as of") or since ("after", too); `bare`: there is nothing, and it is only a name ("winter", "Thursday")."""

    span: Span
    relation: str
    _resolve: Callable[[date, bool], Period | None]
    length: str = "day"
    bare: bool = False

    def resolve(self, today: date, future: bool) -> Period | None:
        """The first and last day that are meant; None where the calendar has none such."""
        try:
            return self._resolve(today, future)
        except (ValueError, OverflowError):
            return None


def _month_end(year: int, month: int) -> date:
    return (date(year + month // 12, month % 12 + 1, 1)) - timedelta(1)


def _month(year: int, month: int) -> Period:
    return date(year, month, 1), _month_end(year, month)


def _number(words: str) -> int:
    words = words.casefold().strip()
    if words.isdigit():
        return int(words)
    return {"a": 1, "an": 1}.get(words) or (3 if "few" in words else 2 if "couple" in words else int(spelled(words)))


def month_number(name: str) -> int:
    name = name.casefold().rstrip(".")
    return MONTHS.get(name) or _SHORT.get(name[:4], 0) or _SHORT[name[:3]]


def _year_of(match: re.Match[str], today: date) -> int | None:
    """The year that is told beside a day or a month: "2026", "next year"."""
    if match["y"]:
        return int(match["y"])
    return today.year + {"last": -1, "next": 1, "following": 1}.get(match["of"].casefold(), 0) if match["of"] else None


def _near_year(today: date, month: int, day: int, future: bool) -> int:
    """The year of a day without one: the next such day ahead, or the last one behind; a day just on the wrong side of today, by up to two months, keeps this year's."""
    here = date(today.year, month, min(day, 28))
    if future:
        return today.year if here >= today - timedelta(7) else today.year + 1
    return today.year if here <= today + timedelta(3) else today.year - 1


def _cut(period: Period, part: str) -> Period:
    """"early May", "mid-May", "the end of May": a third of a period; of a year four months."""
    first, last = period
    if (first.month, last.month) == (1, 12):
        first, last = (first, last.replace(month=4, day=30)) if part in ("early", "beginning", "start") else (first.replace(month=5), last.replace(month=8)) if part in ("mid", "middle") else (first.replace(month=9), last)
        return (last, last) if part in ("end", "close") else (first, last)
    third = (last - first).days // 3
    if part in ("early", "beginning", "start"):
        return first, first + timedelta(third)
    if part in ("mid", "middle"):
        return first + timedelta(third), last - timedelta(third + (last.day == 31 and third == 10))
    return (last - timedelta(third), last) if part == "late" else (last, last)


def easter(year: int) -> date:
    """The Gregorian Easter Sunday, by the anonymous algorithm that Meeus gives (Astronomical Algorithms, 1991)."""
    a, b, c = year % 19, year // 100, year % 100
    h = (19 * a + b - b // 4 - (b - (b + 8) // 25 + 1) // 3 + 15) % 30
    k = (32 + 2 * (b % 4) + 2 * (c // 4) - h - c % 4) % 7
    m = (a + 11 * h + 22 * k) // 451
    month, day = divmod(h + k - 7 * m + 114, 31)
    return date(year, month, day + 1)


def _of_day(match: re.Match[str]) -> Callable[[date, bool], Period]:
    day = int(match["d"]) if match["d"] else _DAYS_SPELLED[re.sub(r"\s", "-", match["spelled"].casefold())]
    month = month_number(match["m"])

    begins = int(match["begins"]) if match["begins"] and int(match["begins"]) < day else day

    def resolve(today: date, future: bool) -> Period:
        found = date(_year_of(match, today) or _near_year(today, month, day, future), month, day)
        return found.replace(day=begins), found

    return resolve


def _of_month(match: re.Match[str]) -> Callable[[date, bool], Period]:
    month, part, which = month_number(match["m"]), (match["part"] or "").casefold(), (match["which"] or "").casefold()

    def resolve(today: date, future: bool) -> Period:
        if year := _year_of(match, today):
            of = year
        elif which in ("last", "next", "this"):
            behind = today.year if month < today.month or (month == today.month and which == "this") else today.year - 1
            ahead = today.year if month > today.month else today.year + 1
            of = behind if which == "last" else ahead if which == "next" else today.year
        elif future:
            of = today.year if month >= today.month or (month == today.month - 1 and today.day < 8) else today.year + 1
        else:
            of = today.year if month <= today.month else today.year - 1
        period = _month(of, month)
        return _cut(period, part) if part else period

    return resolve


def _of_season(match: re.Match[str]) -> Callable[[date, bool], Period]:
    month, which, part = SEASONS[match["season"].casefold()], (match["which"] or "").casefold(), (match["part"] or "").casefold()

    def resolve(today: date, future: bool) -> Period:
        def of(y: int) -> Period:
            first = date(y, month, 1)
            return first, _month_end(y + (month + 1) // 12 if month == 12 else y, (month + 1) % 12 + 1 if month + 2 > 12 else month + 2)

        options = [of(y) for y in range(today.year - 2, today.year + 3)]
        if year := _year_of(match, today):
            period = of(year)
        elif which in ("last", "past", "previous") or (not which and not future):
            period = [p for p in options if p[0] <= today and (p[1] < today or which not in ("last", "past", "previous"))][-1]
        elif which == "next":
            period = next(p for p in options if p[0] > today)
        else:
            period = next(p for p in options if p[1] >= today)
        return _cut(period, part) if part else period

    return resolve


def _of_weekday(match: re.Match[str]) -> Callable[[date, bool], Period]:
    number, which = DAYS[match["day"].casefold()], (match["which"] or "").casefold()
    week = (match["week"] or "").casefold() if match[0].casefold().endswith("week") else None

    def resolve(today: date, future: bool) -> Period:
        if week is not None:  # "Thursday last week"; "Thursday week" is a week later than Thursday
            found = today - timedelta(today.weekday() - number) + timedelta({"last": -7, "this": 0, "next": 7}.get(week, 7 if number > today.weekday() else 14))
            return found, found
        if match[0].casefold().startswith(("a week on", "a week from")):
            found = today + timedelta(((number - today.weekday()) % 7 or 7) + 7)
            return found, found
        back = (today.weekday() - number) % 7
        if which in ("last", "past", "previous") or (not future and which not in ("next", "coming")):
            found = today - timedelta(back if back or which not in ("last", "past", "previous") else 7)
        else:
            ahead = (number - today.weekday()) % 7 or 7
            if which == "next" and today.weekday() + ahead < 7:  # "next Friday", said on a Thursday, is of the week to come
                ahead += 7
            found = today + timedelta(ahead)
        return found, found

    return resolve


def _of_unit(match: re.Match[str]) -> Callable[[date, bool], Period]:
    """"this week", "next month", "last year", "the end of next year", "year-end"."""
    unit, which, part = match["unit"].casefold(), (match["which"] or "this").casefold(), (match["part"] or "").casefold()
    which = "after next" if match[0].casefold().endswith("after next") else which

    def resolve(today: date, future: bool) -> Period:
        step = {"new": int(future and today.month > 2), "last": -1, "previous": -1, "past": -1, "next": 1, "coming": int(unit != "weekend"), "following": 1, "after next": 2}.get(which, 0)
        if unit == "year":
            period = date(today.year + step, 1, 1), date(today.year + step, 12, 31)
        elif unit == "month":
            whole = today.year * 12 + today.month - 1 + step
            period = _month(whole // 12, whole % 12 + 1)
        elif unit == "quarter":
            start = today.year * 4 + (today.month - 1) // 3 + step
            period = date(start // 4, start % 4 * 3 + 1, 1), _month_end(start // 4, start % 4 * 3 + 3)
        elif unit in ("week", "weekend"):
            monday = today - timedelta(today.weekday()) + timedelta(7 * step)
            if unit == "weekend":
                saturday = monday + timedelta(5)
                if not future and saturday > today and step == 0:
                    saturday -= timedelta(7)
                return saturday, saturday + timedelta(1)
            period = monday, monday + timedelta(6)
        else:
            found = today + timedelta(step)
            return found, found
        return _cut(period, part) if part else period

    return resolve


def _of_this_and_next(match: re.Match[str]) -> Callable[[date, bool], Period]:
    """"this year and next": two periods as one."""
    this = _of_unit(match)

    def resolve(today: date, future: bool) -> Period:
        first, last = this(today, future)
        return first, this(last + timedelta(1), future)[1]

    return resolve


def _of_day_of_month(match: re.Match[str]) -> Callable[[date, bool], Period]:
    """"the 15th of next month"."""
    month, day = _of_unit(match), int(match["d"]) if match["d"] else _DAYS_SPELLED[re.sub(r"\s", "-", match["spelled"].casefold())]
    return lambda today, future: (month(today, future)[0].replace(day=day),) * 2


def _of_months(match: re.Match[str]) -> Callable[[date, bool], Period]:
    """"the first three months of next year", "the first 100 days of 2027"."""
    count, ends = _number(match["n"]), match["part"].casefold() in ("last", "final")

    def resolve(today: date, future: bool) -> Period:
        year = int(match["y"]) if match["y"] else today.year + {"last": -1, "next": 1, "coming": 1}.get((match["of"] or "").casefold(), 0)
        if (unit := match["unit"].casefold().rstrip("s")) != "month":
            return (shift(date(year + 1, 1, 1), unit, -count), date(year, 12, 31)) if ends else (date(year, 1, 1), shift(date(year, 1, 1), unit, count) - timedelta(1))
        return (date(year, 13 - count, 1), date(year, 12, 31)) if ends else (date(year, 1, 1), _month_end(year, count))

    return resolve


def _of_half(match: re.Match[str]) -> Callable[[date, bool], Period]:
    """"the first half of April": fifteen days, or what is left of them."""
    month, second = month_number(match["m"]), match["nth"].casefold() == "second"

    def resolve(today: date, future: bool) -> Period:
        first, last = _month(_year_of(match, today) or _near_year(today, month, 28 if future else 1, future), month)
        return (first.replace(day=16), last) if second else (first, first.replace(day=15))

    return resolve


def _of_ago(match: re.Match[str]) -> Callable[[date, bool], Period]:
    count, unit = _number(match["n"]), match["unit"].casefold().rstrip("s")

    def resolve(today: date, future: bool) -> Period:
        found = shift(today, unit, -count)
        return found, found

    return resolve


LONGEST = 10  # years over which something comes; what runs over more is a loan or a contract


def _of_within(match: re.Match[str]) -> Callable[[date, bool], Period | None]:
    half, unit = match["n"].casefold().startswith("half"), match["unit"].casefold().rstrip("s")
    count = 0 if half else _number(match["n"])
    if unit == "year" and (half or match["half"]):
        count, unit = 12 * count + 6, "month"

    def resolve(today: date, future: bool) -> Period | None:
        if unit == "year" and count > LONGEST and match[0].casefold().startswith("over"):  # "lend 600 million over 25 years"
            return None
        if match["hangs"] is not None and future:  # "within ten days of the signing": nobody knows from when on
            return None
        found = shift(today, unit, count if future else -count) if not match["working"] else _working_days(today, count if future else -count)
        return found, found

    return resolve


def _working_days(day: date, count: int) -> date:
    """So many days on, of which Saturdays and Sundays are none."""
    step = timedelta(1 if count > 0 else -1)
    for _ in range(abs(count)):
        day += step
        while day.weekday() > 4:
            day += step
    return day


def _of_more(match: re.Match[str]) -> Callable[[date, bool], Period]:
    """"for at least three more years", "for another six months": up to their end."""
    return lambda today, future: (shift(today, match["unit"].casefold().rstrip("s"), _number(match["n"] or match["another"])),) * 2


def _of_rest(match: re.Match[str]) -> Callable[[date, bool], Period]:
    """"the rest of the year": from today to its end."""
    whole = _of_unit(match)
    return lambda today, future: (today, whole(today, future)[1])


def _of_week(match: re.Match[str]) -> Callable[[date, bool], Period]:
    """"the first week of May", "the last day of next year", "the second Friday in June": the so-manieth of a month or a year."""
    number, what = {"first": 0, "second": 1, "third": 2, "fourth": 3, "last": -1}[match["nth"].casefold()], match["what"].casefold()

    def resolve(today: date, future: bool) -> Period:
        if match["m"]:
            month = month_number(match["m"])
            first, last = _month(_year_of(match, today) or _near_year(today, month, 28 if future else 1, future), month)
        else:
            first, last = _of_unit(match)(today, future)
        if what == "week":
            start = last - timedelta(6) if number < 0 else first + timedelta(7 * number)
            return start, start + timedelta(6)
        if what in DAYS:
            start = first + timedelta((DAYS[what] - first.weekday()) % 7 + 7 * max(number, 0))
            found = start if number >= 0 else last - timedelta((last.weekday() - DAYS[what]) % 7)
        else:
            found = last if number < 0 else first + timedelta(number)
        return found, found

    return resolve


def _of_number(match: re.Match[str]) -> Callable[[date, bool], Period]:
    """"on the tenth": of this month, or of the one beside it."""
    day = int(match["d"]) if match["d"] else _DAYS_SPELLED[re.sub(r"\s", "-", match["spelled"].casefold())]

    def resolve(today: date, future: bool) -> Period:
        month = today.replace(day=1) if (day >= today.day if future else day <= today.day) else shift(today.replace(day=1), "month", 1 if future else -1)
        return (month.replace(day=day),) * 2

    return resolve


def shift(day: date, unit: str, count: int) -> date:
    """So many days, weeks, months or years on; the last day of a month where it has no such day."""
    if unit == "hour":
        return day + timedelta(-(-count // 24))
    if unit in ("day", "week", "fortnight"):
        return day + timedelta(count * {"day": 1, "week": 7, "fortnight": 14}[unit])
    whole = day.year * 12 + day.month - 1 + count * (12 if unit == "year" else 1)
    year, month = whole // 12, whole % 12 + 1
    return date(year, month, min(day.day, _month_end(year, month).day))


def _of_year(match: re.Match[str]) -> Callable[[date, bool], Period]:
    year, part = int(match["y"]), (match["part"] or "").casefold()

    def resolve(today: date, future: bool) -> Period:
        period = date(year, 1, 1), date(year, 12, 31)
        return _cut(period, part) if part else period

    return resolve


def _of_quarter(match: re.Match[str]) -> Callable[[date, bool], Period]:
    number = {"first": 1, "opening": 1, "second": 2, "third": 3, "fourth": 4, "last": 4, "final": 4, "closing": 4, "1": 1, "2": 2, "3": 3, "4": 4}[(match["nth"] or match["q"]).casefold()]
    told = int(match["behind"]) if match["behind"] else None
    half, part = (match["what"] or "quarter").casefold().startswith("half"), (match["part"] or "").casefold()

    def resolve(today: date, future: bool) -> Period:
        year = told or _year_of(match, today)
        of = year or today.year
        months = (6 * min(number, 2) - 5, 6 * min(number, 2)) if half else (3 * number - 2, 3 * number)
        if not year and future and _month_end(of, months[1]) < today:
            of += 1
        period = date(of, months[0], 1), _month_end(of, months[1])
        return _cut(period, part) if part else period

    return resolve


def _of_feast(match: re.Match[str]) -> Callable[[date, bool], Period]:
    name, which = match["feast"].casefold(), (match["which"] or "").casefold()
    day = next((on for feast, on in _FEASTS.items() if name.startswith(feast) and "eve" not in name), (12, 24 if name.startswith("christmas") else 31))

    beside, after = (match["beside"] or "").casefold(), (match["side"] or "").casefold() == "after"

    def of(year: int) -> date:
        found = easter(year) + timedelta(0 if name == "easter" else 49) if name in ("easter", "whitsun", "pentecost") else date(year, *day)
        if not beside:
            return found
        apart = 1 if beside == "day" else ((DAYS[beside] - found.weekday()) % 7 if after else (found.weekday() - DAYS[beside]) % 7) or 7
        return found + timedelta(apart if after else -apart)

    def resolve(today: date, future: bool) -> Period:
        if year := _year_of(match, today):
            return (of(year),) * 2
        days = [of(y) for y in range(today.year - 2, today.year + 3)]
        found = next(d for d in days if d >= today) if (future and which != "last") or which == "next" else [d for d in days if d <= today][-1]
        return found, found

    return resolve


_FEASTS = {"christmas": (12, 25), "new": (1, 1), "midsummer": (6, 24), "may": (5, 1), "labour": (5, 1)}
_PART = r"(?:(?:the\s+)?(?P<part>early|mid|late|end|beginning|start|middle)(?:[\s-]+of)?[\s-]+(?:the\s+)?)?"
_WHICH = r"(?:(?P<which>last|next|this|coming|following|previous|past)\s+)?"
_KEY = re.compile(
    rf"(?=(?i:[acdefhjlmnopqstwy\d]))\b(?:(?P<month>(?i:jan(?:uary)?|feb(?:ruary)?|apr(?:il)?|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)|[Mm]ay|[Mm]arch|Mar)\b|(?P<season>(?i:spring|summer|autumn|winter)\b)"
    rf"|(?P<weekday>(?i:{_D})\b)|(?P<unit>(?i:days?|weeks?|weekend|fortnights?|months?|years?|hours?|decade)\b)|(?P<quarter>(?i:quarter|half)\b|Q[1-4]\b)|(?P<feast>(?i:christmas|easter|new\s+year|midsummer|labour\s+day|whitsun|pentecost)\b)"
    rf"|(?P<today>(?i:yesterday|tomorrow|today|tonight|last\s+night|this\s+(?:morning|afternoon|evening))\b)|(?P<figures>{_YEAR}\b)|(?P<number>(?i:\d\d?(?:st|nd|rd|th)|the\s+(?:{'|'.join(ORDINALS[3:])}))\b))"
)
_NTH = "first|second|third|fourth|last"
_OUT = r"(?:(?:is|was|be|are|were)\s+(?:out|over|up)|ends|closes)\b"
_KEYS = {"month": ("month",), "season": ("season",), "weekday": ("weekday",), "unit": ("unit",), "quarter": ("quarter",), "feast": ("feast",), "today": ("today",), "figures": ("figures", "iso"), "number": ("number",)}
_RULES: tuple[tuple[str, str, Callable[[re.Match[str]], Callable[[date, bool], Period | None]], str], ...] = (
    ("iso", r"\b(?P<y>\d{4})-(?P<m>\d\d)-(?P<d>\d\d)\b", lambda m: lambda today, future: (date(int(m["y"]), int(m["m"]), int(m["d"])),) * 2, "day"),
    ("figures", r"\b(?P<d>[0-3]?\d)\.\s?(?P<m>[01]?\d)\.\s?(?P<y>20\d\d)\b", lambda m: lambda today, future: (date(int(m["y"]), int(m["m"]), int(m["d"])),) * 2, "day"),
    ("figures", r"\b(?P<d>1[3-9]|2\d|3[01])/(?P<m>[01]?\d)/(?P<y>20\d\d)\b", lambda m: lambda today, future: (date(int(m["y"]), int(m["m"]), int(m["d"])),) * 2, "day"),
    ("month", rf"\b(?:the\s+)?(?P<nth>{_NTH})\s+(?P<what>week|day|{_D})\s+(?:of|in)\s+(?P<m>{_M})\b(?:\s+(?P<y>{_YEAR})\b)?{_OF_YEAR}", _of_week, "day"),
    ("unit", rf"\b(?:the\s+)?(?P<nth>{_NTH})\s+(?P<what>week|day|{_D})\s+(?:of|in)\s+(?:the\s+)?(?P<which>this|next|following|coming)?\s*(?P<unit>month|year)\b(?P<m>)(?P<part>)", _of_week, "day"),
    ("month", rf"\b(?:{_D},?\s+)?(?:the\s+)?(?:(?P<begins>\d{{1,2}})(?:st|nd|rd|th)?(?:\s+(?:and|or|to)\s+|\s?[–-]\s?))?{_DAY_OF_MONTH}\s+(?:of\s+)?(?P<m>{_M})\b(?:,?\s+(?P<y>{_YEAR})\b)?{_OF_YEAR}", _of_day, "day"),
    ("month", rf"\b(?:{_D},?\s+)?(?P<m>{_M})\s+(?:the\s+)?(?:(?P<begins>\d{{1,2}})(?:\s+(?:and|or|to)\s+|\s?[–-]\s?))?{_DAY_OF_MONTH}\b(?!\d|\s*(?:million|billion|per))(?:,?\s+(?P<y>{_YEAR})\b)?{_OF_YEAR}", _of_day, "day"),
    ("month", rf"\b(?:the\s+)?(?P<nth>first|second)\s+half\s+of\s+(?P<m>{_M})\b(?:\s+(?P<y>{_YEAR})\b)?{_OF_YEAR}", _of_half, "period"),
    ("month", rf"\bbefore\s+{_WHICH}(?P<m>{_M})\s+{_OUT}(?P<y>)(?P<part>)(?P<of>)", _of_month, "month"),
    ("month", rf"\b{_PART}{_WHICH}(?P<m>(?!may\b|mar\b|march\b)(?i:{_M})|(?-i:May|March|Mar\.?))\b(?!\s+(?:have|be|not|also)\b)(?:\s+(?:of\s+)?(?P<y>{_YEAR})\b)?{_OF_YEAR}", _of_month, "month"),
    ("quarter", rf"\b{_PART}(?:the\s+)?(?:(?P<nth>first|opening|second|third|fourth|last|final|closing)\s+(?P<what>quarter|half(?:[\s-]year)?)|Q(?P<q>[1-4]))(?:\s+of\s+(?:the\s+year|(?P<of>next|this|last)\s+year|(?P<y>{_YEAR}))|(?<=[Qq]\d)\s+(?P<behind>{_YEAR})\b|(?<=[Qq]\d)\b|(?<=quarter)(?=[.,;:)]|\s*$|\s+(?:and|but|at|if|he|she|it|the)\b))", _of_quarter, "month"),
    ("quarter", r"\b(?:(?P<part>end|close|beginning|start|middle)\s+of\s+(?:the\s+)?|(?:the\s+)?(?=(?:next|this|coming|current|following|last)\s))(?:(?P<which>next|this|coming|current|following|last)\s+)?(?P<unit>quarter)\b(?!\s+of\b|-)", _of_unit, "month"),
    ("season", rf"\bbefore\s+(?:the\s+)?{_WHICH}(?P<season>spring|summer|autumn|winter)\s+{_OUT}(?P<y>)(?P<part>)(?P<of>)", _of_season, "period"),
    ("season", rf"\b{_PART}(?:the\s+)?{_WHICH}(?P<season>spring|summer|autumn|winter)\b(?:\s+(?:of\s+)?(?P<y>{_YEAR})\b)?{_OF_YEAR}", _of_season, "season"),
    ("feast", r"\b(?:(?P<part>early|late|beginning|start)\s+)?in\s+the\s+(?P<which>new)\s+(?P<unit>year)\b", _of_unit, "period"),
    ("feast", rf"\b(?:the\s+)?(?P<beside>day|{_D})\s+(?P<side>after|before)\s+(?P<which>last|next)?\s*(?P<feast>christmas|easter|new\s+year(?:['’]s\s+day)?|midsummer|labour\s+day|whitsun|pentecost)\b(?:\s+(?:of\s+)?(?P<y>{_YEAR})\b)?{_OF_YEAR}", _of_feast, "day"),
    ("feast", rf"\b(?P<beside>)(?P<side>)(?:(?:the\s+)?(?P<which>last|next)\s+)?(?P<feast>christmas(?:\s+eve)?(?!\s+(?:tree|party|market|lights))|easter|new\s+year(?:['’]s\s+(?:eve|day))?|midsummer|labour\s+day|whitsun|pentecost)\b(?:\s+(?:of\s+)?(?P<y>{_YEAR})\b)?{_OF_YEAR}", _of_feast, "day"),
    ("weekday", rf"\ba\s+week\s+(?:on|from)\s+(?P<which>)(?P<day>{_D})\b(?P<week>)", _of_weekday, "day"),
    ("weekday", rf"\b(?<!every )(?<!each )(?<!second ){_WHICH}(?P<day>{_D})\b(?:\s+(?:of\s+)?(?:(?P<week>last|this|next)\s+)?week\b)?", _of_weekday, "day"),
    ("unit", rf"\b(?P<n>{_N})\s+(?P<unit>{_UNIT})\s+(?:ago|earlier|before)\b", _of_ago, "day"),
    ("unit", rf"\b(?:the\s+)?{_DAY_OF_MONTH}\s+of\s+(?:the\s+)?(?:(?P<which>this|next|coming|following)\s+)?(?P<unit>month)\b(?P<part>)", _of_day_of_month, "day"),
    ("unit", rf"\b(?:the\s+)?(?P<part>first|opening|last|final)\s+(?P<n>{_N})\s+(?P<unit>months|weeks|days)\s+of\s+(?:(?P<y>{_YEAR})|(?:the\s+)?(?:(?P<of>next|this|coming|last)\s+)?year)\b", _of_months, "month"),
    ("unit", rf"\b(?<!once )(?<!twice )(?<!times )(?P<n>{_N})\s+(?P<unit>{_UNIT})\s+(?:from\s+(?:now|today)|hence)\b(?!\s+on\b)(?P<hangs>(?!))?(?P<half>(?!))?(?P<working>(?!))?", _of_within, "day"),
    ("unit", r"\b(?:the\s+)?(?:rest|remainder)\s+of\s+(?:the|this)\s+(?P<unit>week|month|year)\b(?P<which>)(?P<part>)", _of_rest, "day"),
    ("unit", rf"\b(?<!\d )for\s+(?:(?:at\s+least\s+)?(?P<n>{_N})\s+(?:more|further)|another\s+(?P<another>{_N}))\s+(?P<unit>years?|months?|weeks?)\b", _of_more, "day"),
    ("unit", rf"\b(?:within|inside(?:\s+of)?|(?<!just )(?<!for )(?<!well )(?<!little )(?<!of )over(?:\s+a\s+(?:period|span)\s+of)?|(?:during|for)(?=\s+the\s+(?:next|coming))|in(?:\s+the\s+course\s+of)?)\s+(?:the\s+(?:next|coming)\s+|(?:less\s+than|(?:no|not)\s+more\s+than|under|at\s+most)\s+)?(?P<n>{_N}|(?:(?<=next )|(?<=coming ))(?:few|couple\s+of)|half\s+a(?=\s+year))\s+(?P<working>(?:working|business)\s+(?=days))?(?P<unit>{_UNIT})(?P<half>\s+and\s+a\s+half)?(?:['’]s?\s+time)?\b(?P<hangs>(?=\s+(?:of|after|from)\s+(?!today\b|now\b)))?", _of_within, "day"),
    ("unit", rf"\bbefore\s+(?:the|this)\s+(?P<unit>year|month|week)\s+{_OUT}(?P<which>)(?P<part>)", _of_unit, "period"),
    ("unit", r"\bwithin\s+(?:the|this)\s+(?P<unit>year|month|week)\b(?P<which>)(?P<part>)", _of_unit, "period"),
    ("unit", rf"\b(?:(?:the\s+)?(?:end|close|turn)\s+of\s+(?:the|this)\s+decade\b|before\s+(?:the|this)\s+decade\s+{_OUT})", lambda m: lambda today, future: (date(today.year // 10 * 10 + 9, 12, 31),) * 2, "day"),
    ("unit", r"\bthis\s+time\s+(?P<which>next|last)\s+(?P<unit>week|month|year)\b", lambda m: lambda today, future: (shift(today, m["unit"].casefold(), 1 if m["which"].casefold() == "next" else -1),) * 2, "day"),
    ("unit", r"\b(?:the\s+)?end\s+of\s+the\s+day\b", lambda m: lambda today, future: (today,) * 2, "day"),
    ("unit", r"\b(?:in\s+the\s+course\s+of\s+|during\s+|within\s+)(?:the|this)\s+(?:(?P<which>current)\s+)?(?P<unit>week|month|year)\b(?P<part>)", _of_unit, "period"),
    ("unit", r"\bthis\s+(?P<unit>week|month|year)\s+and\s+next\b(?:\s+(?:week|month|year)\b)?(?P<which>)(?P<part>)", _of_this_and_next, "period"),
    ("unit", r"\b(?:the\s+)?turn\s+of\s+(?:the|this)\s+(?P<unit>year)\b(?P<which>)(?P<part>)", _of_unit, "period"),
    ("unit", r"\b(?:the\s+)?(?P<part>early|late|end|close|beginning|start|middle)(?:\s+(?:of|in))?\s+(?:the\s+)?(?P<which>last|next|this|coming|following|previous|new(?=\s+year))?\s*(?P<unit>week|month|year)\b(?:\s+after\s+next\b)?", _of_unit, "day"),
    ("unit", r"\bthe\s+(?P<unit>week|month|year)\s+after\s+next\b(?P<which>)(?P<part>)", _of_unit, "period"),
    ("unit", r"\b(?:the\s+)?(?P<which>last|next|this|coming|following|previous|past)\s+(?P<unit>week(?:end)?|month|year)\b(?!['’]s)(?P<part>)", _of_unit, "period"),
    ("unit", r"\b(?:the\s+)?(?P<unit>year|month(?=['’-]))(?:['’]s)?[\s-](?P<part>end)\b(?P<which>)", _of_unit, "day"),
    ("unit", r"\b(?:the|at\s+the|over\s+the)\s+(?P<unit>weekend)\b(?P<which>)(?P<part>)", _of_unit, "day"),
    ("today", r"\b(?:(?P<yesterday>yesterday|last\s+night)|(?P<tomorrow>tomorrow)|today|tonight|this\s+(?:morning|afternoon|evening))\b",
     lambda m: lambda today, future: (today + timedelta(bool(m["tomorrow"]) - bool(m["yesterday"])),) * 2, "day"),
    ("figures", rf"\bbefore\s+(?P<y>{_YEAR})\s+{_OUT}(?P<part>)", _of_year, "year"),
    ("figures", rf"\b{_PART}(?<![\d,.€$£])(?P<y>{_YEAR})\b(?!\s*(?:euros?|dollars?|pounds?|people|[a-z]+s\b)|[,.]\d)", _of_year, "year"),
    ("number", rf"\b(?:(?<=on the )|(?<=by the )|(?<=until the )|(?<=from the )|(?<=before the )|(?<=than the ))(?:(?P<d>\d{{1,2}})(?:st|nd|rd|th)|(?P<spelled>{'|'.join(ORDINALS[3:])}))\b(?=[.,;:)]|\s*$|\s+(?:and|at|but)\b)", _of_number, "day"),
)  # fmt: skip
_ALONE = rf"(?:{_M}|{_D}|spring|summer|autumn|winter|{_YEAR})"
_RELATION = re.compile(r"\b(?:(?P<by>by|before|no\s+later\s+than|not\s+later\s+than|until|till|ahead\s+of|deadline\s+of|within|due|earlier\s+than|at\s+(?:the\s+)?latest(?:\s+(?:by|in|on|at|with))?)|(?P<since>after|since)|(?P<after>from|as\s+of|(?:starting|beginning)(?:\s+(?:from|on|in))?)|(?P<on>on|in|at|during|for|this))\s+(?:around\s+|about\s+|at\s+the\s+latest\s+|at\s+least\s+|sometime\s+in\s+)?(?:(?:the|its|their|his|her|our)\s+)?$", re.IGNORECASE)
_BY_OCCASION = re.compile(r"\b(?:by|before|until|till|not?\s+later\s+than|ahead\s+of|in\s+time\s+for)\s+(?:(?:the|its|their|a|an)\s+)?(?!next\b|then\b|\d)(?:(?:[\w’'-]+\s+){1,7}?|(?:[\w’'-]+\s+){0,4}[\w’'-]+,\s+which\s+(?:(?:is|are|will\s+be)\s+)?(?:falls?|begins?|starts?|opens?|ends?|sits?|(?:to\s+be\s+)?held|due)\s+)(?:on|in)\s+(?:the\s+)?$|\b(?:by|before|until|till|in\s+time\s+for)\s+(?:the\s+)?(?:[\w’'-]+\s+){1,3}\($|\b(?:before|ahead\s+of|until|till|in\s+time\s+for)\s+(?:(?:the|its|their|a|an)\s+)?(?:[\w’'-]+\s+){1,4}of\s+(?:the\s+)?$", re.IGNORECASE)  # "before the window closes on | 31 August"
_SO_LONG_BEFORE = re.compile(rf"\b{_N}\s+{_UNIT}\s+$", re.IGNORECASE)
_NAMED, _NAME_BEFORE = re.compile(r"(?:Spring|Summer|Autumn|Winter)\s+[A-Z][a-z]"), re.compile(r"[a-z,]\s+(?:[A-Z][a-z’'-]+\s+)+$")
_EVERY = re.compile(rf"\b(?:every|each)\s+(?:{_D}s?(?:\s*,\s*|\s+(?:and|or)\s+))+$", re.IGNORECASE)  # "every Tuesday and | Friday"
_OF_NOUN = re.compile(r"\s+(?!(?:and|at|but|or|to|as|if|for|from|with|in|on|of|when|until|so|that|which|because|after|before|by|is|are|was|will|this|next|last|comes|begins|starts|ends|sets|is|evening|morning|afternoon|night|had|has|he|she|it|they|we)\b)[a-z]{3,}")  # "the spring | term"


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    """A pattern, compiled when a text first has a word that it may be about."""
    return re.compile(pattern, re.IGNORECASE)


def find_dates(text: str, start: int = 0, end: int | None = None) -> list[When]:
    """The expressions of time in a text, or in a span of it, in order; of two that overlap, the one of the rule that comes first."""
    end = len(text) if end is None else end
    taken: list[When] = []
    keys: dict[str, list[Span]] = {}
    for key in _KEY.finditer(text, start, end):
        for name in _KEYS[key.lastgroup or ""]:
            keys.setdefault(name, []).append(key.span())
    for name, rule, made, length in _RULES:
        for a, b in keys.get(name, ()):
            if _overlaps(taken, a, b):
                continue
            pattern = _compiled(rule)
            match = pattern.search(text, max(start, a - 32), min(end, b + 24))
            while match and match.end() <= a:
                match = pattern.search(text, match.end(), min(end, b + 24))
            if match is None or match.start() >= b or _overlaps(taken, match.start(), match.end()):
                continue
            if name == "weekday" and _EVERY.search(text, max(start, match.start() - 40), match.start()):
                continue
            before = _RELATION.search(text, max(start, match.start() - 22), match.start())
            head = match[0].casefold()
            if name == "season" and ((before and before["by"] and _OF_NOUN.match(text, match.end())) or _NAMED.match(text, a, b + 24) or (text[a].isupper() and _NAME_BEFORE.search(text, max(start, a - 24), a))):  # "before the summer recess" tells no day, nor does "Grey Spring"
                continue
            occasion = name == "month" and length == "day" and _BY_OCCASION.search(text, max(start, match.start() - 70), match.start())
            if before and before["by"] and before[0].casefold().startswith(("before", "ahead")) and _SO_LONG_BEFORE.search(text, max(start, before.start() - 12), before.start()):  # "five days ahead of Whitsun"
                before = None
            relation = "by" if occasion or head.startswith(("within", "before", "inside", "over", "during the next", "during the coming", "for ")) else next((k for k, v in before.groupdict().items() if v), "on") if before else "on"
            taken.append(When(match.span(), "until" if before and before[0][:5].casefold().startswith(("until", "till")) else relation, made(match), length, (before is None or before[0].casefold().startswith("for")) and bool(_compiled(_ALONE).fullmatch(head))))
    taken.sort(key=lambda when: when.span)
    taken = [_following(text, when, before) for when, before in zip(taken, [None, *taken])]
    return sorted([*taken, *_find_then(text, start, end, taken)], key=lambda when: when.span)


def _following(text: str, when: When, before: When | None) -> When:
    """"The following February", of the day named just before in the sentence: "a declaration of November 2018 … by the following February"."""
    if before is None or not text[slice(*when.span)].casefold().startswith(("following ", "the following ")) or re.search(r"[.;!?\n]", text[before.span[1] : when.span[0]]):
        return when

    def resolve(today: date, future: bool) -> Period | None:
        base = before.resolve(today, False)
        return when.resolve(base[1] + timedelta(1), True) if base else None

    return replace(when, _resolve=resolve)


def _find_then(text: str, start: int, end: int, dates: Sequence[When]) -> list[When]:
    """"by then", which is the day or period named just before in the paragraph, unless something happened then: "the bridge was closed on Monday"."""
    found = []
    for then in _THEN.finditer(text, start, end):
        before = [when for when in dates if when.span[1] <= then.start() and then.start() - when.span[1] < NEAR_THEN]
        if not before or "\n" in text[before[-1].span[1] : then.start()]:
            continue
        when = before[-1]
        sentence = text[max(text.rfind(stop, 0, when.span[0]) for stop in (". ", "? ", "! ", "\n")) + 1 : when.span[0]]
        if FUTURE.search(sentence) or not _HAPPENED.search(sentence):
            found.append(When(then.span("then"), "until" if then["until"] else "by", partial(_up_to, text, when), when.length))
    return found


def _up_to(text: str, when: When, today: date, future: bool) -> Period | None:
    """A period up to the last day that is still in time by it."""
    period = when.resolve(today, future)
    return period and (period[0], max(period[0], _last_day(text, when, *period)))


def _overlaps(taken: Sequence[When], start: int, end: int) -> bool:
    return any(when.span[0] < end and start < when.span[1] for when in taken)


NEAR_THEN = 240  # characters before "by then" in which the day that is meant was named
_THEN = re.compile(r"\b(?:by|before|no\s+later\s+than|up\s+to|(?:with)?in(?=\s+the\s+same)|(?P<until>until|till))\s+(?P<then>then|that\s+(?:time|day|date)|the\s+same\s+(?:time|day|date|period|term))\b", re.IGNORECASE)
_HAPPENED = re.compile(r"\b(?:was|were|had|did|[a-z]{2,}ed|came|went|began|fell|broke|burnt|met|held|gave|took|left)\b", re.IGNORECASE)
_BETWEEN = re.compile(r"\b(?:between|from)\s+(?:the\s+)?$", re.IGNORECASE)
_STRICT = re.compile(r"\b(?:before|ahead\s+of|earlier\s+than)\s+(?:the\s+)?$", re.IGNORECASE)
_MOVED = re.compile(r"\b(?:put(?:ting|s)?\s+(?:\w+\s+){0,3}off|postpon\w+|delay\w*|deferr?\w*|mov(?:ed?|es|ing)|push\w*\s+(?:\w+\s+){0,3}back|shift\w*|adjourn\w*)\b[^.;]{0,40}$", re.IGNORECASE)  # "until" is when it is to be then
_POINTING = re.compile(r"\b(?:this|next|coming|following|tomorrow|today|tonight)\b", re.IGNORECASE)
_LATEST = re.compile(r",?\s+at\s+(?:the\s+)?(?:very\s+)?latest\b(?!\s+(?:by|in|on|at)\b)", re.IGNORECASE)
Due = tuple[date | None, date | None, Span]


def find_due(text: str, dates: Sequence[When], today: date, written: date | None = None) -> Due | None:
    """When something promised or asked is due, by the expressions of time in its clause: as first and last day with the span that says so: "by" and "before" leave the first day open; "before winter" ends on the day before it.

    `today` is the day of the promise, `written` that of the report, from which "next month" is counted; where none of the others tells, what begins ("from May on") is due when it begins.
    """
    whens = []
    for when in dates:
        day = written if written is not None and _POINTING.search(text[slice(*when.span)]) else today
        period = when.resolve(day, True)
        if period and period[0] <= today <= period[1] and when.length in ("season", "month") and period[0] != period[1] and _STRICT.search(text, max(0, when.span[0] - 20), when.span[0]):
            period = when.resolve(period[1] + timedelta(1), True)  # "before the winter", in winter, is before the next
        if period and period[1] >= today:
            moved = when.relation == "until" and _MOVED.search(text, max(0, when.span[0] - 60), when.span[0])
            whens.append((replace(when, relation="on") if moved else when, period))
    for (one, (first, _)), (other, (_, last)) in zip(whens, whens[1:]):
        between = text[one.span[1] : other.span[0]]
        ranges = _BETWEEN.search(text, max(0, one.span[0] - 16), one.span[0]) and re.fullmatch(r"\s+(?:and|to|through|until)\s+(?:the\s+)?", between)
        if first <= last and (ranges or (one.length == other.length and one.length in ("month", "year") and re.fullmatch(r"\s+(?:to|through)\s+|\s?[-–]\s?", between))):
            return first, last, (one.span[0], other.span[1])
    for i, (when, (first, last)) in enumerate(whens):
        if when.relation in ("by", "until") or _LATEST.match(text, when.span[1]):
            if i + 1 < len(whens) and whens[i + 1][0].length == when.length and re.fullmatch(r"\s+or\s+(?:by\s+)?(?:the\s+)?", text[when.span[1] : whens[i + 1][0].span[0]]):
                when, (first, last) = whens[i + 1]
            before = whens[i - 1] if i and when.relation == "until" and when.span[0] - whens[i - 1][0].span[1] < 12 else None
            return before and before[1][0], _last_day(text, when, first, last), (before[0] if before else when).span[:1] + when.span[1:]
    for i, (when, (first, last)) in enumerate(whens):
        if when.relation == "on":
            for other, (_, end) in whens[i + 1 :]:  # "in 2025 and 2026"
                if other.length != when.length or not re.fullmatch(r"\s*(?:,|and|,\s*and|or)\s+(?:in\s+)?(?:the\s+)?", text[when.span[1] : other.span[0]]):
                    break
                when, last = When((when.span[0], other.span[1]), when.relation, other._resolve, when.length), max(last, end)
            ends = text[slice(*when.span)].casefold().removeprefix("the ").startswith(("end", "year", "in ", "turn"))
            return None if ends and first == last else first, last, when.span
    return next(((first, last, when.span) for when, (first, last) in whens if when.relation == "after"), None)


def find_past_due(text: str, dates: Sequence[When], today: date) -> Due | None:
    """The same of what was to be done before today, as it is looked back upon: "were to be ready by the end of July"."""
    for when in dates:
        period = when.resolve(today, False)
        if period and period[1] < today and when.relation in ("by", "until", "on"):
            return (None, _last_day(text, when, *period), when.span) if when.relation != "on" else (*period, when.span)
    return None


def _last_day(text: str, when: When, first: date, last: date) -> date:
    """The last day on which something is still in time that is due by a period, or before it."""
    words = text[slice(*when.span)].casefold()
    if words.startswith("new year") and "eve" not in words:
        return first - timedelta(1)
    if when.relation == "until" and when.length in ("month", "season", "year") and first != last and (last - first).days > 26:  # "free until February"
        return first - timedelta(1)
    if first != last and _STRICT.search(text, max(0, when.span[0] - 20), when.span[0]):
        return first - timedelta(1)
    return first + timedelta(((last - first).days - 1) // 2) if first != last and re.match(r"(?:the\s+)?mid", words) else last
