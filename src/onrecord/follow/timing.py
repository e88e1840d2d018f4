"""When what a clause tells happened, as far as its words and those around it name a day."""

import re
from bisect import bisect_left
from collections.abc import Callable, Sequence
from datetime import date, timedelta

from onrecord.follow.actors import Cast
from onrecord.follow.clauses import Clause, Sentence, trim
from onrecord.follow.dates import When, find_dates
from onrecord.follow.deadlines import in_future, infinitive, looks_back
from onrecord.follow.patterns import FUTURE
from onrecord.follow.places import Place
from onrecord.types import Span

HALF_A_YEAR = 183  # days
RECALLED = 9  # days before the report from which on something is recalled, and no news
Days = tuple[str | None, str | None]  # the first and last day of a period, as ISO dates
NO_DAY: Days = (None, None)
_APART = re.compile(r",\s+(?:which|who|whom|whose|where)\b", re.IGNORECASE)
_GOES_ON = re.compile(r"\W*(?:he|she|it|they|the|this|that|we|i)\b", re.IGNORECASE)
RETOLD = re.compile(r"(?=[hpardtwilfsen\d])(?:\b(?:had|has|have)\s+(?:\w+\s+){0,2}(?:promis|pledg|vow|commit|undert|guarant|ask|request|demand|call|appeal|agree|offer|sworn|given)|\b(?:promised|pledged|announced|agreed|asked|requested|demanded)\s+(?:in\s+(?:the\s+)?(?:(?:early|late|mid)[\s-]+)?(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|spring|summer|autumn|winter|week|month|year|(?:19|20)\d\d)|last|by|on(?!\s+(?:mon|tues|wednes|thurs|fri|satur|sun)day)|back|earlier|(?:two|three|four|five|six|a|several|some|many|\d+)\s+(?:weeks?|months?|years?|days?|decades?))\b|\b(?:that|which|what|as)\s+(?:[\w’'-]+\s+){0,4}(?:promised|pledged|asked|requested|announced)\b|\b(?:in\s+(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|(?:19|20)\d\d)\w*|last\s+(?!week\b)[a-z]+|\w+\s+(?:weeks|months|years?)\s+ago),?\s+(?:[\w’'-]+\s+){1,3}(?:promised|pledged|asked|requested|announced)\b)", re.IGNORECASE)
_ASKED_FOR = re.compile(r"\W*(?:(?:[\w’'.-]+\s+){1,6}?)(?:asked|sought|requested|demanded|called|appealed)\s(?!.*\bto\s+[a-z])", re.IGNORECASE)
_IN_A_YEAR = re.compile(r"\W*(?:back\s+|already\s+)?in\s+(?:\w+\s+){0,3}(?:19|20)\d\d\b", re.IGNORECASE)
_FOR = re.compile(r"\b(?:for|beyond)\s+(?:the\s+)?$", re.IGNORECASE)  # "promised three more for June", "asked to stay open beyond October"
_KNOWN = re.compile(r"(?<=\w)\s(?:which|who|whose|that\s+(?:was|were|had|has|have|is|are))\s", re.IGNORECASE)


