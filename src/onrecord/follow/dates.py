"""Days and periods as reports name them, resolved against the report's own date.

An expression is found first (`find_dates`) and resolved when it is known which way it looks (`When.resolve`): "on Friday" is the last one in what happened, and the next one in what is promised.
A period ("in May", "this winter") resolves to its first and last day.  Winter is taken as December to February, as in the north.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from onrecord.follow.numbers import spelled
from onrecord.types import Span

MONTHS = {name: i for i, name in enumerate(["january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december"], 1)}
_SHORT = {name[:3]: i for name, i in MONTHS.items()} | {"sept": 9}
DAYS = {name: i for i, name in enumerate(["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"])}
SEASONS = {"spring": 3, "summer": 6, "autumn": 9, "fall": 9, "winter": 12}
_M = r"(?:jan(?:uary|\.)?|feb(?:ruary|\.)?|mar(?:ch|\.)?|apr(?:il|\.)?|may|june?|july?|aug(?:ust|\.)?|sept?(?:ember|\.)?|oct(?:ober|\.)?|nov(?:ember|\.)?|dec(?:ember|\.)?)"
_D = "(?:" + "|".join(DAYS) + ")"
_N = r"(?:\d+|a|an|one|two|three|four|five|six|seven|eight|nine|ten|twelve|fifteen|twenty|thirty|sixty|ninety|a\s+few|a\s+couple\s+of)"
_ORDINALS = ["first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth", "eleventh", "twelfth", "thirteenth", "fourteenth", "fifteenth", "sixteenth", "seventeenth", "eighteenth", "nineteenth", "twentieth"]
_DAYS_SPELLED = {word: i for i, word in enumerate([*_ORDINALS, *(f"twenty-{word}" for word in _ORDINALS[:9]), "thirtieth", "thirty-first"], 1)}
_DAY_OF_MONTH = r"(?:(?P<d>\d{1,2})(?:st|nd|rd|th)?|(?P<spelled>" + "|".join(sorted(_DAYS_SPELLED, key=len, reverse=True)).replace("-", r"[-\s]") + "))"
_UNIT = r"(?:day|week|month|year|hour)s?"
_YEAR = r"(?:1[89]\d\d|20\d\d)"
Period = tuple[date, date]


@dataclass(frozen=True, slots=True)
class When:
    """An expression of time and where it stands.  `relation` is what stands before it: by, on, from, until, after, or between (a range)."""

    span: Span
    relation: str
    _resolve: Callable[[date, bool], Period | None]
    length: str = "day"

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


def _near_year(today: date, month: int, day: int, future: bool) -> int:
    """The year of a day without one: the next such day ahead, or the last one behind; a day just on the wrong side of today, by up to two months, keeps this year's."""
    here = date(today.year, month, min(day, 28))
    if future:
        return today.year if here >= today - timedelta(7) else today.year + 1
    return today.year if here <= today + timedelta(3) else today.year - 1


def _cut(period: Period, part: str) -> Period:
    """"early May", "mid-May", "the end of May": a third of a period."""
    first, last = period
    third = (last - first).days // 3
    if part in ("early", "beginning", "start"):
        return first, first + timedelta(third)
    if part in ("mid", "middle"):
        return first + timedelta(third), last - timedelta(third)
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
    month, year = month_number(match["m"]), match["y"]

    def resolve(today: date, future: bool) -> Period:
        found = date(int(year) if year else _near_year(today, month, day, future), month, day)
        return found, found

    return resolve


