"""Numbers as reports write them: "1.5", "1,900", "a hundred and fifty thousand", "half", "a dozen"."""

import re

ONES = {w: i for i, w in enumerate(["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"])}
TENS = {w: 10 * i for i, w in enumerate(["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"], 2)}
_MANY = {"hundred": 100, "thousand": 1_000, "lakh": 10**5, "crore": 10**7, "million": 10**6, "billion": 10**9, "trillion": 10**12}
_SHORT = {"k": 1_000, "m": 10**6, "mn": 10**6, "mln": 10**6, "bn": 10**9, "bln": 10**9, "tn": 10**12}
SCALE = r"(?:hundreds?|thousands?|lakhs?|crores?|millions?|billions?|trillions?|mn|mln|bn|bln|tn|[km](?![\w²2]))"
_WORD = "(?:" + "|".join([*ONES, *TENS, *(f"{w}s?" for w in _MANY)]) + ")"
_AND = r"(?:(?<=hundred)|(?<=thousand)|(?<=million)|(?<=billion))\s+and\s+"
_PART = r"(?:half|a\s+quarter\s+of|three\s+quarters\s+of)\s+a\s+(?=million|billion|thousand)"
_SPELLED = rf"(?:a\s+(?=hundred|thousand|million|billion)|{_PART}|{_WORD}\b)(?:{_WORD})?(?:(?:{_AND}|[\s-]){_WORD}\b)*(?:\s+and\s+a\s+half\b(?:\s+(?:thousand|million|billion)s?\b)?)?"
_FEW = "(?:" + "|".join([*ONES][2:11]) + ")"
COUNT = rf"(?:{_SPELLED}|(?:an?|{_FEW})\s+dozen)"
"""A number in words, as an expression."""
NUMBER = re.compile(rf"(?<![\w.,])(?=[\dzotfsenhmbad]|\sdozen)(?:(?P<figures>\d{{1,3}}(?:[, ]\d{{3}})+(?!\d)(?:\.\d+)?|\d+(?:\.\d+)?)(?:[\s-]?(?P<scale>{SCALE})\b)?|(?P<dozen>(?:(?:half\s+a|a|{_FEW})\s+)?(?<!several\s)(?<!few\s)(?<!some\s)(?<!of\s)(?<!many\s)dozen\b)|(?P<words>{_SPELLED}))", re.IGNORECASE)
"""A number, with its scale where it has one; `value_of` reads the match."""
_FRACTIONS = {"half": 1 / 2, "third": 1 / 3, "quarter": 1 / 4, "fifth": 1 / 5, "tenth": 1 / 10}
FRACTION = re.compile(r"(?=[otfahq])\b(?:(?P<many>one|two|three|four|a)[\s-]+)?(?P<part>half|third|quarter|fifth|tenth)s?(?:\s+of\b|\s+(?=(?:the|its|their)\b))", re.IGNORECASE)


ORDINALS = ["first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth", "eleventh", "twelfth", "thirteenth", "fourteenth", "fifteenth", "sixteenth", "seventeenth", "eighteenth", "nineteenth", "twentieth"]
_PLACES = {word: place for place, word in enumerate(ORDINALS[:10], 1)}
_OF_SEVERAL = re.compile(rf"\b(?P<ordinal>{'|'.join(_PLACES)})\s+(?:out\s+)?of\s+(?:(?:the|its|their|his|her|our|these|those)\s+)?(?:\w+\s+)?$", re.IGNORECASE)
_OUT_OF = re.compile(r"\s+(?:(?:out\s+)?of\s+(?:the|its|their|his|her|our|these|those)?\s*|in\s+(?=(?:three|four|five|ten|10|a\s+hundred|100)\b))", re.IGNORECASE)
_LOT = re.compile(rf"\b(?P<ordinal>{'|'.join([*_PLACES][1:])})\s+$", re.IGNORECASE)


def ordinal_before(text: str, at: int) -> re.Match[str] | None:
    """The ordinal that picks one of the number that begins at a place: "the first of | two bridges", "the third of its promised | five"."""
    return _OF_SEVERAL.search(text, max(0, at - 40), at)


def part_told(text: str) -> float | None:
    """How many of more there are to be a clause tells of: 7 of "seven of the nine" and of "seven in ten", 1 of "the first of two"; None of "the second of two", the last one, and where it tells of no part."""
    for match in NUMBER.finditer(text):
        if (ordinal := ordinal_before(text, match.start())) is not None:
            place = _PLACES[ordinal["ordinal"].casefold()]
            return float(place) if place < value_of(match) else None
        behind = _OUT_OF.match(text, match.end())
        whole = NUMBER.match(text, behind.end()) if behind else None
        if whole is not None and value_of(match) < value_of(whole):
            return value_of(match)
    return None


def lots_told(text: str) -> float | None:
    """How many have come with the lot that a clause tells of: 20 with "the second ten", two million with "a second million"."""
    for match in NUMBER.finditer(text):
        if (lot := _LOT.search(text, max(0, match.start() - 12), match.start())) is not None:
            return _PLACES[lot["ordinal"].casefold()] * value_of(match)
    return None


def value_of(match: re.Match[str]) -> float:
    """The number that a match of NUMBER stands for."""
    if match["figures"]:
        scale = (match["scale"] or "").casefold()
        return round(float(re.sub("[, ]", "", match["figures"])) * (_MANY.get(scale.removesuffix("s")) or _SHORT.get(scale) or 1), 6)
    if match["dozen"]:
        return 12.0 * ({"half": 0.5} | ONES).get(match["dozen"].split()[0].casefold(), 1)
    return spelled(match["words"])


def spelled(words: str) -> float:
    """The number that words spell: "a hundred and fifty thousand" is 150000, "half a million" 500000, "two and a half million" 2500000."""
    total, part, last = 0.0, 0.0, 1.0
    for word in re.findall("[a-z]+", words.casefold()):
        word = word.removesuffix("s") if word.removesuffix("s") in (*_MANY, "quarter") else word
        if word == "half":
            part, total = (part + 0.5, total) if part or not total else (part, total + 0.5 * last)
        elif word == "quarter":
            part = (part or 1) / 4
        elif word in ONES or word in TENS:
            part += ONES.get(word, 0) or TENS.get(word, 0)
        elif word == "hundred":
            part = (part or 1) * 100
        elif word in _MANY:
            total, part, last = total + (part or 1) * _MANY[word], 0.0, _MANY[word]
    return total + part


def fraction_of(match: re.Match[str]) -> float:
    """The share that a match of FRACTION stands for: "two thirds of" is 0.667."""
    many = (match["many"] or "one").casefold()
    return min(1.0, ONES.get(many, 1) * _FRACTIONS[match["part"].casefold()])