class Timing:
    """When what a report tells happened.  `today` is the day of the report, `occasion` the day on which what it tells was said, `eve` that day where it is the one before, on which then was what is told without a day; `said`: what statements say."""

    def __init__(self, text: str, sentences: Sequence[Sentence], today: date | None, cast: Callable[[], Cast], said: Sequence[Span]):
        self.text, self.sentences, self.today, self._cast, self._said = text, sentences, today, cast, said
        self._dates = find_dates(text)
        self._date_starts = [when.span[0] for when in self._dates]
        self.occasion = self._occasion()
        self.eve = self.occasion if today is not None and self.occasion == (today - timedelta(1)).isoformat() else None  # older occasions are told with theirs

    def dates_in(self, start: int, end: int) -> list[When]:
        """The expressions of time in a span."""
        return [when for when in self._dates[bisect_left(self._date_starts, start) : bisect_left(self._date_starts, end)] if when.span[1] <= end]

    def _occasion(self) -> str | None:
        """The day that the lead names first, if it is at most three days before publication: what the report tells was said then."""
        if self.today is None:
            return None
        for sentence in self.sentences[:3]:
            for when in self.dates_in(sentence.start, sentence.end):
                period = when.resolve(self.today, False)
                if when.length != "day" or period is None or in_future(self.text, when.span, sentence.start):
                    continue
                return period[0].isoformat() if when.relation == "on" and 0 <= (self.today - period[0]).days <= 3 else None
        return None

    def _ahead(self, at: int, sentence: Sentence) -> bool:
        """Whether the clause before a place speaks of the future."""
        return infinitive(self.text, sentence.start, at) or (bool(FUTURE.search(self.text, sentence.start, at)) and not re.search(r"\bsaid\b|\btold\b", self.text[sentence.start : at]))

    def day_in(self, spans: Sequence[Span], unless: Sequence[str] = ("by", "until")) -> Days:
        """The day or period in the past that some spans name, the first that they do; `unless`: relations that tell of something else."""
        if self.today is None:
            return NO_DAY
        for start, end in spans:
            for when in self.dates_in(start, end):
                if when.relation in unless or _FOR.search(self.text, max(start, when.span[0] - 8), when.span[0]) or any(a <= when.span[0] and when.span[1] <= b for a, b in self._cast().datelines):
                    continue
                explicit = bool(re.search(r"(?:1[89]|20)\d\d|last|ago|yesterday|today|night", self.text[slice(*when.span)].casefold()))
                period = when.resolve(self.today, False)
                if period is None or (period[0] > self.today) or in_future(self.text, when.span, start):
                    continue
                if when.length == "day" or explicit or when.relation in ("on", "after"):
                    return period[0].isoformat(), min(period[1], self.today).isoformat()
        return NO_DAY

    def _day_beside(self, number: int) -> Days:
        """The day, at most ten before publication, that another sentence of the paragraph names, where this one goes on about it: the nearest, those before first."""
        here = self.sentences[number]
        if self.today is None or not _GOES_ON.match(self.text, here.start):
            return NO_DAY
        for step in (-1, -2, 1, -3):
            other = number + step
            if 0 <= other < len(self.sentences) and self.sentences[other].paragraph == here.paragraph:
                for when in self.dates_in(self.sentences[other].start, self.sentences[other].end):
                    period = when.resolve(self.today, False)
                    if when.length == "day" and when.relation == "on" and period and 0 <= (self.today - period[0]).days <= 10 and not self._ahead(when.span[0], self.sentences[other]):
                        return period[0].isoformat(), period[0].isoformat()
        return NO_DAY

    def _telling(self, place: Place, sentence: Sentence) -> list[Span]:
        """The part of a sentence that tells who said it and when: where its cue stands."""
        spans = []
        for statement in place.chain:
            for a, b in statement.cue:
                if sentence.start <= a < sentence.end:
                    spans.append((max(sentence.start, a - 60), min(sentence.end, b + 50)))
        return _without(spans, self._said)

    def _main_part(self, sentence: Sentence) -> Span:
        """A sentence up to its first relative clause, whose dates are of something else."""
        cut = re.search(r"\s(?:that|which|who|whom|whose)\s", self.text[sentence.start : sentence.end])
        return sentence.start, sentence.start + cut.start() if cut else sentence.end

    def day_of_event(self, place: Place, asking: bool) -> Days:
        """The day or period in the past in which it happened, as far as the words around the clause name one."""
        clause, sentence = place.clause, self.sentences[place.clause.sentence]
        telling = self._telling(place, sentence)
        if asking:
            future = FUTURE.search(self.text, clause.start, clause.end)
            apart = _APART.search(self.text, sentence.start, clause.start)  # "which gave nothing last year, promised …"
            known = _KNOWN.search(self.text, clause.start, clause.end)  # "asked for the patrol that was axed in December"
            own = [(sentence.start, apart.start() if apart else clause.start), (clause.start, min(match.start() if match else clause.end for match in (future, known)))]
            if place.statement is not None:
                own = own[1:] if looks_back(self.text, clause.start, clause.end) or self._asked_then(clause) or RETOLD.search(self.text, clause.start, clause.end) or _IN_A_YEAR.match(self.text, clause.start, clause.end) else []
            return next((days for days in (self.day_in([*own[::-1], *telling], ("by", "until", "after")), self._day_beside(clause.sentence)) if days[0]), NO_DAY)
        return self.day_in([(clause.start, clause.end), *telling, *([self._main_part(sentence)] if place.statement is None else [])])

    def _asked_then(self, clause: Clause) -> bool:
        """Whether a clause that says "asked" ends with the month in which that was, since the last such month is nearer than the next: "We asked for a second guard in November", told in April."""
        start, end = trim(self.text, clause.start, clause.end)
        when = next(iter(self.dates_in(start, end)[-1:]), None)
        if self.today is None or when is None or when.span[1] < end or when.length != "month" or when.relation != "on" or not _ASKED_FOR.match(self.text, start, end):
            return False
        then = when.resolve(self.today, False)
        return then is not None and 0 < (self.today - then[1]).days < HALF_A_YEAR

    def is_long_ago(self, day: str | None) -> bool:
        """Whether a day is so much earlier than the report, and than the occasion that it reports, that it is only recalled."""
        then = date_of(day)
        if then is None or self.today is None or (self.occasion is not None and day is not None and day >= self.occasion):
            return False
        return (self.today - then).days > RECALLED

    def periods(self, whens: Sequence[When]) -> tuple[tuple[str, str], ...]:
        """What each expression of time may mean, looking ahead and back."""
        if self.today is None:
            return ()
        periods = [when.resolve(self.today, future) for when in whens for future in (True, False)]
        return tuple((period[0].isoformat(), period[1].isoformat()) for period in periods if period is not None)


def date_of(words: str | None) -> date | None:
    """The day of an ISO date or moment; None where it is none."""
    try:
        return date.fromisoformat(words[:10]) if words else None
    except ValueError:
        return None


def _without(spans: Sequence[Span], holes: Sequence[Span]) -> list[Span]:
    left = [(s, e) for s, e in spans if s < e]
    low, high = min((s for s, _ in left), default=0), max((e for _, e in left), default=0)
    for a, b in holes:
        if a < high and low < b:
            left = [piece for s, e in left for piece in ((s, min(e, a)), (max(s, b), e)) if piece[0] < piece[1]]
    return left