def _of_month(match: re.Match[str]) -> Callable[[date, bool], Period]:
    month, year, part, which = month_number(match["m"]), match["y"], (match["part"] or "").casefold(), (match["which"] or "").casefold()

    def resolve(today: date, future: bool) -> Period:
        if year:
            of = int(year)
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
    month, which, year, part = SEASONS[match["season"].casefold()], (match["which"] or "").casefold(), match["y"], (match["part"] or "").casefold()

    def resolve(today: date, future: bool) -> Period:
        def of(y: int) -> Period:
            first = date(y, month, 1)
            return first, _month_end(y + (month + 1) // 12 if month == 12 else y, (month + 1) % 12 + 1 if month + 2 > 12 else month + 2)

        options = [of(y) for y in range(today.year - 2, today.year + 3)]
        if year:
            period = of(int(year))
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

    def resolve(today: date, future: bool) -> Period:
        back = (today.weekday() - number) % 7
        if which in ("last", "past", "previous") or (not future and which not in ("next", "coming")):
            found = today - timedelta(back if back or which not in ("last", "past", "previous") else 7)
        else:
            ahead = (number - today.weekday()) % 7 or 7
            found = today + timedelta(ahead)
        return found, found

    return resolve


def _of_unit(match: re.Match[str]) -> Callable[[date, bool], Period]:
    """"this week", "next month", "last year", "the end of next year", "year-end"."""
    unit, which, part = match["unit"].casefold(), (match["which"] or "this").casefold(), (match["part"] or "").casefold()

    def resolve(today: date, future: bool) -> Period:
        step = {"last": -1, "previous": -1, "past": -1, "next": 1, "coming": 1 if unit == "week" else 0, "following": 1}.get(which, 0)
        if unit == "year":
            period = date(today.year + step, 1, 1), date(today.year + step, 12, 31)
        elif unit == "month":
            whole = today.year * 12 + today.month - 1 + step
            period = _month(whole // 12, whole % 12 + 1)
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


def _of_ago(match: re.Match[str]) -> Callable[[date, bool], Period]:
    count, unit = _number(match["n"]), match["unit"].casefold().rstrip("s")

    def resolve(today: date, future: bool) -> Period:
        found = shift(today, unit, -count)
        return found, found

    return resolve


def _of_within(match: re.Match[str]) -> Callable[[date, bool], Period]:
    count, unit = _number(match["n"]), match["unit"].casefold().rstrip("s")

    def resolve(today: date, future: bool) -> Period:
        found = shift(today, unit, count if future else -count)
        return found, found

    return resolve


def shift(day: date, unit: str, count: int) -> date:
    """So many days, weeks, months or years on; the last day of a month where it has no such day."""
    if unit == "hour":
        return day + timedelta(-(-count // 24))
    if unit in ("day", "week"):
        return day + timedelta(count * (7 if unit == "week" else 1))
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
    number = {"first": 1, "second": 2, "third": 3, "fourth": 4, "last": 4, "1": 1, "2": 2, "3": 3, "4": 4}[(match["nth"] or match["q"]).casefold()]
    half, year, part = (match["what"] or "quarter").casefold() == "half", match["y"], (match["part"] or "").casefold()

    def resolve(today: date, future: bool) -> Period:
        of = int(year) if year else today.year
        months = (6 * min(number, 2) - 5, 6 * min(number, 2)) if half else (3 * number - 2, 3 * number)
        if not year and future and _month_end(of, months[1]) < today:
            of += 1
        period = date(of, months[0], 1), _month_end(of, months[1])
        return _cut(period, part) if part else period

    return resolve


def _of_feast(match: re.Match[str]) -> Callable[[date, bool], Period]:
    name, which = match["feast"].casefold(), (match["which"] or "").casefold()

    def resolve(today: date, future: bool) -> Period:
        def of(year: int) -> date:
            return easter(year) if name == "easter" else date(year, 12, 25) if name.startswith("christmas") else date(year + 1, 1, 1) if "eve" not in name else date(year, 12, 31)

        days = [of(y) for y in range(today.year - 2, today.year + 2)]
        found = next(d for d in days if d >= today) if (future and which != "last") or which == "next" else [d for d in days if d <= today][-1]
        return found, found

    return resolve


_PART = r"(?:(?:the\s+)?(?P<part>early|mid|late|end|beginning|start|middle)(?:[\s-]+of)?[\s-]+(?:the\s+)?)?"
_WHICH = r"(?:(?P<which>last|next|this|coming|following|previous|past)\s+)?"
_KEY = re.compile(
    rf"(?=(?i:[acdefhjlmnoqstwy12]))\b(?:(?P<month>(?i:jan(?:uary)?|feb(?:ruary)?|apr(?:il)?|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)|[Mm]ay|[Mm]arch|Mar)\b|(?P<season>(?i:spring|summer|autumn|winter)\b)"
    rf"|(?P<weekday>(?i:{_D})\b)|(?P<unit>(?i:days?|weeks?|weekend|months?|years?|hours?)\b)|(?P<quarter>(?i:quarter|half)\b|Q[1-4]\b)|(?P<feast>(?i:christmas|easter|new\s+year)\b)"
    rf"|(?P<today>(?i:yesterday|tomorrow|today|tonight|last\s+night|this\s+(?:morning|afternoon|evening))\b)|(?P<figures>{_YEAR}\b))"
)
_KEYS = {"month": ("month",), "season": ("season",), "weekday": ("weekday",), "unit": ("unit",), "quarter": ("quarter",), "feast": ("feast",), "today": ("today",), "figures": ("figures", "iso")}
_RULES: tuple[tuple[str, re.Pattern[str], Callable[[re.Match[str]], Callable[[date, bool], Period]], str], ...] = tuple(
    (name, re.compile(pattern, re.IGNORECASE), made, length)
    for name, pattern, made, length in (
        ("iso", r"\b(?P<y>\d{4})-(?P<m>\d\d)-(?P<d>\d\d)\b", lambda m: lambda today, future: (date(int(m["y"]), int(m["m"]), int(m["d"])),) * 2, "day"),
        ("month", rf"\b(?:{_D},?\s+)?(?:the\s+)?{_DAY_OF_MONTH}\s+(?:of\s+)?(?P<m>{_M})\b(?:,?\s+(?P<y>{_YEAR})\b)?", _of_day, "day"),
        ("month", rf"\b(?:{_D},?\s+)?(?P<m>{_M})\s+(?:the\s+)?{_DAY_OF_MONTH}\b(?!\d|\s*(?:million|billion|per))(?:,?\s+(?P<y>{_YEAR})\b)?", _of_day, "day"),
        ("month", r"\bbefore\s+(?P<m>" + _M + r")\s+is\s+(?:out|over)\b(?P<y>)(?P<part>)(?P<which>)", _of_month, "month"),
        ("month", rf"\b{_PART}{_WHICH}(?P<m>(?!may\b|mar\b|march\b)(?i:{_M})|(?-i:May|March|Mar\.?))\b(?!\s+(?:have|be|not|also)\b)(?:\s+(?:of\s+)?(?P<y>{_YEAR})\b)?", _of_month, "month"),
        ("quarter", rf"\b{_PART}(?:the\s+)?(?:(?P<nth>first|second|third|fourth|last)\s+(?P<what>quarter|half)|Q(?P<q>[1-4]))(?:\s+of\s+(?:the\s+year|next\s+year|this\s+year|(?P<y>{_YEAR})))", _of_quarter, "month"),
        ("season", rf"\b{_PART}(?:the\s+)?{_WHICH}(?P<season>spring|summer|autumn|winter)\b(?:\s+(?:of\s+)?(?P<y>{_YEAR})\b)?", _of_season, "season"),
        ("weekday", rf"\b{_WHICH}(?P<day>{_D})\b", _of_weekday, "day"),
        ("unit", rf"\b(?P<n>{_N})\s+(?P<unit>{_UNIT})\s+(?:ago|earlier|before)\b", _of_ago, "day"),
        ("unit", rf"\b(?:within|inside|in)\s+(?:the\s+next\s+)?(?P<n>{_N})\s+(?P<unit>{_UNIT})(?:['’]\s+time)?\b", _of_within, "day"),
        ("unit", r"\b(?:the\s+)?(?P<part>early|late|end|beginning|start|middle)(?:\s+of)?\s+(?:the\s+)?(?P<which>last|next|this|coming|following|previous)?\s*(?P<unit>week|month|year)\b", _of_unit, "day"),
        ("unit", r"\b(?:the\s+)?(?P<which>last|next|this|coming|following|previous|past)\s+(?P<unit>week(?:end)?|month|year)\b(?P<part>)", _of_unit, "period"),
        ("unit", r"\b(?:the\s+)?(?P<unit>year)(?:['’]s)?[\s-](?P<part>end)\b(?P<which>)", _of_unit, "day"),
        ("unit", r"\b(?:the|at\s+the|over\s+the)\s+(?P<unit>weekend)\b(?P<which>)(?P<part>)", _of_unit, "day"),
        ("feast", r"\b(?:(?:the\s+)?(?P<which>last|next)\s+)?(?P<feast>christmas(?!\s+(?:tree|party|market|lights))|easter|new\s+year(?:['’]s\s+(?:eve|day))?)\b", _of_feast, "day"),
        ("today", r"\b(?:(?P<yesterday>yesterday|last\s+night)|(?P<tomorrow>tomorrow)|today|tonight|this\s+(?:morning|afternoon|evening))\b",
         lambda m: lambda today, future: (today + timedelta(bool(m["tomorrow"]) - bool(m["yesterday"])),) * 2, "day"),
        ("figures", rf"\b{_PART}(?<![\d,.€$£])(?P<y>{_YEAR})\b(?!\s*(?:euros?|dollars?|pounds?|people|[a-z]+s\b)|[,.]\d)", _of_year, "year"),
    )
)  # fmt: skip
_RELATION = re.compile(r"\b(?:(?P<by>by|before|no\s+later\s+than|not\s+later\s+than|until|till|ahead\s+of|deadline\s+of|within|due|earlier\s+than)|(?P<after>after|since|from|as\s+of|starting|beginning)|(?P<on>on|in|at|during|for|this))\s+(?:around\s+|about\s+|at\s+the\s+latest\s+)?(?:the\s+)?$", re.IGNORECASE)


def find_dates(text: str, start: int = 0, end: int | None = None) -> list[When]:
    """The expressions of time in a text, or in a span of it, in order; of two that overlap, the one of the rule that comes first."""
    end = len(text) if end is None else end
    taken: list[When] = []
    keys: dict[str, list[Span]] = {}
    for key in _KEY.finditer(text, start, end):
        for name in _KEYS[key.lastgroup or ""]:
            keys.setdefault(name, []).append(key.span())
    for name, pattern, made, length in _RULES:
        for a, b in keys.get(name, ()):
            if any(s < b and a < e for s, e in (w.span for w in taken)):
                continue
            match = pattern.search(text, max(start, a - 32), min(end, b + 24))
            while match and match.end() <= a:
                match = pattern.search(text, match.end(), min(end, b + 24))
            if match is None or match.start() >= b or any(s < match.end() and match.start() < e for s, e in (w.span for w in taken)):
                continue
            before = _RELATION.search(text, max(start, match.start() - 22), match.start())
            head = match[0].casefold()
            relation = "by" if head.startswith(("within", "before", "inside")) else next((k for k, v in before.groupdict().items() if v), "on") if before else "on"
            taken.append(When(match.span(), "until" if before and re.match("until|till", before[0], re.IGNORECASE) else relation, made(match), length))
    return sorted(taken, key=lambda w: w.span)


_BETWEEN = re.compile(r"\b(?:between|from)\s+(?:the\s+)?$", re.IGNORECASE)
_STRICT = re.compile(r"\b(?:before|ahead\s+of|earlier\s+than)\s+(?:the\s+)?$", re.IGNORECASE)


def find_due(text: str, dates: Sequence[When], today: date) -> tuple[date | None, date | None, Span] | None:
    """When something promised or asked is due, by the expressions of time in its clause: as first and last day with the span that says so: "by" and "before" leave the first day open; "before winter" ends on the day before it."""
    whens = [(when, period) for when in dates if (period := when.resolve(today, True)) and period[1] >= today]
    for (one, (first, _)), (other, (_, last)) in zip(whens, whens[1:]):
        if _BETWEEN.search(text, max(0, one.span[0] - 16), one.span[0]) and re.fullmatch(r"\s+(?:and|to)\s+(?:the\s+)?", text[one.span[1] : other.span[0]]) and first <= last:
            return first, last, (one.span[0], other.span[1])
    for i, (when, (first, last)) in enumerate(whens):
        if when.relation in ("by", "until"):
            strict = _STRICT.search(text, max(0, when.span[0] - 20), when.span[0])
            before = whens[i - 1] if i and when.relation == "until" and when.span[0] - whens[i - 1][0].span[1] < 12 else None
            return before and before[1][0], first - timedelta(1) if strict and first != last else last, (before[0] if before else when).span[:1] + when.span[1:]
    for when, (first, last) in whens:
        if when.relation == "on":
            ends = text[slice(*when.span)].casefold().removeprefix("the ").startswith(("end", "year", "in "))
            return None if ends and first == last else first, last, when.span
    return None
