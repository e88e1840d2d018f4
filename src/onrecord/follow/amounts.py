"""Amounts of money, shares and counts: value, unit and where they stand.

Currencies are told by ISO 4217 code, sign or English name, which babel knows; of a name that several countries use ("crowns", "francs") nothing is guessed: the unit is that name.  Two currencies in one amount ("5 million euros, or 5.4 million dollars") are two amounts, of which the
first counts.  A number without a unit takes that of the number before it in the sentence ("2 of the 5 million euros"); of "half of the 90 million euros", "40 percent of the 60 boats" and "all but 3 of the 20 boats" the part is calculated, and comes before the whole; "billions" alone has no value and is no amount.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache

from onrecord.follow.nouns import is_plural, singular
from onrecord.follow.numbers import COUNT, FRACTION, NUMBER, ONES, TENS, fraction_of, value_of
from onrecord.types import Span

_SIGNS = {"€": "EUR", "$": "USD", "£": "GBP", "¥": "JPY", "₴": "UAH", "₹": "INR", "₽": "RUB", "₺": "TRY", "zł": "PLN", "us$": "USD", "a$": "AUD", "c$": "CAD"}
_NAMES = {"euro": "EUR", "dollar": "USD", "pound": "GBP", "yen": "JPY", "hryvnia": "UAH", "rouble": "RUB", "ruble": "RUB", "yuan": "CNY", "won": "KRW", "zloty": "PLN", "forint": "HUF", "rand": "ZAR", "naira": "NGN",
          "swedish kronor": "SEK", "norwegian kroner": "NOK", "danish kroner": "DKK", "czech crown": "CZK"}  # fmt: skip
_OF_SEVERAL = {name: name for name in ("crown", "dinar", "dirham", "drachma", "ducat", "escudo", "florin", "franc", "guilder", "krona", "krone", "leu", "lev", "lira", "mark", "peseta", "peso", "rupee", "shilling", "taler", "thaler")} | {"kronor": "krona", "kroner": "krone"}
_SIGN = r"(?P<sign>(?:US|A|C)?\$|€|£|¥|₴|₹|₽|₺)"
_UNIT_BEFORE = re.compile(rf"(?:{_SIGN}|\b(?P<code>[A-Z]{{3}})|\b(?P<rupees>Rs)\.?)\s?$")
_SIGN_BEHIND = re.compile(r"\s?(€|\$|£)")
_PERCENT = re.compile(r"\s?(?:%|per\s?cent\b|percent\b|pct\b)", re.IGNORECASE)
_SCALE_ALONE = re.compile(r"(?:hundred|thousand|million|billion|trillion)s?", re.IGNORECASE)
_BETWEEN = re.compile(r"[\s\-]+")
_NO_COUNT = frozenset(
    ["year", "years", "season", "seasons", "month", "months", "week", "weeks", "day", "days", "hour", "hours", "minute", "minutes", "second", "seconds", "night", "nights", "morning", "o'clock", "am", "pm", "a.m", "p.m", "a.m.", "p.m.", "times", "time", "per", "cent", "percent", "degrees", "years-old", "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december", "of", "in", "on", "at", "to", "and", "or", "for", "with", "by", "from", "as", "the", "a", "an", "in", "against", "within", "was", "were", "is", "are", "has", "had", "have", "does", "its", "this", "his", "her", "their", "thirds", "halves", "quarters", "fifths", "tenths", "off", "so", "than", "ways", "parts", "sides", "goes", "gets", "comes", "makes", "takes", "stays", "says", "stands", "remains", "needs", "wants", "means", "gives", "works", "runs", "leaves", "follows", "costs", "covers", "bites", "goes", "steps", "fridays", "saturdays", "sundays", "mondays", "tuesdays", "wednesdays", "thursdays", "others", "as", "votes", "abstention", "abstentions", "points", "point", "page"]
)  # fmt: skip
_NO_PART = frozenset(["will", "would", "shall", "should", "can", "could", "may", "might", "must", *ONES, *TENS])  # of what is counted: "children under 12 will pay two crowns"
_LENGTH = re.compile(r"(?:kilo)?(?:metres?|meters?)|km|m|miles?", re.IGNORECASE)
_MEASURE = re.compile(r"\s?(?P<unit>kg|[MGk]Wh?|ha)\b|\s(?P<power>cubic|square)\s(?P<of>(?:kilo)?met(?:re|er)|kilometre|mile|foot|feet|yard)s?\b")
_TIME_OR_LENGTH = re.compile(r"\s+(?:(?:more|full|whole|working|long)\s+)?(?:days?|weeks?|months?|years?|hours?|minutes?|nights?|(?:kilo)?met(?:re|er)s?|miles?)\b", re.IGNORECASE)
_SUM_OF = re.compile(r"\b(?:bonus|sum|amount|grant|allowance|fees?|fine|payment|price|rent|wage|salary|subsidy|loan|prize|pension)\s+of\s+(?:(?:about|some|around|nearly|up\s+to|at\s+least|only|just)\s+)?$", re.IGNORECASE)
_CLOCK = re.compile(r"\d\d?[.:][0-5]\d")
_DISTANCE = re.compile(r"\s+(?:away|off|from|north|south|east|west|long|wide|deep|high|tall|thick|apart|an?\s+hour|per\s+hour|behind|inland|upstream|downstream|down|up|below|above|outside|to|and)\b", re.IGNORECASE)
_EACH = re.compile(r"\s+(?:a|an|per|each|every)\s+(?:day|week|month|year|head|hour|night|person|household|family|piece)\b", re.IGNORECASE)
_NOT_ONE = re.compile(r"\s+(?:more|less|of|over|from)\b")  # "nobody loses one taler of his salary", "not one taler more"
_SIZED, _A = re.compile(r"-(?P<unit>beds?|seats?|berths?|places?|pupils?|rooms?|homes?|flats?|units?|spaces?|megawatts?|gigawatts?|tonnes?|tons?|kilomet(?:re|er)s?|miles?|hectares?|acres?|lit(?:re|er)s?|barrels?)\b", re.IGNORECASE), re.compile(r"\b(?:an?|one|the|its|this|new)\s+(?:new\s+)?$", re.IGNORECASE)
_AGE, _TOLD = re.compile(r",\s(?:(?:then|now|only|just|aged)\s)?$"), re.compile(r"\b(?:told|asked|assured|thanked)\s+the\s+$", re.IGNORECASE)  # "the striker, then 19, …", "told the two hundred who had come"
_WORD = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")
_SOME_OF = re.compile(rf"\s+(?:out\s+of\s+(?:(?:the|its|their|his|her|an?|those|these)\s+)?|of\s+(?:the|its|their|his|her|an?|those|these)\s+)(?=[\d€$£]|(?:[A-Z]{{3}}\s+\d)|[a-z]+\s+(?:million|billion|thousand)\b|(?:{COUNT})\s)")
_ALONE = re.compile(r"(?!\s*[:%/])(?:\W*$|[”\"’'»)\]]*[,.;:!?–—](?!\d)|\s+[–—-]\s|\s+(?:and\s+(?:not|no|a)|or|but|not|instead|rather|altogether|of\s+(?:the|them|these|those|its|our|their|his|her|us|it)|at|in|on|from|by|before|after|until|to|for|with|as|is|are|was|were|will|would|shall|should|can|have|had|has|be|go(?:es)?|stay|stand|remain|come|get|set|more(?!\s+(?:years|months|weeks|days|hours|nights)\b)|each|(?:a\s+(?:day|week|month|year|night|head|household|family))|is|that|who|which|when|where|if|since|again|now|today|tonight|(?:this|next)\s+(?:week|month|year|season|spring|summer|autumn|winter))\b)", re.IGNORECASE)
_LABEL = re.compile(r"(?:\b[A-Z][\w-]*\s+|\b(?:nos?|numbers?|lines?|pages?|articles?|points?|paragraphs?|sections?|chapters?|platforms?|stacks?|gates?|halls?|rooms?|phases?|classes|grades?|levels?|ages?|aged|since|until|past)\.?\s+|\b(?:grades?|years|levels?|ages|classes|pages|articles|lines)\s+\w+\s+(?:to|and|or)\s+|\bat\s+(?:[\w.]+,\s+)*(?:[\w.]+\s+and\s+)?|[-–/:.#]|\d\s*)$")
_SCORE, _OF_A_SCORE = re.compile(rf"\s+(?:votes\s+)?to\s+(?:\d+|{COUNT})\b", re.IGNORECASE), re.compile(rf"\b(?:by|voted|vote\s+of)\s+(?:\d+|{COUNT})\s+(?:votes\s+)?to\s+$", re.IGNORECASE)
_OF_THE = re.compile(r"\bof\s+(?:the|its|their|his|her|those|these)\s+$", re.IGNORECASE)
_SO_MANY = re.compile(r",\s+(?:only|just|some|about|around|at\s+least|so\s+far|as\s+yet|[\s])*$", re.IGNORECASE)
_DETERMINED = r"(?:(?:the|its|their|his|her|our|those|these|all)\s+)*$"
_SHARE_OF, _PERCENT_OF = re.compile(rf"{FRACTION.pattern}\s*{_DETERMINED}", re.IGNORECASE), re.compile(rf"\s+of\s+{_DETERMINED}", re.IGNORECASE)
_ALL_BUT = re.compile(r"\ball\s+(?:but|except)\s+$", re.IGNORECASE)
MANY = 10**6  # of whatever is counted, from which "the 25 billion" that follows counts the same
FURTHER = re.compile(r"\b(?:a\s+further|another|an\s+additional|an\s+extra|on\s+top\s+of\s+that|in\s+addition)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Amount:
    """`unit` is an ISO 4217 code, the name of a currency that several countries use, `percent`, or the singular of the noun that is counted; `further` where it comes on top of another ("a further 3 million")."""

    value: float
    unit: str
    span: Span
    further: bool = False

    @property
    def money(self) -> bool:
        return is_money(self.unit)

    def to_dict(self) -> dict[str, object]:
        value = int(self.value) if self.value == int(self.value) else round(self.value, 4)
        return {"value": value, "unit": self.unit}


def is_money(unit: str) -> bool:
    return (len(unit) == 3 and unit.isupper()) or unit in _OF_SEVERAL


@cache
def currencies() -> dict[str, str]:
    """Names and codes of currencies, in lower case -> ISO 4217 code, or the name itself."""
    from babel import Locale

    found = {name.casefold(): code for code, name in Locale("en").currencies.items() if len(code) == 3}
    codes = {code.casefold(): code for code in ("EUR", "USD", "GBP", "JPY", "CHF", "UAH", "PLN", "CZK", "SEK", "NOK", "DKK", "RUB", "INR", "CNY", "CAD", "AUD")}
    return {**found, **codes, **_NAMES, **_OF_SEVERAL}


def find_amounts(text: str, start: int = 0, end: int | None = None) -> list[Amount]:
    """The amounts in a text, or in a span of it, in order."""
    end = len(text) if end is None else end
    found: list[Amount] = []
    bare: list[tuple[float, Span]] = []
    for match in NUMBER.finditer(text, start, end):
        if _SCALE_ALONE.fullmatch(match["words"] or ""):
            continue
        amount = _read(text, match, start, end)
        if amount:
            found += [_left(text, Amount(part, amount.unit, span, False), amount) for value, span in bare if (part := _part(value, amount.value, _scale(match))) is not None]
            found += [share for share in (_share_of(text, start, amount, found),) if share] + [amount]
            bare = []
        elif found and _OF_THE.search(text, max(0, found[-1].span[0] - 10), found[-1].span[0]) and _SO_MANY.search(text, found[-1].span[1], match.start()) and _ALONE.match(text, match.end(), end):  # "of the 400 homes promised, 120"
            found[-1] = Amount(value_of(match), found[-1].unit, match.span())
        elif _SOME_OF.match(text, match.end(), end) and value_of(match) > 1:
            bare.append((value_of(match), match.span()))
        elif _TIME_OR_LENGTH.match(text, match.end(), end):  # "within a hundred days", "three hundred metres wide"
            continue
        elif match["scale"] or (match["words"] and re.search(r"hundred|thousand|million|billion", match["words"], re.IGNORECASE)):
            unit = next((a.unit for a in reversed(found) if a.money or a.value >= MANY), "")
            found += [Amount(value * _scale(match), unit, span, False) for value, span in bare]
            bare = []
            amount = Amount(value_of(match), unit or "", match.span(), _further(text, match.start()))
            found += [share for share in (_share_of(text, start, amount, found),) if share] + [amount]
    return sorted(found, key=lambda a: a.span)


def _left(text: str, part: Amount, whole: Amount) -> Amount:
    """Of "all but 3 of the 20" the 17 that are left; any other part as it is."""
    return replace(part, value=whole.value - part.value) if _ALL_BUT.search(text, max(0, part.span[0] - 12), part.span[0]) else part


def _share_of(text: str, start: int, whole: Amount, found: list[Amount]) -> Amount | None:
    """The part of an amount that a fraction or a percentage right before it tells, which is taken out of `found`."""
    share = _SHARE_OF.search(text, max(start, whole.span[0] - 40), whole.span[0])
    if share is not None:
        value, span = whole.value * fraction_of(share), (share.start(), share.end("part"))
    elif found and found[-1].unit == "percent" and whole.unit != "percent" and _PERCENT_OF.match(text, found[-1].span[1], whole.span[0]):
        percent = found.pop()
        value, span = whole.value * percent.value / 100, percent.span
    else:
        return None
    return Amount(round(value, 4) if whole.money or not whole.unit else float(round(value)), whole.unit, span)


def _scale(match: re.Match[str]) -> int:
    """Of "5 million", a million: what a number before it ("2 of the 5 million") is to be multiplied by."""
    word = re.search(r"(thousand|million|billion|mn|mln|bn)s?$", match[0].casefold())
    return {"thousand": 1000, "million": 10**6, "mn": 10**6, "mln": 10**6, "billion": 10**9, "bn": 10**9}[word[1]] if word else 1


def _part(value: float, whole: float, scale: int) -> float | None:
    """How much "2 of the 5 million" and "2 million of the 5 million" are; None where that is more than the whole."""
    return next((part for part in (value * scale, value) if part <= whole), None)


def find_bare(text: str, start: int, end: int, taken: Sequence[Span] = ()) -> list[Amount]:
    """The numbers in a span that stand for something that was named before: "will send six", "300,000 instead of 250,000", "all the fourteen".

    Their unit, and where it is told in millions their scale, is that of the amount before them in the sentence, or else not told ("").  `taken` are spans of dates, of which the numbers are none.
    """
    found: list[Amount] = []
    numbers = list(NUMBER.finditer(text, start, end))
    taken = [*taken, *(amount.span for amount in find_amounts(text, start, end))] if numbers else taken
    for match in numbers:
        a, b = match.span()
        words = (match["words"] or "").casefold()
        age = _AGE.search(text, max(0, a - 12), a) is not None and text[b : b + 1] == ","
        if value_of(match) < 2 or age or _TOLD.search(text, max(start, a - 16), a) or any(s < b and a < e for s, e in taken) or _SCALE_ALONE.fullmatch(words) or _LABEL.search(text, max(start, a - 24), a) or not _ALONE.match(text, b, end):
            continue
        if _SCORE.match(text, b, end) or _OF_A_SCORE.search(text, start, a) or (match["figures"] and re.match(r"[.)]\s", text[b:end]) and not text[start:a].strip()):
            continue
        if match["figures"] and not match["scale"] and re.fullmatch(r"(?:1[89]|20)\d\d|\d\d?[.:]\d\d", match["figures"]):
            continue
        told = next((amount for amount in reversed(find_amounts(text, start, a)) if amount.unit), None)
        scale = 10 ** (6 if told.value >= 10**6 else 0) if told is not None and told.money and value_of(match) < 1000 and not match["scale"] else 1
        found.append(Amount(value_of(match) * scale, told.unit if told is not None else "", (a, b), _further(text, a)))
    return found


def find_shares(text: str, start: int, end: int) -> list[tuple[float, Span]]:
    """Shares of something that was named before: "half of it", "two thirds of what was pledged"."""
    return [(fraction_of(match), match.span()) for match in FRACTION.finditer(text, start, end)]


def _further(text: str, at: int) -> bool:
    return bool(FURTHER.search(text, max(0, at - 22), at))


def _read(text: str, match: re.Match[str], start: int, end: int) -> Amount | None:
    a, b = match.span()
    further = _further(text, a)
    before = _UNIT_BEFORE.search(text[max(start, a - 5) : a])
    if before:
        unit = (before["rupees"] and "rupee") or _SIGNS.get((before["sign"] or "").casefold()) or currencies().get((before["code"] or "").casefold())
        if unit:
            return Amount(value_of(match), unit, (a - len(before[0]), b), further)
    behind = _PERCENT.match(text[b:end])
    if behind:
        return Amount(value_of(match), "percent", (a, b + len(behind[0])), further)
    sign = _SIGN_BEHIND.match(text, b, end)
    if sign:
        return Amount(value_of(match), _SIGNS[sign[1]], (a, b + len(sign[0])), further)
    words = [(m[0], b + m.start(), b + m.end()) for m in _WORD.finditer(text[b : min(end, b + 60)])]
    words = _in_a_row(text, b, words)
    for size in (3, 2, 1):
        name = " ".join(w for w, _, _ in words[:size]).casefold()
        for form in (name, name.removesuffix("s"), name.removesuffix("es")):
            if len(words) >= size and form in currencies() and not (form.isalpha() and len(form) == 3 and words[0][0] != form.upper()):
                last = words[size - 1][2]
                return None if (match["words"] or "").casefold() == "one" and _NOT_ONE.match(text, last) else Amount(value_of(match), currencies()[form], (a, last), further)
    measure = _MEASURE.match(text, b, end)
    if measure:
        return Amount(value_of(match), measure["unit"] or f"{measure['power']} {measure['of'].replace('meter', 'metre').replace('feet', 'foot')}", (a, measure.end()), further)
    if words and words[0][0].islower() and words[0][0] not in _NO_COUNT and not is_plural(words[0][0]) and _SUM_OF.search(text, max(start, a - 40), a):  # "a bonus of 60,000 centa"
        return Amount(value_of(match), singular(words[0][0]), (a, words[0][2]), further)
    return _counted(text, match, words, further)


def _in_a_row(text: str, at: int, words: list[tuple[str, int, int]]) -> list[tuple[str, int, int]]:
    kept = []
    for word in words:
        if not _BETWEEN.fullmatch(text, at, word[1]):
            break
        kept.append(word)
        at = word[2]
    return kept


def _counted(text: str, match: re.Match[str], words: list[tuple[str, int, int]], further: bool) -> Amount | None:
    """A count of things: "ten traineeships", "20 new buses", "six kilometres of railway"; not of time, distances or dates, and not a lone year."""
    first = words[0] if words else ("", 0, 0)
    if (sized := _SIZED.match(text, match.end())) and _A.search(text, max(0, match.start() - 12), match.start()):  # "a 40-bed ward"
        return Amount(value_of(match), singular(sized["unit"].casefold()), (match.start(), sized.end()), further)
    if text[match.end() : match.end() + 1] == "-" or (_CLOCK.fullmatch(match[0]) and first[0][:1].isupper()):  # "four-room houses", "12.15 Jonas Orbeck arrives"
        return None
    if _LENGTH.fullmatch(first[0]) and (re.match(r"\s+of\b", text[first[2] :]) or (first[0].casefold().startswith(("k", "mi")) and not _DISTANCE.match(text, first[2]))):
        return Amount(value_of(match), singular(first[0].casefold()), (match.start(), first[2]), further)
    if first[0] and (first[0].casefold() not in _NO_COUNT or first[0] == "hours") and first[0].islower() and _EACH.match(text, first[2]):  # "1,500 amba a day"
        return Amount(value_of(match), singular(first[0].casefold()), (match.start(), first[2]), further)
    words = _to_plural(words)
    if not words or (match["figures"] and re.fullmatch(r"(?:1[89]|20)\d\d", match["figures"])):
        return None
    noun, _, last = words[0]
    plain = noun.casefold()
    one = (match["words"] or "").casefold().strip() in ("one", "zero", "a")
    if plain in _NO_COUNT or _LENGTH.fullmatch(plain) or not is_plural(plain) or one or noun.isupper() or (noun[:1].isupper() and text[match.start()].isupper()):
        return None
    return Amount(value_of(match), "" if plain == "ones" else singular(noun if noun[:1].isupper() else plain), (match.start(), last), further)


def _to_plural(words: list[tuple[str, int, int]]) -> list[tuple[str, int, int]]:
    """From the noun on that is counted: up to three words may stand before it, "covered", "more new electric"."""
    words = words[words[:1] != [] and words[0][0].casefold() in ("more", "further", "other") :]
    for i, (word, _, _) in enumerate(words[:4]):
        plain = word.casefold()
        if plain in _NO_COUNT or (i and plain in _NO_PART):
            return words if i == 0 else []
        if is_plural(plain):
            return words[i:]
    return words
